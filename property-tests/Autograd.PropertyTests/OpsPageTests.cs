namespace Autograd.PropertyTests;

/// <summary>The page of all ops says what the code does.</summary>
public sealed class OpsPageTests
{
    [Fact]
    public void The_page_of_ops_is_that_of_the_table()
    {
        string file = Path.Combine(Root(), "docs", "ops.md");
        string table = OpsPage.Table();
        if (Environment.GetEnvironmentVariable("AUTOGRAD_APPROVE") == "1")
        {
            File.WriteAllText(file, $"{table}\n{OpsPage.Errors()}");
            return;
        }
        string[] written = File.ReadAllText(file).ReplaceLineEndings("\n").Split(OpsPage.Measured)[0].TrimEnd().Split('\n');
        string[] wanted = table.ReplaceLineEndings("\n").TrimEnd().Split('\n');
        var difference = written.Except(wanted, StringComparer.Ordinal).Select(line => "- " + line).Concat(wanted.Except(written, StringComparer.Ordinal).Select(line => "+ " + line)).ToArray();
        Assert.True(difference.Length == 0, $"""
            docs/ops.md is stale (- written, + from the table). Write it again:
                AUTOGRAD_APPROVE=1 dotnet test -c Release property-tests/Autograd.PropertyTests --filter OpsPage
            {string.Join('\n', difference)}
            """);
    }

    private static string Root()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "Autograd.sln"))) folder = Path.GetDirectoryName(folder);
        return folder ?? throw new DirectoryNotFoundException("No Autograd.sln above the tests");
    }
}
