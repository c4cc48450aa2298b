using static System.FormattableString;

namespace Autograd.Benchmarks;

/// <summary>All rows of a comparison with peers, and what follows from them.</summary>
internal sealed class Comparison(IReadOnlyList<ComparedRow> rows)
{
    private const string Steps = "step";

    public Table Rows()
    {
        var table = new Table("workload", "ours", "peer", "ratio", "target", "", "of the limit", "threads", "first call");
        foreach (var row in rows)
        {
            table.Add(
                row.Workload.Name,
                Figures.Time(row.Ours.Seconds),
                Figures.Time(row.Peer.Seconds),
                Figures.Ratio(row.Ratio),
                Figures.Ratio(row.Target),
                Verdict(row),
                Figures.Percent(row.Share),
                Invariant($"{row.Ours.Threads}"),
                row.FirstCall is { } seconds ? "+" + Figures.Time(seconds) : "");
        }
        return table;
    }

    /// <summary>Geometric means by group, in the order of the groups.</summary>
    public Table Means()
    {
        var table = new Table("group", "rows", "geometric mean", "least", "missed");
        foreach (var group in rows.GroupBy(r => r.Workload.Group)) Add(group.Key, [.. group]);
        Add("all", rows);
        return table;

        void Add(string name, IReadOnlyList<ComparedRow> of) => table.Add(
            name, Invariant($"{of.Count}"), Figures.Ratio(Mean(of)), Figures.Ratio(of.Min(r => r.Ratio)), Invariant($"{of.Count(r => r.IsMissed)}"));
    }

    /// <summary>The headline, and how many rows miss what they are to reach.</summary>
    public IEnumerable<string> Summary()
    {
        ComparedRow[] steps = [.. rows.Where(r => r.Workload.Group == Steps)];
        if (steps.Length > 0)
        {
            double mean = Mean(steps);
            yield return Invariant($"Whole training steps: geometric mean {mean:F2} of {steps.Length} rows, target {Targets.Headline:F1}{(mean < Targets.Headline ? ", missed" : "")}.");
        }
        int missed = rows.Count(r => r.IsMissed), below = rows.Count(r => r.IsBelowFloor);
        yield return missed == 0 ? "Every row meets its target." : Invariant($"{missed} of {rows.Count} rows miss their target, {below} are below what no row may be.");
    }

    private static double Mean(IEnumerable<ComparedRow> of) => Statistics.GeometricMean(of.Select(r => r.Ratio));

    private static string Verdict(ComparedRow row) => row switch
    {
        { IsBelowFloor: true } => "too slow",
        { IsMissed: true } => "missed",
        _ => "",
    };
}
