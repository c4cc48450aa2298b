using static System.FormattableString;

namespace Autograd.Benchmarks;

/// <summary>Two builds of this library side by side: what a change made faster or slower.</summary>
internal static class BaselineVerb
{
    public static int Run(Options options)
    {
        var before = Build.At("the baseline", options.Text("baseline")!);
        var table = new Table("workload", "now", "baseline", "ratio");
        var ratios = new List<(string Group, double Ratio)>();
        int rounds = options.Number("rounds") ?? 2, reps = options.Number("reps") ?? 7;
        foreach (var (workload, old, now) in Alternation.Run(before, Build.Own("this build"), Workload.Chosen(options.List("only")), rounds, reps))
        {
            double ratio = old.Seconds / now.Seconds;
            ratios.Add((workload.Group, ratio));
            table.Add(workload.Name, Figures.Time(now.Seconds), Figures.Time(old.Seconds), Figures.Ratio(ratio));
        }
        Console.WriteLine(table.ToText());
        foreach (var group in ratios.GroupBy(r => r.Group, r => r.Ratio))
            Console.WriteLine(Invariant($"{group.Key}: geometric mean {Statistics.GeometricMean(group):F2} of {group.Count()}"));
        return 0;
    }
}
