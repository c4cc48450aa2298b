using Xunit;

namespace Autograd.Golden.Tests;

/// <summary>Subgradients at kinks and ties are PyTorch's, but for what the page names.</summary>
public class KinkTests
{
    private static readonly string Root = FindRoot();

    private static readonly string File = Path.Combine(Root, "tests", "Autograd.Golden", "Kinks", "kinks.jsonl");

    [Fact]
    public void At_kinks_the_derivative_is_PyTorchs()
    {
        var failing = KinkPage.Cases(File)
            .Select(static k => (k.Case.Id, Outcome: CaseRunner.Run(k.Case, Bindings.All[k.Case.Op])))
            .Where(static k => k.Outcome.Verdict != Verdict.Passed)
            .ToDictionary(static k => k.Id, static k => k.Outcome.Reason, StringComparer.Ordinal);
        Assert.True(
            failing.Keys.ToHashSet(StringComparer.Ordinal).SetEquals(KinkPage.Differences.Keys),
            string.Join('\n', failing.Select(static f => $"{f.Key}: {f.Value}")));
    }

    [Fact]
    public void The_page_of_kinks_is_that_of_the_cases()
    {
        string page = Path.Combine(Root, "docs", "kinks.md");
        string text = KinkPage.Text(File);
        if (Environment.GetEnvironmentVariable("AUTOGRAD_APPROVE") == "1") System.IO.File.WriteAllText(page, text);
        Assert.True(
            string.Equals(text, System.IO.File.ReadAllText(page).ReplaceLineEndings("\n"), StringComparison.Ordinal),
            "docs/kinks.md is stale. Write it again: AUTOGRAD_APPROVE=1 dotnet test -c Release tests/Autograd.Golden --filter Kink");
    }

    private static string FindRoot()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !System.IO.File.Exists(Path.Combine(folder, "Autograd.sln"))) folder = Path.GetDirectoryName(folder);
        return folder ?? throw new DirectoryNotFoundException("No Autograd.sln above the tests");
    }
}
