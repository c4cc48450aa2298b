using Autograd;

namespace Experiments;

/// <summary>Powers and Chebyshev polynomials as inputs of a linear model.</summary>
internal static class Polynomials
{
    /// <summary>1, t, .., t^degree of t = 2 x - 1, x in [0, 1]: <c>[N, 1] -> [N, degree + 1]</c>.</summary>
    public static Tensor Powers(Tensor x, int degree) => Tensor.Cat(Enumerable.Range(0, degree + 1).Select(k => (2 * x - 1).Pow(k)), 1);

    /// <summary>
    /// T_0 .. T_degree of 2 x - 1 by T_k = cos(k arccos), x in [0, 1]: the same fits as those of powers, from inputs that are nearly orthogonal, so that they
    /// can be computed at any degree: <c>[N, 1] -> [N, degree + 1]</c>.
    /// </summary>
    public static Tensor Chebyshev(Tensor x, int degree) => ((2 * x - 1).Acos() * Tensor.Arange(0.0, degree + 1, dtype: DType.Float64)).Cos();
}
