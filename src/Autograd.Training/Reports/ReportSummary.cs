using System.Globalization;
using Autograd.NN;

namespace Autograd.Training;

/// <summary>The layers of a model in a report.</summary>
public static class ReportSummary
{
    /// <summary>Adds the table of the layers of a model: shapes, parameters, multiply-adds, memory.</summary>
    /// <param name="report">The report.</param>
    /// <param name="summary">What <see cref="Module.Summary(Tensor)"/> gave.</param>
    /// <returns>The report.</returns>
    public static Report AddSummary(this Report report, ModuleSummary summary)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(summary);
        report.Section("Model");
        return report.Table(
            $"{Number(summary.Parameters)} parameters, {Number(summary.Trainable)} of them learned; {Number(summary.MultiplyAdds)} multiply-adds; {Kilobytes(summary.StateBytes)} KB of parameters and buffers",
            ["name", "module", "output", "parameters", "multiply-adds", "KB"],
            summary.Rows.Select(static r => (string[])[r.Name, r.Type, r.Output, Number(r.Parameters), Number(r.MultiplyAdds), Kilobytes(r.Bytes)]));
    }

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string Kilobytes(long bytes) => (bytes / 1024.0).ToString("N1", CultureInfo.InvariantCulture);
}
