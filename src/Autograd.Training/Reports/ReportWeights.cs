using System.Globalization;
using Autograd.NN;

namespace Autograd.Training;

/// <summary>Weights in a report.</summary>
public static class ReportWeights
{
    /// <summary>Adds a table of all parameters (mean, standard deviation, extremes, what is not finite) and histograms of the largest weights.</summary>
    /// <param name="report">The report.</param>
    /// <param name="model">The model.</param>
    /// <param name="histograms">Of how many parameters, the largest first chosen, in the order of the model.</param>
    /// <returns>The report.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="histograms"/> is negative.</exception>
    public static Report AddWeights(this Report report, Module model, int histograms = 12)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(model);
        ArgumentOutOfRangeException.ThrowIfNegative(histograms);
        var parameters = model.NamedParameters().Select(static p => (p.Name, p.Parameter.Shape, Values: Labels.Numbers(p.Parameter))).ToList();
        report.Section("Weights");
        var shown = parameters.Where(static p => p.Values.Length > 0).OrderByDescending(static p => p.Values.Length).Take(histograms).Select(static p => p.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var (name, shape, values) in parameters.Where(p => shown.Contains(p.Name)))
            report.Add(new Plot($"{name} {shape}") { XLabel = "value", YLabel = "elements" }.Histogram("elements", values, Bins(values.Length)));
        return report.Table("Parameters", ["parameter", "shape", "mean", "std", "min", "max", "not finite"], parameters.Select(static p => Row(p.Name, p.Shape, p.Values)));
    }

    /// <summary>Few numbers have few bins: about two for each side of the square that they would fill.</summary>
    private static int Bins(int count) => (int)Math.Clamp(2 * Math.Sqrt(count), 8, 40);

    private static string[] Row(string name, Shape shape, double[] values)
    {
        double[] finite = [.. values.Where(double.IsFinite)];
        double mean = finite.Length == 0 ? double.NaN : finite.Average();
        double deviation = finite.Length == 0 ? double.NaN : Math.Sqrt(finite.Average(v => (v - mean) * (v - mean)));
        return
        [
            name,
            shape.ToString(),
            Text(mean),
            Text(deviation),
            Text(finite.Length == 0 ? double.NaN : finite.Min()),
            Text(finite.Length == 0 ? double.NaN : finite.Max()),
            (values.Length - finite.Length).ToString(CultureInfo.InvariantCulture),
        ];
    }

    private static string Text(double value) => double.IsNaN(value) ? "-" : value.ToString("0.0000e+00", CultureInfo.InvariantCulture);
}
