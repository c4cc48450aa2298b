using System.Text.RegularExpressions;

namespace Autograd.Tests.Formulas;

/// <summary>A method as the JIT wrote it (<c>DOTNET_JitDisasm</c>): its calls, and whether it holds a loop over registers.</summary>
/// <param name="Name">Type and method without generic arguments, <c>MapLoops:Unary</c>.</param>
/// <param name="HasVectorLoop">Whether an innermost loop computes in registers of 256 or 512 bits; one that only moves keeps nothing in them.</param>
/// <param name="Calls">The lines of its calls.</param>
internal sealed partial record JitMethod(string Name, bool HasVectorLoop, IReadOnlyList<string> Calls)
{
    private const string Space = "Autograd.Kernels.";

    /// <summary>Every fully optimised method of the kernels in a listing; one text for each instantiation.</summary>
    public static IEnumerable<JitMethod> Read(string listing) =>
        from text in Start().Split(listing).Skip(1)
        let head = text[..text.IndexOf('\n', StringComparison.Ordinal)]
        where head.Contains("FullOpts", StringComparison.Ordinal) && head.StartsWith(Space, StringComparison.Ordinal)
        let blocks = Blocks(text)
        select new JitMethod(
            Bare(head[Space.Length..head.IndexOf('(', StringComparison.Ordinal)]),
            InnermostLoops(blocks).Any(loop => blocks[loop].Any(b => b.Lines.Any(line => WideArithmetic().IsMatch(line)))),
            [.. blocks.SelectMany(b => b.Lines).Where(line => Call().IsMatch(line))]);

    /// <summary>The name that a listing would give a method.</summary>
    public static string NameOf(Type type, string method) =>
        Bare(type.FullName!.StartsWith(Space, StringComparison.Ordinal) ? type.FullName[Space.Length..] : type.FullName) + ":" + method;

    /// <summary>Without generic arguments, the innermost brackets first.</summary>
    private static string Bare(string name)
    {
        string bare = GenericArguments().Replace(name, "");
        return bare.Length == name.Length ? bare : Bare(bare);
    }

    private static List<(string Label, List<string> Lines)> Blocks(string text)
    {
        var blocks = new List<(string Label, List<string> Lines)>();
        foreach (string line in text.Split('\n'))
        {
            if (Label().Match(line) is { Success: true } label) blocks.Add((label.Groups["block"].Value, []));
            else if (blocks.Count != 0 && line.StartsWith("   ", StringComparison.Ordinal)) blocks[^1].Lines.Add(line.Trim());
        }
        return blocks;
    }

    /// <summary>From the target of a jump backwards to the jump, where no other such stretch lies inside.</summary>
    private static IEnumerable<Range> InnermostLoops(List<(string Label, List<string> Lines)> blocks)
    {
        var loops = new List<(int First, int Last)>();
        for (int last = 0; last < blocks.Count; last++)
        {
            foreach (string line in blocks[last].Lines)
            {
                if (Jump().Match(line) is not { Success: true } jump) continue;
                int first = blocks.FindIndex(b => string.Equals(b.Label, jump.Groups["block"].Value, StringComparison.Ordinal));
                if (first >= 0 && first <= last) loops.Add((first, last));
            }
        }
        return loops
            .Where(a => !loops.Exists(b => b != a && a.First <= b.First && b.Last <= a.Last))
            .Select(a => a.First..(a.Last + 1));
    }

    [GeneratedRegex(@"^; Assembly listing for method ", RegexOptions.Multiline | RegexOptions.CultureInvariant, 10_000)]
    private static partial Regex Start();

    [GeneratedRegex(@"`\d+|\[[^\[\]]*\]", RegexOptions.CultureInvariant, 10_000)]
    private static partial Regex GenericArguments();

    [GeneratedRegex(@"^(?<block>G_M\w+_IG\d+):", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking, 10_000)]
    private static partial Regex Label();

    [GeneratedRegex(@"^j\w+\s+(?:SHORT )?(?<block>G_M\w+_IG\d+)", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking, 10_000)]
    private static partial Regex Jump();

    [GeneratedRegex(@"^v(?!mov|xorps|pxor)\w+\s.*[yz]mm\d", RegexOptions.CultureInvariant, 10_000)]
    private static partial Regex WideArithmetic();

    [GeneratedRegex(@"^(?:call|tail\.jmp|rex\.jmp)\b", RegexOptions.CultureInvariant, 10_000)]
    private static partial Regex Call();
}
