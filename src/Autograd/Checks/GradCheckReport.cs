using System.Globalization;
using System.Text;
using Autograd.Memory;

namespace Autograd.Checks;

/// <summary>What was compared in a row of a <see cref="GradCheckReport"/>.</summary>
public enum GradCheckKind
{
    /// <summary>The backward pass against central differences.</summary>
    Backward,

    /// <summary>Forward mode against backward mode.</summary>
    Forward,

    /// <summary>A recorded backward pass (createGraph) against one that is not recorded.</summary>
    Recorded,
}

/// <summary>One comparison of a gradient check.</summary>
/// <param name="Order">The order of the derivative, from 1.</param>
/// <param name="Kind">What was compared with what.</param>
/// <param name="Input">The input, or <c>all</c>.</param>
/// <param name="Shape">The shape of the input; empty for all.</param>
/// <param name="Error">||n - g|| / (||n|| + ||g||), 0 when both are 0, NaN when a number is not finite.</param>
/// <param name="Limit">The largest accepted error.</param>
/// <param name="WorstElement">The index of the element that differs most; empty where there is none.</param>
/// <param name="Expected">The reference at that element: the difference quotient.</param>
/// <param name="Actual">The derivative under test at that element.</param>
/// <param name="IsWithinRounding">
/// Whether the whole difference lies within the rounding of the function itself, so that no difference quotient can tell
/// the two apart; such a row passes whatever its relative error.
/// </param>
public sealed record GradCheckRow(
    int Order,
    GradCheckKind Kind,
    string Input,
    Shape Shape,
    double Error,
    double Limit,
    IReadOnlyList<int> WorstElement,
    double Expected,
    double Actual,
    bool IsWithinRounding)
{
    /// <summary>Whether the derivative is accepted; a NaN never is.</summary>
    public bool Passed => Error < Limit || IsWithinRounding;

    internal string Verdict => Passed ? (Error < Limit ? "ok" : "ok (rounding)") : double.IsNaN(Error) ? "NOT FINITE" : "WRONG";
}

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

    /// <summary>What was not compared, and why: inputs held constant, outputs that do not require a gradient.</summary>
    public IReadOnlyList<string> Notes { get; }

    /// <summary>Whether every row is accepted.</summary>
    public bool Passed => Rows.All(static row => row.Passed);

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

    /// <summary>Throws with the table in the message unless every row is accepted; gives back the report.</summary>
    /// <exception cref="AutogradException">A row failed.</exception>
    public GradCheckReport ThrowIfFailed() => Passed ? this : throw new AutogradException(ToString());

    /// <summary>The report as an aligned table, in the invariant culture.</summary>
    public override string ToString()
    {
        int failed = Rows.Count(static row => !row.Passed);
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"Gradient check: {Rows.Count - failed} passed, {failed} failed\n");
        string[] header = ["order", "mode", "input", "shape", "error", "limit", "worst at", "expected", "actual", "verdict"];
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
        row.Verdict,
    ];

    private static string Short(double value) => value.ToString("0.0e-00", CultureInfo.InvariantCulture);

    private static string Long(double value) => value.ToString("0.000000000e-00", CultureInfo.InvariantCulture);
}
