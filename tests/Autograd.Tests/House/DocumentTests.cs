using System.Text.RegularExpressions;

namespace Autograd.Tests.House;

/// <summary>What the documents show compiles, and what they point to is there.</summary>
public sealed class DocumentTests
{
    private static readonly Regex RelativeLink =
        new(@"\]\((?!https?:|#)(?<target>[^)#\s]+)", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));

    /// <summary>The documents at the root and in docs; design notes tell what was thought, not what is.</summary>
    public static IEnumerable<string> Documents =>
        Directory.EnumerateFiles(Repository.Root, "*.md")
            .Concat(Directory.EnumerateFiles(Repository.Path("docs"), "*.md"))
            .Order(StringComparer.Ordinal);

    private static readonly Regex SourcePath =
        new("`(?<target>(?:src|tests|property-tests|benchmarks|examples|docs)/[A-Za-z0-9_./-]+)", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));

    [Fact]
    public void Every_snippet_compiles()
    {
        var snippets = Documents.SelectMany(Snippet.In).ToList();

        Assert.NotEmpty(snippets);
        Findings.None(snippets.SelectMany(s => s.Errors()));
    }

    /// <summary>The worked examples of user's ops are programs that check themselves to order 2, through public types alone.</summary>
    [Fact]
    public void The_examples_of_your_own_op_run()
    {
        var examples = Snippet.In(Repository.Path("docs/your-own-op.md")).ToList();

        Assert.Equal(6, examples.Count);
        foreach (var example in examples) example.Run();
    }

    [Fact]
    public void A_wrong_snippet_is_found_at_its_line()
    {
        var errors = new Snippet("page.md", 10, "", "var x = Tensor.Ones(2);\nx.NoSuchOp();").Errors();

        Assert.StartsWith("page.md:12:", Assert.Single(errors), StringComparison.Ordinal);
    }

    /// <summary>Links between documents lead somewhere.</summary>
    [Fact]
    public void Every_relative_link_leads_to_a_file()
    {
        var dead = from document in Documents
                   from Match link in RelativeLink.Matches(File.ReadAllText(document))
                   let target = Path.Combine(Path.GetDirectoryName(document)!, link.Groups["target"].Value)
                   where !File.Exists(target) && !Directory.Exists(target)
                   select $"{Repository.Relative(document)}: {link.Value}";
        Findings.None(dead);
    }

    /// <summary>So do the paths they name, seen from the root.</summary>
    [Fact]
    public void Every_path_is_there()
    {
        var gone = from document in Documents
                   from Match path in SourcePath.Matches(File.ReadAllText(document))
                   let target = Repository.Path(path.Groups["target"].Value)
                   where !File.Exists(target) && !Directory.Exists(target)
                   select $"{Repository.Relative(document)}: {path.Groups["target"].Value}";
        Findings.None(gone);
    }
}
