using Autograd.Memory;

namespace Autograd.NN;

/// <summary>First values of parameters, written in place and not recorded (<c>torch.nn.init</c>), with PyTorch's random streams.</summary>
public static partial class Init
{
    /// <summary>Uniform numbers in [a, b) (<c>uniform_</c>).</summary>
    /// <exception cref="ArgumentException">The interval is empty or not finite.</exception>
    public static void Uniform(Tensor tensor, double a = 0, double b = 1, Generator? generator = null)
    {
        using var face = Face.Of("Init.Uniform");
        Fill("Init.Uniform", tensor, x => Draws.Like(x, UniformDraw.Of(a, b), generator));
    }

    /// <summary>Normal numbers (<c>normal_</c>).</summary>
    /// <exception cref="ArgumentOutOfRangeException">The standard deviation is negative.</exception>
    public static void Normal(Tensor tensor, double mean = 0, double std = 1, Generator? generator = null)
    {
        using var face = Face.Of("Init.Normal");
        Fill("Init.Normal", tensor, x => NormalOf(x, mean, std, generator));
    }

    /// <summary>
    /// Normal numbers of which those outside [a, b] are not drawn (<c>trunc_normal_</c>): with the distribution function P of the normal
    /// distribution, P^-1(u) for u uniform in [P(a), P(b)], one draw an element.
    /// </summary>
    /// <param name="tensor">What is written, float32 or float64.</param>
    /// <param name="mean">The mean before anything is cut off.</param>
    /// <param name="std">The standard deviation before anything is cut off, above 0.</param>
    /// <param name="a">The smallest value, not in standard deviations.</param>
    /// <param name="b">The largest value.</param>
    /// <param name="generator">The source of the draws; the thread's default one when not given.</param>
    /// <exception cref="ArgumentException">The interval is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The standard deviation is not positive.</exception>
    public static void TruncNormal(Tensor tensor, double mean = 0, double std = 1, double a = -2, double b = 2, Generator? generator = null)
    {
        using var face = Face.Of("Init.TruncNormal");
        ArgumentNullException.ThrowIfNull(tensor);
        if (!(std > 0 && double.IsFinite(std))) throw new ArgumentOutOfRangeException(nameof(std), std, "Init.TruncNormal: the standard deviation is not positive");
        if (!(a <= b && double.IsFinite(mean))) throw new ArgumentException(FormattableString.Invariant($"Init.TruncNormal: no normal number of mean {mean} lies in [{a}, {b}]"), nameof(b));
        // 2 P(x) - 1 = erf(x / sqrt(2)), whose inverse follows.
        double low = Erf((a - mean) / (std * Math.Sqrt(2))), high = Erf((b - mean) / (std * Math.Sqrt(2)));
        Fill("Init.TruncNormal", tensor, x => (Draws.Like(x, UniformDraw.Of(low, high), generator).Erfinv() * (std * Math.Sqrt(2)) + mean).Clamp(a, b));
    }

    /// <summary>One value everywhere (<c>constant_</c>).</summary>
    public static void Constant(Tensor tensor, double value) => Fill("Init.Constant", tensor, x => Tensor.Full([], value, x.DType));

    /// <summary>Zeros (<c>zeros_</c>).</summary>
    public static void Zeros(Tensor tensor) => Constant(tensor, 0);

    /// <summary>Ones (<c>ones_</c>).</summary>
    public static void Ones(Tensor tensor) => Constant(tensor, 1);

    // Memory that is not in the order of rows, or has gaps, is filled element by element.
    private static Tensor NormalOf(Tensor x, double mean, double std, Generator? generator)
    {
        if (x.Layout.IsContiguous) return Tensor.Normal(x.Shape, mean, std, x.DType, generator);
        ArgumentOutOfRangeException.ThrowIfNegative(std);
        return Draws.Like(x, new NormalEachDraw(mean, std), generator);
    }

    private static double Erf(double x) => Tensor.Scalar(x, DType.Float64).Erf().Item();

    private static void Fill(string op, Tensor tensor, Func<Tensor, Tensor> values)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        if (tensor.Numel > 0) Write(op, tensor, values(tensor));
    }

    private static void Write(string op, Tensor tensor, Tensor values)
    {
        CopyOp.Into(values, tensor, tensor.Layout);
        tensor.Storage.Bump(op);
    }
}
