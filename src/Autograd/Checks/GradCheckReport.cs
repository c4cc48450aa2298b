using System.Globalization;
using System.Text;
using Autograd.Memory;

namespace Autograd.Checks;

/// <summary>The outcome of a gradient check: a row for every input, order and kind, as data and as a table.</summary>
public sealed class GradCheckReport
{
    internal GradCheckReport(IReadOnlyList<GradCheckRow> rows, IReadOnlyList<string> notes)
    {
        Rows = rows;
        Notes = notes;
    }

    /// <summary>All comparisons, in the order in which they were made.</summary>
    public IReadOnlyList<GradCheckRow> Rows { get; }

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
            // Rounding noise about a gradient of 0 is no error.
            if (row.Kind == kind && row.Order == order && !row.IsWithinRounding) worst = Math.Max(worst, row.Error);
        }
        return worst;
    }

    /// <summary>
    /// Throws with the table in the message unless every row is accepted; gives back the report. A check that could not
    /// judge has shown nothing: it throws as well.
    /// </summary>
    /// <exception cref="AutogradException">A row failed or is inconclusive.</exception>
    public GradCheckReport ThrowIfFailed() => Passed ? this : throw new AutogradException(ToString());

    /// <summary>The report as an aligned table, in the invariant culture.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        int Count(GradCheckVerdict verdict) => Rows.Count(row => row.Verdict == verdict);
        text.Append(CultureInfo.InvariantCulture, $"Gradient check: {Count(GradCheckVerdict.Pass)} passed, {Count(GradCheckVerdict.Fail)} failed");
        if (Count(GradCheckVerdict.Inconclusive) is > 0 and int open) text.Append(CultureInfo.InvariantCulture, $", {open} inconclusive");
        text.Append('\n');
        string[] header = ["order", "mode", "input", "shape", "error", "limit", "worst at", "expected", "actual", "uncertain", "verdict"];
        var cells = new List<string[]> { header };
        cells.AddRange(Rows.Select(Cells));
        var widths = new int[header.Length];
        foreach (var row in cells)
        {
            for (int i = 0; i < row.Length; i++) widths[i] = Math.Max(widths[i], row[i].Length);
        }
        foreach (var row in cells)
        {
            var line = string.Join("  ", row.Select((cell, i) => cell.PadRight(widths[i])));
            text.Append(line.TrimEnd()).Append('\n');
        }
        foreach (string note in Notes) text.Append("note: ").Append(note).Append('\n');
        return text.ToString();
    }

    private static string[] Cells(GradCheckRow row) =>
    [
        row.Order.ToString(CultureInfo.InvariantCulture),
        row.Kind.ToString().ToLowerInvariant(),
        row.Input,
        row.Shape.ToString(),
        Short(row.Error),
        Short(row.Limit),
        row.WorstElement.Count == 0 && row.Shape.Numel != 1 ? "-" : Layout.Describe([.. row.WorstElement]),
        Long(row.Expected),
        Long(row.Actual),
        Short(row.Uncertainty),
        row.Remark,
    ];

    private static string Short(double value) => value.ToString("0.0e-00", CultureInfo.InvariantCulture);

    private static string Long(double value) => value.ToString("0.000000000e-00", CultureInfo.InvariantCulture);
}
