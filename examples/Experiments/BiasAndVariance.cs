using Autograd;
using Autograd.Training;

namespace Experiments;

/// <summary>
/// Bias and variance: training and validation error by capacity and by amount of data. The expected error on new points is bias^2 + variance + noise (Bishop,
/// Pattern Recognition and Machine Learning, 2006, section 3.2); which of them is large says what helps.
/// </summary>
internal sealed class BiasAndVariance : IExperiment
{
    private const int Points = 25;
    private const int TooSimple = 1;
    private const int TooRich = 10;

    public string Name => "bias-variance";

    public string Title => "Bias and variance: training and validation error by capacity and by amount of data";

    public bool NeedsData => false;

    public Findings Run(ExperimentOptions options)
    {
        int sets = options.Size(500, 100);
        int[] counts = options.Size<int[]>([15, 20, 30, 50, 75, 100, 150, 200, 300, 500], [15, 50, 300]);
        int[] degrees = [.. Enumerable.Range(0, 13)];
        var byCapacity = degrees.Select(d => RepeatedFits.Measure(d, Points, sets)).ToList();
        var simple = counts.Select(n => RepeatedFits.Measure(TooSimple, n, sets)).ToList();
        var rich = counts.Select(n => RepeatedFits.Measure(TooRich, n, sets)).ToList();
        var best = byCapacity.MinBy(static f => f.Validation)!;
        return new Findings(
            FormattableString.Invariant($"least validation error at degree {best.Degree} ({best.Validation:F3}); degree {TooSimple} stays at {simple[^1].Validation:F3} with {counts[^1]} points, degree {TooRich} falls from {rich[0].Validation:F3} to {rich[^1].Validation:F3}"),
            [Capacity(byCapacity), Amount(counts, simple, rich)],
            [
                FormattableString.Invariant($"{sets} training sets of {Points} points; errors are mean squares, the noise alone is {RepeatedFits.NoiseVariance:F3}"),
                .. Table(byCapacity), "", .. Table(simple), "", .. Table(rich),
            ]);
    }

    /// <summary>What helps: more capacity where the training set itself is not learned, more data where it is and new points are not.</summary>
    /// <param name="fit">The errors.</param>
    /// <param name="wanted">The error that is good enough.</param>
    public static string Advice(RepeatedFits fit, double wanted) => fit switch
    {
        _ when fit.Validation <= wanted => "good: leave it",
        _ when fit.Training > wanted => "bias: more capacity, better inputs, less penalty; more data does not help",
        _ => "variance: more data, a penalty, less capacity, early stopping",
    };

    // A quarter above the noise is good enough.
    private static IEnumerable<string> Table(IEnumerable<RepeatedFits> fits) => TextTable.Of(
        ["degree", "points", "training", "validation", "bias^2", "variance", "sum with noise", "advice"],
        fits.Select(static f => (string[])
        [
            TextTable.Cell(f.Degree), TextTable.Cell(f.Points), TextTable.Cell(f.Training, "F4"), TextTable.Cell(f.Validation, "F4"), TextTable.Cell(f.SquaredBias, "F4"),
            TextTable.Cell(f.Variance, "F4"), TextTable.Cell(f.Sum, "F4"), Advice(f, 1.25 * RepeatedFits.NoiseVariance),
        ]));

    private static Plot Capacity(List<RepeatedFits> fits)
    {
        double[] degrees = [.. fits.Select(static f => (double)f.Degree)];
        Plot Add(Plot plot, string name, Func<RepeatedFits, double> of) => plot.Line(name, degrees, [.. fits.Select(of)]);
        var plot = new Plot("By capacity") { XLabel = "degree of the polynomial", YLabel = "mean squared error", LogY = true };
        plot = Add(Add(plot, "training", static f => f.Training), "validation", static f => f.Validation);
        // Far below everything else a logarithm would show rounding.
        return Add(Add(Add(plot, "bias^2", static f => Math.Max(f.SquaredBias, 1e-5)), "variance", static f => f.Variance), "noise", static _ => RepeatedFits.NoiseVariance);
    }

    private static Plot Amount(int[] counts, List<RepeatedFits> simple, List<RepeatedFits> rich)
    {
        double[] n = [.. counts.Select(static c => (double)c)];
        return new Plot("By amount of data") { XLabel = "training points", YLabel = "mean squared error", LogX = true, LogY = true }
            .Line($"degree {TooSimple}, training", n, [.. simple.Select(static f => f.Training)]).Line($"degree {TooSimple}, validation", n, [.. simple.Select(static f => f.Validation)])
            .Line($"degree {TooRich}, training", n, [.. rich.Select(static f => f.Training)]).Line($"degree {TooRich}, validation", n, [.. rich.Select(static f => f.Validation)])
            .Line("noise", [n[0], n[^1]], [RepeatedFits.NoiseVariance, RepeatedFits.NoiseVariance]);
    }
}
