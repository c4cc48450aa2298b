namespace Autograd.Checks;

/// <summary>
/// What many findings amount to: counts, the worst of them, and norms; sums of squares are scaled by the largest number so far
/// so that none overflows or vanishes.
/// </summary>
internal sealed class Tally(GradCheckCriterion criterion, int kept)
{
    private readonly List<(Finding Finding, int Element, int Band)> worst = [];
    private readonly OrderedDictionary<string, (int OnIt, int Beside)> ops = new(StringComparer.Ordinal);
    private double scale;
    private double expected;
    private double actual;
    private double difference;
    private double uncertainty;
    private double largest;
    private bool isBroken;
    private int kinks;
    private int uncertain;
    private int wrong;
    private int unresolved;

    /// <summary>The worst elements, the worst first.</summary>
    public IReadOnlyList<(Finding Finding, int Element, int Band)> Worst => worst;

    /// <summary>Adds what was found of an element, in each band: it counts once, by its worst.</summary>
    public void Add(ReadOnlySpan<Finding> bands, int element)
    {
        var f = bands[0];
        int at = 0;
        for (int b = 0; b < bands.Length; b++)
        {
            var band = bands[b];
            if (band.IsWorseThan(f)) (f, at) = (band, b);
            largest = double.IsNaN(band.Difference) ? double.NaN : Math.Max(largest, band.Difference);
            // What differences do not resolve is no part of the norms.
            if (band.Verdict is ElementVerdict.Right or ElementVerdict.WithinUncertainty or ElementVerdict.Wrong) Add(band.Expected, band.Actual, band.Uncertainty);
        }
        if (f.Verdict == ElementVerdict.Kink) kinks++;
        if (f.Verdict is ElementVerdict.WithinUncertainty or ElementVerdict.WithinRounding) uncertain++;
        if (f.Verdict == ElementVerdict.Unresolved) unresolved++;
        if (f.Verdict == ElementVerdict.Wrong) wrong++;
        if (f.Verdict <= ElementVerdict.Kink) Count(f, bands);
        Rank(f, element, at);
    }

    /// <summary>The row that says it.</summary>
    public GradCheckRow Row(int order, GradCheckKind kind, string input, double limit)
    {
        double sum = Math.Sqrt(expected) + Math.Sqrt(actual);
        double error = isBroken ? double.NaN : sum == 0 ? 0 : Math.Sqrt(difference) / sum;
        bool isNear = !criterion.JudgesNorms || error < limit || difference <= uncertainty;
        var first = worst.Count == 0 ? default : worst[0].Finding;
        return new GradCheckRow
        {
            Order = order,
            Kind = kind,
            Input = input,
            Error = error,
            Limit = criterion.Limit(limit),
            LargestDifference = largest,
            ExpectedNorm = scale * Math.Sqrt(expected),
            ActualNorm = scale * Math.Sqrt(actual),
            Expected = first.Expected,
            Actual = first.Actual,
            Uncertainty = first.Uncertainty,
            Kinks = kinks,
            KinksByOp = [.. ops.Select(static o => new GradCheckKink(o.Key, o.Value.OnIt, o.Value.Beside))],
            Uncertain = uncertain,
            Wrong = wrong,
            Unresolved = unresolved,
            Verdict = wrong > 0 || isBroken || !isNear ? GradCheckVerdict.Fail
                : unresolved > 0 ? GradCheckVerdict.Inconclusive
                : GradCheckVerdict.Pass,
        };
    }

    /// <summary>Counts the ops whose kink an element lies on, or beside in any band.</summary>
    private void Count(Finding worst, ReadOnlySpan<Finding> bands)
    {
        string? op = worst.Ops;
        foreach (var band in bands) op ??= band.Ops;
        if (op is null) return;
        var (onIt, beside) = ops.GetValueOrDefault(op);
        ops[op] = worst.Verdict == ElementVerdict.Kink ? (onIt + 1, beside) : (onIt, beside + 1);
    }

    /// <summary>Keeps an element where it is one of the worst; of equal ones the first.</summary>
    private void Rank(Finding f, int element, int band)
    {
        if (worst.Count == kept && !f.IsWorseThan(worst[^1].Finding)) return;
        int at = worst.Count;
        while (at > 0 && f.IsWorseThan(worst[at - 1].Finding)) at--;
        if (worst.Count == kept) worst.RemoveAt(kept - 1);
        worst.Insert(at, (f, element, band));
    }

    private void Add(double n, double g, double slack)
    {
        double size = Math.Max(Math.Abs(n), Math.Abs(g));
        if (!double.IsFinite(size))
        {
            isBroken = true;
            return;
        }
        if (size > scale)
        {
            double shrink = scale / size * (scale / size);
            expected *= shrink;
            actual *= shrink;
            difference *= shrink;
            uncertainty *= shrink;
            scale = size;
        }
        if (scale == 0) return;
        expected += n / scale * (n / scale);
        actual += g / scale * (g / scale);
        difference += (n - g) / scale * ((n - g) / scale);
        uncertainty += slack / scale * (slack / scale);
    }
}
