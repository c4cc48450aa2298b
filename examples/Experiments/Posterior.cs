using Autograd;

namespace Experiments;

/// <summary>
/// Ridge regression and Bayes: w by (X^T X + lambda I) w = X^T y, and the maximum of log N(y; X w, sigma^2) + log N(w; 0, tau^2), found by Newton's method, which knows
/// nothing but the densities and their derivatives; equal for lambda = sigma^2 / tau^2.
/// </summary>
internal sealed record Posterior(double Lambda, double[] Ridge, double[] Maximum)
{
    private const double Sigma = SineData.Noise;
    private const double Tau = 2;
    private const int Degree = 8;

    public double Difference => Ridge.Zip(Maximum, static (a, b) => Math.Abs(a - b)).Max();

    public static Posterior Compare()
    {
        var data = SineData.Even(30, new Generator(9));
        var x = Polynomials.Powers(data.X, Degree);
        double lambda = Sigma * Sigma / (Tau * Tau);
        var ridge = Linalg.Solve(x.T.MatMul(x) + lambda * Tensor.Eye(Degree + 1, dtype: DType.Float64), x.T.MatMul(data.Y));

        Tensor Logarithm(Tensor v) => LogNormal(data.Y.Squeeze(1), x.MatMul(v), Sigma) + LogNormal(v, 0, Tau);
        var w = Tensor.Zeros([Degree + 1], DType.Float64);
        // The logarithm is quadratic: the first step arrives, the second takes away what rounding left.
        for (int step = 0; step < 2; step++) w -= Linalg.Solve(Func.Hessian(Logarithm)(w), Func.Grad(Logarithm)(w));
        return new Posterior(lambda, ridge.ToArray<double>(), w.ToArray<double>());
    }

    // log N(x; mean, deviation^2), summed over independent elements.
    private static Tensor LogNormal(Tensor x, Tensor mean, double deviation) =>
        (-((x - mean) / deviation).Square() / 2 - Math.Log(deviation * Math.Sqrt(2 * Math.PI))).Sum();
}
