using System.Globalization;
using Autograd.Checks;

namespace Autograd.Training;

/// <summary>Gradient checks in a report.</summary>
public static class ReportGradCheck
{
    /// <summary>Adds the table of a gradient check, what is probably wrong, and its notes.</summary>
    /// <param name="report">The report.</param>
    /// <param name="check">What <see cref="GradCheck"/> gave.</param>
    /// <returns>The report.</returns>
    public static Report AddGradCheck(this Report report, GradCheckReport check)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(check);
        report.Section("Gradient check");
        report.Table(
            FormattableString.Invariant($"{check.Rows.Count(static r => r.Passed)} of {check.Rows.Count} comparisons accepted"),
            ["order", "mode", "input", "shape", "error", "limit", "difference", "kinks", "verdict"],
            check.Rows.Select(static r => (string[])
            [
                r.Order.ToString(CultureInfo.InvariantCulture),
                r.Kind.ToString().ToLowerInvariant(),
                r.Input,
                r.Shape.ToString(),
                Short(r.Error),
                Short(r.Limit),
                Short(r.LargestDifference),
                r.Kinks.ToString(CultureInfo.InvariantCulture),
                r.Remark,
            ]));
        if (check.Diagnoses.Count > 0) report.Text("What is probably wrong", string.Join('\n', check.Diagnoses.Select(static d => d.Text)));
        if (check.Notes.Count > 0) report.Text("Notes", string.Join('\n', check.Notes));
        return report;
    }

    private static string Short(double value) => value.ToString("0.0e-00", CultureInfo.InvariantCulture);
}
