using static System.FormattableString;

namespace Autograd.Benchmarks;

/// <summary>This build as narrower processors run it, beside itself at full width.</summary>
internal static class NarrowVerb
{
    // Half the width and half the registers' bytes, and FMA is gone with AVX2: a product and a sum for each, in twice as many.
    private static readonly (string Name, string Variable, double Bound)[] Widths =
    [
        ("256 bits", "DOTNET_EnableAVX512", 2.4),
        ("128 bits", "DOTNET_EnableAVX2", 8),
    ];

    // What computes more than it moves; the others wait for memory at any width.
    private static readonly string[] ComputeBound =
    [
        "matmul/", "conv2d/", "conv1d/", "conv-transpose2d/",
        .. ElementwiseWorkloads.Transcendental.Select(name => $"unary/{name}/10000"),
    ];

    public static int Run(Options options)
    {
        IReadOnlyList<string> only = options.List("only");
        int rounds = options.Number("rounds") ?? 2, reps = options.Number("reps") ?? 7, beyond = 0;
        foreach (var (name, variable, bound) in Widths)
        {
            var table = new Table("workload", "full width", name, "times slower", "bound", "");
            foreach (var (workload, wide, narrow) in Alternation.Run(
                Build.Own("the full width"), Build.Own(name, (variable, "0")), Workload.Chosen(only), rounds, reps))
            {
                double ratio = narrow.Seconds / wide.Seconds;
                bool bounded = ComputeBound.Any(p => p.EndsWith('/') ? workload.Name.StartsWith(p, StringComparison.Ordinal) : workload.Name == p);
                bool isBeyond = bounded && ratio > bound;
                if (isBeyond) beyond++;
                table.Add(
                    workload.Name, Figures.Time(wide.Seconds), Figures.Time(narrow.Seconds), Figures.Ratio(ratio),
                    bounded ? Figures.Ratio(bound) : "", isBeyond ? "beyond" : "");
            }
            Console.WriteLine(table.ToText());
        }
        Console.WriteLine(beyond == 0 ? "No row that computes is beyond its bound." : Invariant($"{beyond} rows that compute are beyond their bound."));
        return 0;
    }
}
