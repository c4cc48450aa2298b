namespace Autograd.Checks;

/// <summary>The outcome of a gradient check: a row for every input, order and kind, what is probably wrong, and what was not compared.</summary>
/// <remarks>
/// As text by <see cref="ToString"/>, as Markdown and as JSON. A number shown as "ok" agrees with its reference to the limit; where the
/// reference is not that sure, the report says "within uncertainty" and shows between which numbers the truth lies.
/// </remarks>
public sealed partial class GradCheckReport
{
    internal GradCheckReport(IReadOnlyList<GradCheckRow> rows, IReadOnlyList<GradCheckDiagnosis> diagnoses, IReadOnlyList<string> notes)
    {
        Rows = rows;
        Diagnoses = diagnoses;
        Notes = notes;
    }

    /// <summary>All comparisons, in the order in which they were made.</summary>
    public IReadOnlyList<GradCheckRow> Rows { get; }

    /// <summary>What is probably wrong, of every row that failed.</summary>
    public IReadOnlyList<GradCheckDiagnosis> Diagnoses { get; }

    /// <summary>What was not compared or not to the last digit, and why: inputs held constant, kinks, single precision inside.</summary>
    public IReadOnlyList<string> Notes { get; }

    /// <summary>The worst verdict of all rows.</summary>
    public GradCheckVerdict Verdict => Rows.Count == 0 ? GradCheckVerdict.Pass : Rows.Max(static row => row.Verdict);

    /// <summary>Whether every row is accepted.</summary>
    public bool Passed => Verdict == GradCheckVerdict.Pass;

    /// <summary>The largest error of all rows of a kind and order; NaN when one is not finite, 0 when there is none.</summary>
    public double WorstError(GradCheckKind kind = GradCheckKind.Backward, int order = 1)
    {
        double worst = 0;
        foreach (var row in Rows)
        {
            // What differs by less than the reference is uncertain of is no error.
            if (row.Kind == kind && row.Order == order && !row.IsWithinUncertainty) worst = Math.Max(worst, row.Error);
        }
        return worst;
    }

    /// <summary>
    /// Throws with the table in the message unless every row is accepted; gives back the report. A check that could not
    /// judge has shown nothing: it throws as well.
    /// </summary>
    /// <exception cref="AutogradException">A row failed or is inconclusive.</exception>
    public GradCheckReport ThrowIfFailed() => Passed ? this : throw new AutogradException(ToString());

    private int Count(GradCheckVerdict verdict) => Rows.Count(row => row.Verdict == verdict);
}
