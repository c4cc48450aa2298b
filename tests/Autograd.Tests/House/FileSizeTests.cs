namespace Autograd.Tests.House;

/// <summary>Beyond 400 lines a file is telling you that it is two.</summary>
public sealed class FileSizeTests
{
    private const int Limit = 400;

    [Theory]
    [InlineData("src")]
    [InlineData("tests")]
    [InlineData("property-tests")]
    [InlineData("benchmarks")]
    [InlineData("examples")]
    public void Files_are_small(string folder)
    {
        var large = Repository.Sources(folder)
            .Select(f => (File: Repository.Relative(f), Lines: File.ReadLines(f).Count()))
            .Where(f => f.Lines > Limit)
            .Select(f => FormattableString.Invariant($"{f.File}: {f.Lines} lines"));
        Findings.None(large);
    }
}
