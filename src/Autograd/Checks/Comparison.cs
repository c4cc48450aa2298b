namespace Autograd.Checks;

/// <summary>
/// The verdict over the elements of an input, and, when there are several inputs, over all of them: no element is wrong by
/// itself, and ||n - g|| / (||n|| + ||g||) is within the limit or the uncertainty of n.
/// </summary>
/// <param name="rows">Where rows are added.</param>
/// <param name="order">The order of the derivative.</param>
/// <param name="kind">What is compared.</param>
/// <param name="criterion">What is accepted.</param>
/// <param name="limit">The limit of the order.</param>
/// <param name="kept">How many of the worst elements are kept.</param>
/// <param name="outputOf">The name of the element of an output that a band stands for, where each is one.</param>
internal sealed class Comparison(List<GradCheckRow> rows, int order, GradCheckKind kind, GradCheckCriterion criterion, double limit, int kept, Func<int, string?>? outputOf = null)
{
    private readonly Tally all = new(criterion, kept: 1);
    private int inputs;

    /// <summary>Adds the row of an input.</summary>
    /// <param name="input">Its name.</param>
    /// <param name="shape">Its shape.</param>
    /// <param name="findings">What was found, element by element.</param>
    /// <param name="perElement">How many findings each element has.</param>
    public GradCheckRow Add(string input, Shape shape, ReadOnlySpan<Finding> findings, int perElement = 1)
    {
        var tally = new Tally(criterion, kept);
        for (int i = 0; i < findings.Length; i += perElement)
        {
            tally.Add(findings.Slice(i, perElement), i / perElement);
            all.Add(findings.Slice(i, perElement), i / perElement);
        }
        inputs++;
        GradCheckElement[] worst = [.. tally.Worst.Select(w => Element(w.Finding, RowMajor.Index(shape, w.Element), w.Band))];
        var row = tally.Row(order, kind, input, limit) with { Shape = shape, Worst = worst, WorstElement = worst.Length == 0 ? [] : worst[0].Index };
        rows.Add(row);
        return row;
    }

    /// <summary>Adds the row of an input that was checked by directions, which count as its elements; of those only located ones are named.</summary>
    public GradCheckRow Add(string input, Shape shape, Directions.Outcome outcome, int bands)
    {
        var tally = new Tally(criterion, kept);
        for (int i = 0; i < outcome.Lines.Length; i += bands)
        {
            tally.Add(outcome.Lines.AsSpan(i, bands), -1);
            all.Add(outcome.Lines.AsSpan(i, bands), -1);
        }
        var named = new Tally(criterion, kept);
        foreach (var (element, findings) in outcome.Located) named.Add(findings, element);
        inputs++;
        GradCheckElement[] worst = [.. (outcome.Located.Count > 0 ? named : tally).Worst.Select(w => Element(w.Finding, w.Element < 0 ? [] : RowMajor.Index(shape, w.Element), w.Band))];
        var row = tally.Row(order, kind, input, limit) with
        {
            Shape = shape,
            Worst = worst,
            WorstElement = worst.Length == 0 ? [] : worst[0].Index,
            Directions = outcome.Lines.Length / bands,
            Wrong = outcome.Located.Count,
        };
        rows.Add(row);
        return row;
    }

    /// <summary>Compares two ways to compute the same numbers; what they are made of has the size given.</summary>
    public void Add(string input, Shape shape, double[] expected, double[] actual, double[] size)
    {
        var findings = new Finding[expected.Length];
        for (int i = 0; i < findings.Length; i++)
            findings[i] = Finding.Of(expected[i], actual[i], Quotient.NoiseFactor * Quotient.Epsilon * size[i], limit, isRounding: true);
        Add(input, shape, findings);
    }

    /// <summary>Adds the row over all inputs; its two numbers are the norms.</summary>
    public void Close()
    {
        if (inputs <= 1) return;
        var row = all.Row(order, kind, "all", limit);
        rows.Add(row with { Expected = row.ExpectedNorm, Actual = row.ActualNorm });
    }

    private GradCheckElement Element(Finding f, int[] index, int band) =>
        new(index, f.Expected, f.Actual, f.Interval.Low, f.Interval.High, f.Verdict) { Kink = f.Ops, Output = outputOf?.Invoke(band) };
}
