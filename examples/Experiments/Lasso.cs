using Autograd;

namespace Experiments;

/// <summary>The least |X w - y|^2 / 2 n + lambda sum |w| by accelerated proximal gradients (FISTA: Beck and Teboulle, 2009); zeros are exact.</summary>
internal static class Lasso
{
    /// <summary>w: <c>[K, 1]</c>, of X <c>[n, K]</c> and y <c>[n, 1]</c>.</summary>
    public static Tensor Solve(Tensor x, Tensor y, double lambda, int iterations)
    {
        // 1 / L, the largest curvature.
        double rate = 1 / Linalg.Eigvalsh(x.T.MatMul(x) / x.Shape[0]).Max().Item();
        var w = Tensor.Zeros([x.Shape[1], 1], DType.Float64);
        var (ahead, momentum) = (w, 1.0);
        for (int i = 0; i < iterations; i++)
        {
            var next = (ahead - rate * Slope(x, y, ahead)).Softshrink(rate * lambda);
            double after = (1 + Math.Sqrt(1 + 4 * momentum * momentum)) / 2;
            // Begun anew where the momentum points uphill (O'Donoghue and Candes, 2015).
            bool isUphill = ((ahead - next) * (next - w)).Sum().Item() > 0;
            ahead = isUphill ? next : next + (momentum - 1) / after * (next - w);
            (w, momentum) = (next, isUphill ? 1 : after);
        }
        return w;
    }

    /// <summary>
    /// How far w is from the conditions of the minimum: the slope of the squares is -lambda sign(w) where w is not 0, and at most lambda where it is.
    /// </summary>
    public static double Violation(Tensor x, Tensor y, Tensor w, double lambda)
    {
        double[] slope = Slope(x, y, w).ToArray<double>(), weights = w.ToArray<double>();
        return weights.Select((v, i) => v == 0 ? Math.Max(0, Math.Abs(slope[i]) - lambda) : Math.Abs(slope[i] + lambda * Math.Sign(v))).Max();
    }

    private static Tensor Slope(Tensor x, Tensor y, Tensor w) => Func.Grad((Tensor v) => (x.MatMul(v) - y).Square().Sum() / (2 * x.Shape[0]))(w);
}
