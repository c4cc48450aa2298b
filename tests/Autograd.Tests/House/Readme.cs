namespace Autograd.Tests.House;

/// <summary>What the README promises.</summary>
internal static class Readme
{
    /// <summary>The output it shows for its program: the first text block.</summary>
    public static string Output()
    {
        string[] lines = File.ReadAllLines(Repository.Path("README.md"));
        int start = Array.IndexOf(lines, "```text") + 1;
        Assert.True(start > 0, "README.md shows no output of its program");
        return string.Join('\n', lines[start..Array.IndexOf(lines, "```", start)]);
    }
}
