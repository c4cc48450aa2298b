namespace Autograd.Tests.House;

/// <summary>The public surface changes when someone means it: the approved list is a file in this folder.</summary>
public sealed class PublicSurfaceTests
{
    [Fact]
    public void The_public_surface_is_the_approved_one()
    {
        string file = Repository.Path("tests", "Autograd.Tests", "House", "PublicSurface.txt");
        var actual = PublicSurface.Lines();
        if (Environment.GetEnvironmentVariable("AUTOGRAD_APPROVE") == "1")
        {
            File.WriteAllText(file, string.Join('\n', actual) + "\n");
            return;
        }

        string[] approved = File.Exists(file) ? File.ReadAllLines(file) : [];
        var difference = approved.Except(actual, StringComparer.Ordinal).Select(line => "- " + line)
            .Concat(actual.Except(approved, StringComparer.Ordinal).Select(line => "+ " + line))
            .OrderBy(line => line[2..], StringComparer.Ordinal)
            .ToArray();

        Assert.True(difference.Length == 0, $"""
            The public surface differs from {Repository.Relative(file)} (- approved, + built). When it is meant, approve it:
                AUTOGRAD_APPROVE=1 dotnet test -c Release tests/Autograd.Tests --filter PublicSurface
            {string.Join('\n', difference)}
            """);
    }
}
