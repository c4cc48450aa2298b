using Autograd;
using Autograd.NN;
using Autograd.Training;

namespace Experiments;

/// <summary>
/// L1 against L2. The slope of |w| does not fade near 0, so that an L1 penalty brings weights to 0 itself, where an L2 penalty only shrinks them (Tibshirani,
/// 1996). A ridge is the maximum of the posterior under a normal prior (Bishop, Pattern Recognition and Machine Learning, 2006, equation 3.55).
/// </summary>
internal sealed class Penalties : IExperiment
{
    public string Name => "penalties";

    public string Title => "L1 against L2: weights at zero, a polynomial of degree eight, ridge as a posterior";

    public bool NeedsData => false;

    public Findings Run(ExperimentOptions options)
    {
        var sparse = SparseRegression.Train(options.Size(4000, 2000));
        var fits = PolynomialFits.Make(options.Size(100_000, 20_000));
        var posterior = Posterior.Compare();
        return new Findings(
            FormattableString.Invariant($"weights below {SparseRegression.Zero:G1}: {sparse.ShareAtZero(sparse.L1):P0} with L1, {sparse.ShareAtZero(sparse.L2):P0} with L2; ridge and posterior differ by {posterior.Difference:0.0e-0}"),
            [Sizes(sparse), Curves(fits), Bars(fits)],
            [
                .. TextTable.Of(
                    ["100 inputs, 10 of which matter", "below 1e-4", "sum |w|", "sqrt(sum w^2)", "error of w"],
                    [Row("no penalty", sparse, sparse.None), Row("L2", sparse, sparse.L2), Row("L1", sparse, sparse.L1)]), "",
                .. TextTable.Of(
                    ["degree 8, 10 points", "sum |w|", "sqrt(sum w^2)", "zeros", "error on points", "error to the sine"],
                    fits.All.Select(static f => (string[])[f.Name, TextTable.Cell(f.L1Norm), TextTable.Cell(f.L2Norm), TextTable.Cell(f.Zeros), TextTable.Cell(f.TrainError, "F3"), TextTable.Cell(f.TrueError, "F3")])), "",
                FormattableString.Invariant($"ridge by its equation and the posterior's maximum by Newton's method, lambda = sigma^2 / tau^2 = {posterior.Lambda:G4}: largest difference {posterior.Difference:0.0e-0}"),
            ]);
    }

    private static string[] Row(string name, SparseRegression s, double[] w) =>
    [
        name, TextTable.Cell(s.ShareAtZero(w), "P0"), TextTable.Cell(w.Sum(Math.Abs)), TextTable.Cell(Math.Sqrt(w.Sum(static x => x * x))),
        TextTable.Cell(Math.Sqrt(w.Zip(s.Truth, static (a, b) => (a - b) * (a - b)).Sum())),
    ];

    // Sorted magnitudes; 1e-8 stands for what is smaller, which a logarithm cannot show.
    private static Plot Sizes(SparseRegression s)
    {
        double[] rank = [.. Enumerable.Range(1, s.L1.Length).Select(static i => (double)i)];
        static double[] Sorted(double[] w) => [.. w.Select(static x => Math.Max(Math.Abs(x), 1e-8)).OrderDescending()];
        return new Plot("Magnitudes of 100 weights, of which 10 matter") { XLabel = "rank", YLabel = "|w|", LogY = true }
            .Line("no penalty", rank, Sorted(s.None)).Line("L2", rank, Sorted(s.L2)).Line("L1", rank, Sorted(s.L1))
            .Line("1e-4", [1, s.L1.Length], [SparseRegression.Zero, SparseRegression.Zero]);
    }

    private static Plot Curves(PolynomialFits fits)
    {
        double[] grid = PolynomialFits.Grid.ToArray<double>();
        var plot = new Plot("Polynomials of degree eight through ten noisy points") { XLabel = "x", YLabel = "y" }
            .Points("points", fits.Data.X.ToArray<double>(), fits.Data.Y.ToArray<double>())
            .Line("sin(2 pi x)", grid, SineData.Truth(PolynomialFits.Grid).ToArray<double>());
        foreach (var fit in fits.All) plot = plot.Line(fit.Name, grid, [.. fit.Curve.Select(static y => Math.Clamp(y, -2, 2))]);
        return plot;
    }

    private static Plot Bars(PolynomialFits fits)
    {
        string[] powers = [.. Enumerable.Range(0, PolynomialFits.Degree + 1).Select(static k => FormattableString.Invariant($"t^{k}"))];
        var plot = new Plot("Their coefficients") { XLabel = "power of t = 2 x - 1", YLabel = "w" };
        foreach (var fit in fits.All.Skip(1)) plot = plot.Bars(fit.Name, powers, fit.Weights);
        return plot;
    }
}
