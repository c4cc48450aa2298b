using System.Globalization;

namespace Autograd.Training;

/// <summary>Calibration in a report.</summary>
public static class ReportCalibration
{
    /// <summary>Adds a reliability diagram: how often predictions of each confidence are right, beside the diagonal of those who know what they know, and how many there are.</summary>
    /// <param name="report">The report.</param>
    /// <param name="calibration">What was gathered.</param>
    /// <returns>The report.</returns>
    public static Report AddCalibration(this Report report, Calibration calibration)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(calibration);
        var bins = calibration.Bins.Where(static b => b.Count > 0).ToList();
        double[] at = [.. bins.Select(static b => b.Confidence)];
        report.Section("Calibration");
        report.Add(
            new Plot("Reliability") { XLabel = "confidence", YLabel = "share that is right" }
                .Line("calibrated", [0, 1], [0, 1])
                .Line("model", at, [.. bins.Select(static b => b.Accuracy)])
                .Points("model", at, [.. bins.Select(static b => b.Accuracy)]),
            string.Create(CultureInfo.InvariantCulture, $"Expected calibration error {calibration.Value:0.0000}. Below the diagonal the model is surer than it may be."));
        string[] labels = [.. calibration.Bins.Select(static b => b.High.ToString("0.##", CultureInfo.InvariantCulture))];
        return report.Add(
            new Plot("Predictions by confidence") { XLabel = "confidence up to", YLabel = "predictions" }
                .Bars("predictions", Distinct(labels), [.. calibration.Bins.Select(static b => (double)b.Count)]));
    }

    /// <summary>With many bins two digits say the same of several: then all are told.</summary>
    private static string[] Distinct(string[] labels) =>
        labels.Distinct(StringComparer.Ordinal).Count() == labels.Length ? labels : [.. labels.Select((_, i) => ((i + 1.0) / labels.Length).ToString("R", CultureInfo.InvariantCulture))];
}
