using Autograd.Memory;

namespace Autograd.NN;

/// <summary>The distribution of <see cref="Init.VarianceScaling"/>.</summary>
public enum InitDistribution
{
    /// <summary>Normal.</summary>
    Normal,

    /// <summary>Normal, cut off at two standard deviations and widened so that the variance stays.</summary>
    TruncatedNormal,

    /// <summary>Uniform around 0.</summary>
    Uniform,
}

public static partial class Init
{
    /// <summary>Normal with variance 1 / fanIn (LeCun et al., 1998, equation 16): what keeps the variance of a linear layer's output, and what a SELU needs (Klambauer et al., 2017).</summary>
    /// <exception cref="ShapeException">The tensor has fewer than two dimensions.</exception>
    public static void LecunNormal(Tensor tensor, Generator? generator = null) =>
        Scaled("Init.LecunNormal", tensor, 1, FanMode.FanIn, InitDistribution.Normal, generator);

    /// <summary>Uniform with variance 1 / fanIn: in ±sqrt(3 / fanIn) (LeCun et al., 1998, equation 16).</summary>
    /// <exception cref="ShapeException">The tensor has fewer than two dimensions.</exception>
    public static void LecunUniform(Tensor tensor, Generator? generator = null) =>
        Scaled("Init.LecunUniform", tensor, 1, FanMode.FanIn, InitDistribution.Uniform, generator);

    /// <summary>
    /// Numbers of mean 0 and variance scale / fan: scale 1 over the average of the fans is Glorot's, scale 2 over one of them or over the average
    /// He's, scale 1 over fanIn LeCun's (<c>variance_scaling</c> of JAX and Keras).
    /// </summary>
    /// <param name="tensor">A weight, <c>[out, in, ..]</c>.</param>
    /// <param name="scale">The variance that a unit's output shall have, not negative.</param>
    /// <param name="mode">Which fan.</param>
    /// <param name="distribution">Normal, truncated normal or uniform.</param>
    /// <param name="generator">The source of the draws; the thread's default one when not given.</param>
    /// <exception cref="ShapeException">The tensor has fewer than two dimensions.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The scale is negative or not finite.</exception>
    public static void VarianceScaling(
        Tensor tensor, double scale = 1, FanMode mode = FanMode.FanIn, InitDistribution distribution = InitDistribution.Normal, Generator? generator = null) =>
        Scaled("Init.VarianceScaling", tensor, scale, mode, distribution, generator);

    /// <summary>
    /// Uniform in ±1 / sqrt(fanIn): what PyTorch's linear, convolutional and recurrent layers begin with, weights and biases.
    /// </summary>
    /// <param name="tensor">A weight, <c>[out, in, ..]</c>, or with <paramref name="fanIn"/> given any tensor.</param>
    /// <param name="fanIn">The connections into a unit; those of the weight when not given. For a bias those of its layer.</param>
    /// <param name="generator">The source of the draws; the thread's default one when not given.</param>
    /// <exception cref="ShapeException">fanIn is not given and the tensor has fewer than two dimensions.</exception>
    /// <exception cref="ArgumentOutOfRangeException">fanIn is not positive.</exception>
    public static void FanInUniform(Tensor tensor, int? fanIn = null, Generator? generator = null)
    {
        const string op = "Init.FanInUniform";
        using var face = Face.Of(op);
        ArgumentNullException.ThrowIfNull(tensor);
        if (fanIn is { } given) ArgumentOutOfRangeException.ThrowIfNegativeOrZero(given, nameof(fanIn));
        double bound = 1 / Math.Sqrt(fanIn ?? Fans(op, tensor).In);
        Uniform(tensor, -bound, bound, generator);
    }

    private static void Scaled(string op, Tensor tensor, double scale, FanMode mode, InitDistribution distribution, Generator? generator)
    {
        using var face = Face.Of(op);
        if (!(scale >= 0 && double.IsFinite(scale))) throw new ArgumentOutOfRangeException(nameof(scale), scale, $"{op}: a variance is not negative");
        double fan = Fan(op, tensor, mode);
        if (tensor.Numel == 0) return;
        double std = Math.Sqrt(scale / fan);
        switch (distribution)
        {
            case InitDistribution.Normal:
                Normal(tensor, 0, std, generator);
                break;
            case InitDistribution.Uniform:
                Uniform(tensor, -Math.Sqrt(3) * std, Math.Sqrt(3) * std, generator);
                break;
            case InitDistribution.TruncatedNormal when std == 0:
                Zeros(tensor);
                break;
            case InitDistribution.TruncatedNormal:
                // The standard deviation of a standard normal number that was cut off at ±2.
                double wide = std / 0.87962566103423978;
                TruncNormal(tensor, 0, wide, -2 * wide, 2 * wide, generator);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(distribution), distribution, $"{op}: this is no distribution");
        }
    }
}
