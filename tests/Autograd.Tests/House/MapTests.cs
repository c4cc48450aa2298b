using System.Text.RegularExpressions;

namespace Autograd.Tests.House;

/// <summary>The page that translates from PyTorch names what there is, and leaves no operation out.</summary>
public sealed class MapTests
{
    private static readonly Regex Code = new("`(?<name>[A-Za-z][A-Za-z0-9_.]*)", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));

    private static readonly Regex Generics = new("<[^<>]*>", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));

    private static readonly HashSet<string> Surface =
        [.. PublicSurface.Lines().Select(line => Generics.Replace(line, "").Split('(', ' ')[0]["Autograd.".Length..])];

    /// <summary>The second column of every row: <c>x.Tanh</c> is a member of Tensor, <c>F.GELU</c> of the functional namespace.</summary>
    private static IEnumerable<string> Named() =>
        from line in File.ReadLines(Repository.Path("docs", "pytorch-map.md"))
        let cells = line.Split('|')
        where cells.Length > 3 && !cells[1].Contains("---", StringComparison.Ordinal)
        from Match code in Code.Matches(cells[2])
        select code.Groups["name"].Value;

    [Fact]
    public void Every_name_on_the_page_exists()
    {
        var names = Named().ToList();

        Assert.NotEmpty(names);
        Findings.None(names.Where(n => !Candidates(n).Any(Surface.Contains)).Select(n => $"docs/pytorch-map.md names {n}, which is not public"));
    }

    [Fact]
    public void Every_public_member_of_Tensor_is_on_the_page()
    {
        var named = Named().SelectMany(Candidates).ToHashSet(StringComparer.Ordinal);
        Findings.None(Surface
            .Where(s => s.StartsWith("Tensor.", StringComparison.Ordinal) && char.IsAsciiLetterUpper(s["Tensor.".Length]))
            .Where(s => !named.Contains(s))
            .Select(s => $"docs/pytorch-map.md lacks {s}"));
    }

    private static IEnumerable<string> Candidates(string name)
    {
        if (name.StartsWith("x.", StringComparison.Ordinal)) return ["Tensor." + name[2..]];
        if (name.StartsWith("F.", StringComparison.Ordinal)) return ["NN.Functional." + name[2..]];
        return [name, "NN." + name, "Optim." + name, "Data." + name, "IO." + name, "Checks." + name, "Testing." + name];
    }
}
