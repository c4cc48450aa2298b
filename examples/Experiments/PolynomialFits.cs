using Autograd;

namespace Experiments;

/// <summary>A polynomial of degree eight, its norms and errors (root mean squares).</summary>
internal sealed record PolynomialFit(string Name, double[] Weights, double TrainError, double TrueError, double[] Curve)
{
    public double L1Norm => Weights.Sum(Math.Abs);

    public double L2Norm => Math.Sqrt(Weights.Sum(static w => w * w));

    public int Zeros => Weights.Count(static w => Math.Abs(w) < SparseRegression.Zero);
}

/// <summary>Polynomials of degree eight to noisy points of a sinusoid: least squares, with an L2 penalty, and with an L1 penalty.</summary>
internal sealed record PolynomialFits(SineData Data, IReadOnlyList<PolynomialFit> All)
{
    public const int Degree = 8;
    public const double L2Lambda = 0.002;
    public const double L1Lambda = 0.005;
    private const int Points = 10;

    public static Tensor Grid { get; } = Tensor.Linspace(0, 1, 101, DType.Float64).Unsqueeze(1);

    public static PolynomialFits Make(int iterations)
    {
        var data = SineData.Even(Points, new Generator(4));
        var x = Polynomials.Powers(data.X, Degree);
        // Both penalties are beside the mean of the squares' halves, |x w - y|^2 / 2 n.
        var least = Linalg.Lstsq(x, data.Y).Solution;
        var ridge = Linalg.Solve(x.T.MatMul(x) + Points * L2Lambda * Tensor.Eye(Degree + 1, dtype: DType.Float64), x.T.MatMul(data.Y));
        var lasso = Lasso.Solve(x, data.Y, L1Lambda, iterations);
        return new PolynomialFits(data, [Fit("least squares", least, x, data), Fit("L2", ridge, x, data), Fit("L1", lasso, x, data)]);
    }

    private static PolynomialFit Fit(string name, Tensor w, Tensor x, SineData data)
    {
        var curve = Polynomials.Powers(Grid, Degree).MatMul(w);
        return new PolynomialFit(name, w.ToArray<double>(), Error(x.MatMul(w), data.Y), Error(curve, SineData.Truth(Grid)), curve.ToArray<double>());
    }

    private static double Error(Tensor a, Tensor b) => (a - b).Square().Mean().Sqrt().Item();
}
