using System.Globalization;

namespace Autograd.Golden;

/// <summary>Counts by op, a line each, and the closing line.</summary>
internal sealed class Report(TextWriter output, bool countUnbound, bool verbose)
{
    private readonly SortedDictionary<string, Counts> ops = new(StringComparer.Ordinal);

    public int Passed => ops.Values.Sum(c => c.Passed);

    public int Failed => ops.Values.Sum(c => c.Failed + (countUnbound ? c.Unbound : 0));

    public int Unbound => ops.Values.Sum(c => c.Unbound);

    /// <summary>The cases that failed, by id, with the reason.</summary>
    public SortedDictionary<string, string> Failures { get; } = new(StringComparer.Ordinal);

    public void Add(GoldenCase c, Outcome outcome)
    {
        var counts = ops.GetValueOrDefault(c.Op);
        ops[c.Op] = outcome.Verdict switch
        {
            Verdict.Passed => counts with { Passed = counts.Passed + 1 },
            Verdict.Failed => counts with { Failed = counts.Failed + 1 },
            _ => counts with { Unbound = counts.Unbound + 1 },
        };
        if (outcome.Verdict != Verdict.Failed) return;
        Failures.Add(c.Id, outcome.Reason);
        if (verbose) output.WriteLine($"FAILED {c.Id}{(c.Variant.Length == 0 ? "" : $" ({c.Variant})")}: {outcome.Reason}");
    }

    public void Close()
    {
        foreach (var (op, counts) in ops)
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{op,-44} passed {counts.Passed,3}  failed {counts.Failed,3}  unbound {counts.Unbound,3}"));
        if (Unbound > 0)
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Unbound} unbound, in {ops.Values.Count(c => c.Unbound > 0)} of {ops.Count} ops"));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Passed} passed, {Failed} failed"));
    }

    private readonly record struct Counts(int Passed, int Failed, int Unbound);
}

internal enum Verdict
{
    Passed,
    Failed,
    Unbound,
}

/// <summary>What became of a case, and why.</summary>
internal readonly record struct Outcome(Verdict Verdict, string Reason = "");
