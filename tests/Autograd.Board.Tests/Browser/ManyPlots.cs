namespace Autograd.Training.Tests.Browser;

/// <summary>Charts of every kind, with numbers and names that are hard to draw.</summary>
internal static class ManyPlots
{
    private static readonly double[] Steps = [.. Enumerable.Range(1, 60).Select(static i => (double)i)];

    public static IReadOnlyList<Plot> All() =>
    [
        new Plot("Lines with their names at the end") { XLabel = "epoch", YLabel = "loss" }
            .Line("training", Steps, Of(static i => 2 * Math.Exp(-i / 15.0)))
            .Line("validation", Steps, Of(static i => 2 * Math.Exp(-i / 15.0) + 0.002 * i))
            .Line("no regularisation at all", Steps, Of(static i => 2 * Math.Exp(-i / 14.0) + 0.0025 * i)),
        new Plot("A logarithmic axis") { XLabel = "step", YLabel = "loss", LogY = true }.Line("loss", Steps, Of(static i => Math.Pow(10, -i / 8.0))),
        new Plot("Both logarithmic, less than a power of ten") { XLabel = "units", LogX = true, LogY = true }.Line("error", [20, 40, 60, 80], [3.1, 3.4, 4.2, 5.0]).Points("error", [20, 40, 60, 80], [3.1, 3.4, 4.2, 5.0]),
        new Plot("Twelve runs") { XLabel = "epoch" }.With(12, static (plot, k) => plot.Line(FormattableString.Invariant($"run {k} with a rate of {Math.Pow(10, -k):G2}"), Steps, Of(i => k + Math.Sin(i / 5.0 + k)))),
        new Plot("A spread and its mean") { XLabel = "hidden units", YLabel = "test error" }.Band("30 restarts", Steps, Of(static i => 1 / (1 + i / 10.0) - 0.1), Of(static i => 1 / (1 + i / 10.0) + 0.1)).Line("30 restarts", Steps, Of(static i => 1 / (1 + i / 10.0))),
        new Plot("Gaps, and one point alone") { XLabel = "epoch" }.Line("broken", Steps, Of(static i => i is > 20 and < 30 or 32 or > 33 and < 40 ? double.NaN : Math.Sqrt(i))),
        new Plot("A constant") { XLabel = "epoch", YLabel = "rate" }.Line("lr", Steps, Of(static _ => 0.001)),
        new Plot("One point").Points("alone", [3], [4]),
        new Plot("Huge and tiny numbers") { XLabel = "steps", YLabel = "variance" }.Line("a", [1e6, 2e6, 3e6], [1e-9, 3e-9, 2e-9]),
        new Plot("Far from zero") { XLabel = "x" }.Line("a", [0, 1, 2], [1_000_000.1, 1_000_000.3, 1_000_000.2]),
        new Plot("Bars") { YLabel = "accuracy" }.Bars("plain", ["SGD", "momentum", "Adam"], [0.91, 0.94, 0.96]).Bars("normalised", ["SGD", "momentum", "Adam"], [0.95, 0.955, 0.97]),
        new Plot("Bars up and down, with long names") { YLabel = "change" }.Bars("change", ["a very long name of a category indeed", "another long name", "weight", "displacement of the engine"], [1.5, -2, 0.5, -0.25]),
        new Plot("Many bars") { YLabel = "count" }.Bars("count", [.. Enumerable.Range(0, 60).Select(static i => FormattableString.Invariant($"layer{i}.weight"))], [.. Enumerable.Range(0, 60).Select(static i => 50.0 + 40 * Math.Sin(i))]),
        new Plot("Two histograms") { XLabel = "value", YLabel = "elements" }.Histogram("first", Bell(0, 1)).Histogram("second", Bell(2, 0.5)),
        new Plot("Level curves and a path") { XLabel = "w0", YLabel = "w1" }.Contours(Axis, Axis, Bowl()).Line("descent", [.. Path.Select(static p => p.X)], [.. Path.Select(static p => p.Y)]).Points("descent", [.. Path.Select(static p => p.X)], [.. Path.Select(static p => p.Y)]),
        new Plot("Regions and points") { XLabel = "x0", YLabel = "x1" }.Regions(Axis, Axis, Rings()).Points("class 1", [0, 0.5], [0, 0.2]).Points("class 0", [-1, 1], [1, 1.5]),
        new Plot("A confusion") { XLabel = "predicted", YLabel = "true" }.Cells(Digits, Digits, Confusion(10)),
        new Plot("Cells of many classes with long names").Cells(Many, Many, Confusion(40)),
        new Plot("A very long title that tells much more than a title should, about runs, rates, layers and everything else that one could think of") { XLabel = "a label to the right that is also far too long for the space there is below the chart, by quite a lot", YLabel = "and one that goes upwards and is as long, and does not fit either" }.Line("line", Steps, Steps),
    ];

    private static readonly double[] Axis = [.. Enumerable.Range(0, 61).Select(static i => -2 + i / 15.0)];

    private static readonly (double X, double Y)[] Path = [.. Enumerable.Range(0, 12).Select(static i => (-1.6 * Math.Pow(0.75, i), 1.5 * Math.Pow(-0.7, i)))];

    private static readonly string[] Digits = [.. Enumerable.Range(0, 10).Select(static i => FormattableString.Invariant($"{i}"))];

    private static readonly string[] Many = [.. Enumerable.Range(0, 40).Select(static i => FormattableString.Invariant($"class number {i}"))];

    private static Plot With(this Plot plot, int count, Action<Plot, int> add)
    {
        for (int k = 1; k <= count; k++) add(plot, k);
        return plot;
    }

    private static double[] Of(Func<double, double> f) => [.. Steps.Select(f)];

    private static double[] Bell(double mean, double deviation) => [.. Enumerable.Range(0, 500).Select(i => mean + deviation * (Math.Sin(i * 1.1) + Math.Sin(i * 2.3) + Math.Sin(i * 0.7)))];

    private static double[,] Bowl()
    {
        var z = new double[Axis.Length, Axis.Length];
        for (int i = 0; i < Axis.Length; i++)
        {
            for (int j = 0; j < Axis.Length; j++) z[i, j] = Axis[j] * Axis[j] + 5 * Axis[i] * Axis[i];
        }
        return z;
    }

    private static int[,] Rings()
    {
        var classes = new int[Axis.Length, Axis.Length];
        for (int i = 0; i < Axis.Length; i++)
        {
            for (int j = 0; j < Axis.Length; j++) classes[i, j] = (int)Math.Sqrt(9 * (Axis[j] * Axis[j] + Axis[i] * Axis[i]));
        }
        return classes;
    }

    private static double[,] Confusion(int n)
    {
        var counts = new double[n, n];
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++) counts[i, j] = i == j ? 90 + i : (i * 7 + j * 3) % 5;
        }
        return counts;
    }
}
