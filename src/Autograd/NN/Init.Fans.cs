namespace Autograd.NN;

/// <summary>What follows a layer, for <see cref="Init.CalculateGain"/>.</summary>
public enum Nonlinearity
{
    /// <summary>Nothing, or a convolution.</summary>
    Linear,

    /// <summary>The logistic function.</summary>
    Sigmoid,

    /// <summary>The hyperbolic tangent.</summary>
    Tanh,

    /// <summary>max(x, 0).</summary>
    ReLU,

    /// <summary>x, or a multiple of it below 0.</summary>
    LeakyReLU,

    /// <summary>The self-normalising unit.</summary>
    SELU,
}

/// <summary>Over which number of connections the variance is kept.</summary>
public enum FanMode
{
    /// <summary>Those into a unit: the variance of the forward pass is kept.</summary>
    FanIn,

    /// <summary>Those out of a unit: the variance of the backward pass is kept.</summary>
    FanOut,

    /// <summary>The mean of both, a compromise (Glorot and Bengio, 2010, equation 12).</summary>
    FanAverage,
}

public static partial class Init
{
    /// <summary>Uniform in ±gain sqrt(6 / (fanIn + fanOut)) (Glorot and Bengio, 2010; <c>xavier_uniform_</c>).</summary>
    /// <exception cref="ShapeException">The tensor has fewer than two dimensions.</exception>
    public static void XavierUniform(Tensor tensor, double gain = 1, Generator? generator = null)
    {
        double bound = Math.Sqrt(3) * XavierStd("Init.XavierUniform", tensor, gain);
        Uniform(tensor, -bound, bound, generator);
    }

    /// <summary>Normal with standard deviation gain sqrt(2 / (fanIn + fanOut)) (Glorot and Bengio, 2010; <c>xavier_normal_</c>).</summary>
    /// <exception cref="ShapeException">The tensor has fewer than two dimensions.</exception>
    public static void XavierNormal(Tensor tensor, double gain = 1, Generator? generator = null) =>
        Normal(tensor, 0, XavierStd("Init.XavierNormal", tensor, gain), generator);

    /// <summary>Uniform in ±gain sqrt(3 / fan) (He et al., 2015; <c>kaiming_uniform_</c>).</summary>
    /// <param name="tensor">A weight, <c>[out, in, ..]</c>.</param>
    /// <param name="a">The slope below 0 of a leaky ReLU.</param>
    /// <param name="mode">Which fan.</param>
    /// <param name="nonlinearity">What follows the layer.</param>
    /// <param name="generator">The source of the draws; the thread's default one when not given.</param>
    /// <exception cref="ShapeException">The tensor has fewer than two dimensions.</exception>
    public static void KaimingUniform(
        Tensor tensor, double a = 0, FanMode mode = FanMode.FanIn, Nonlinearity nonlinearity = Nonlinearity.LeakyReLU, Generator? generator = null)
    {
        double bound = Math.Sqrt(3) * KaimingStd("Init.KaimingUniform", tensor, a, mode, nonlinearity);
        Uniform(tensor, -bound, bound, generator);
    }

    /// <summary>Normal with standard deviation gain / sqrt(fan) (He et al., 2015; <c>kaiming_normal_</c>).</summary>
    /// <inheritdoc cref="KaimingUniform"/>
    public static void KaimingNormal(
        Tensor tensor, double a = 0, FanMode mode = FanMode.FanIn, Nonlinearity nonlinearity = Nonlinearity.LeakyReLU, Generator? generator = null) =>
        Normal(tensor, 0, KaimingStd("Init.KaimingNormal", tensor, a, mode, nonlinearity), generator);

    /// <summary>The factor by which a nonlinearity shrinks a signal, inverted (<c>calculate_gain</c>).</summary>
    /// <param name="nonlinearity">The nonlinearity.</param>
    /// <param name="parameter">The slope below 0 of a leaky ReLU; 0.01 when not given.</param>
    public static double CalculateGain(Nonlinearity nonlinearity, double? parameter = null) => nonlinearity switch
    {
        Nonlinearity.Tanh => 5.0 / 3,
        Nonlinearity.ReLU => Math.Sqrt(2),
        Nonlinearity.LeakyReLU => Math.Sqrt(2 / (1 + Math.Pow(parameter ?? 0.01, 2))),
        // 3/4 was found by experiment: there is no closed form.
        Nonlinearity.SELU => 3.0 / 4,
        _ => 1,
    };

    /// <summary>The connections into and out of a unit of a weight <c>[out, in, ..]</c>; the other dimensions are the field a unit sees.</summary>
    internal static (long In, long Out) Fans(string op, Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        if (tensor.Rank < 2) throw new ShapeException($"{op}: a tensor of shape {tensor.Shape} has no fan in and fan out; it must have at least two dimensions");
        long field = 1;
        for (int d = 2; d < tensor.Rank; d++) field *= tensor.Shape[d];
        return (tensor.Shape[1] * field, tensor.Shape[0] * field);
    }

    internal static double XavierStd(string op, Tensor tensor, double gain)
    {
        var (fanIn, fanOut) = Fans(op, tensor);
        return gain * Math.Sqrt(2.0 / (fanIn + fanOut));
    }

    internal static double KaimingStd(string op, Tensor tensor, double a, FanMode mode, Nonlinearity nonlinearity) =>
        CalculateGain(nonlinearity, a) / Math.Sqrt(Fan(op, tensor, mode));

    private static double Fan(string op, Tensor tensor, FanMode mode)
    {
        var (fanIn, fanOut) = Fans(op, tensor);
        return mode switch
        {
            FanMode.FanIn => fanIn,
            FanMode.FanOut => fanOut,
            FanMode.FanAverage => (fanIn + fanOut) / 2.0,
            _ => throw new ArgumentOutOfRangeException(nameof(mode), mode, $"{op}: this is no fan mode"),
        };
    }
}
