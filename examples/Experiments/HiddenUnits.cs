using Autograd;
using Autograd.NN;
using Autograd.Optim;
using Autograd.Training;
using F = Autograd.NN.Functional;

namespace Experiments;

/// <summary>
/// How many hidden units? Two-layer networks on few points of a noisy sinusoid, trained by scaled conjugate gradients from many starts: too few units cannot bend,
/// too many pass through the noise (Bishop, Pattern Recognition and Machine Learning, 2006, figures 5.9 and 5.10).
/// </summary>
internal sealed class HiddenUnits : IExperiment
{
    private const int Points = 10;
    private const int TestPoints = 500;

    public string Name => "hidden-units";

    public string Title => "Two-layer networks on a noisy sinusoid: test error against the number of hidden units";

    public bool NeedsData => false;

    /// <summary>A trained network: root mean squared errors, and its curve over [0, 1] at <see cref="Grid"/>.</summary>
    public sealed record Fit(int Units, double TrainError, double TestError, double[] Curve);

    public static Tensor Grid { get; } = Tensor.Linspace(0, 1, 101, DType.Float64).Unsqueeze(1);

    public Findings Run(ExperimentOptions options)
    {
        int[] sizes = options.Size<int[]>([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], [1, 3, 10]);
        var (train, fits) = Fits(sizes, options.Size(30, 10), options.Size(1000, 500));
        var bySize = sizes.Select(m => fits.Where(f => f.Units == m).ToArray()).ToList();
        double[] medians = [.. bySize.Select(static f => Trials.Median(f.Select(static one => one.TestError)))];
        var rows = bySize.Select((f, i) => (string[])
        [
            TextTable.Cell(sizes[i]), TextTable.Cell(Trials.Median(f.Select(static one => one.TrainError)), "F3"),
            TextTable.Cell(f.Min(static one => one.TestError), "F3"), TextTable.Cell(medians[i], "F3"), TextTable.Cell(f.Max(static one => one.TestError), "F3"),
        ]);
        double At(int units) => medians[Array.IndexOf(sizes, units)];
        return new Findings(
            FormattableString.Invariant($"median test error (RMS) with 1, 3, 10 hidden units: {At(1):F3}, {At(3):F3}, {At(10):F3}; the noise alone is {SineData.Noise:F1}"),
            [Spread(sizes, bySize, medians), Curves(train, fits)],
            [.. TextTable.Of(["units", "training, median", "test, best", "test, median", "test, worst"], rows)]);
    }

    /// <summary>One network a size and a start, all on the same points.</summary>
    public static (SineData Train, IReadOnlyList<Fit> Fits) Fits(int[] sizes, int restarts, int iterations)
    {
        var generator = new Generator(1);
        var (train, test) = (SineData.Even(Points, generator), SineData.Random(TestPoints, generator));
        return (train, Trials.Run(sizes.Length * restarts, 100, i => Train(sizes[i / restarts], train, test, iterations)));
    }

    private static Fit Train(int units, SineData train, SineData test, int iterations)
    {
        var net = new Sequential(new Linear(1, units, dtype: DType.Float64), new Tanh(), new Linear(units, 1, dtype: DType.Float64));
        // Bishop's starts: variance 10, so far apart that they end in different minima.
        foreach (var parameter in net.Parameters()) Init.Normal(parameter, std: Math.Sqrt(10));
        var optimizer = new SCG(net.Parameters(), maxIter: iterations);
        optimizer.Step(() =>
        {
            optimizer.ZeroGrad();
            var loss = F.MseLoss(net.Forward(Standardised(train.X)), train.Y);
            loss.Backward();
            return loss;
        });
        using var scope = NoGrad.Scope;
        return new Fit(units, Error(net, train), Error(net, test), net.Forward(Standardised(Grid)).ToArray<double>());
    }

    // x is uniform in [0, 1]: mean 1/2, variance 1/12.
    private static Tensor Standardised(Tensor x) => (x - 0.5) * Math.Sqrt(12);

    private static double Error(Module net, SineData data) => F.MseLoss(net.Forward(Standardised(data.X)), data.Y).Sqrt().Item();

    private static Plot Spread(int[] sizes, List<Fit[]> bySize, double[] medians)
    {
        double[] x = [.. sizes.Select(static m => (double)m)];
        return new Plot("Test error of every start") { XLabel = "hidden units", YLabel = "RMS error on new points", LogY = true }
            .Band("best to worst", x, [.. bySize.Select(static f => f.Min(static one => one.TestError))], [.. bySize.Select(static f => f.Max(static one => one.TestError))])
            .Points("a start", [.. bySize.SelectMany(static f => f.Select(static one => (double)one.Units))], [.. bySize.SelectMany(static f => f.Select(static one => one.TestError))])
            .Line("median", x, medians);
    }

    private static Plot Curves(SineData train, IReadOnlyList<Fit> fits)
    {
        double[] grid = Grid.ToArray<double>();
        var plot = new Plot("The start with the least training error") { XLabel = "x", YLabel = "y" }
            .Points("training points", train.X.ToArray<double>(), train.Y.ToArray<double>())
            .Line("sin(2 pi x)", grid, SineData.Truth(Grid).ToArray<double>());
        foreach (int units in (int[])[1, 3, 10])
        {
            // Drawn as far as the points reach; beyond, a network of ten units may be anywhere.
            double[] curve = fits.Where(f => f.Units == units).MinBy(static f => f.TrainError)!.Curve;
            plot = plot.Line(units == 1 ? "1 unit" : FormattableString.Invariant($"{units} units"), grid, [.. curve.Select(static y => Math.Clamp(y, -2, 2))]);
        }
        return plot;
    }
}
