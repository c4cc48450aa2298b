namespace Autograd.NN;

/// <summary>The first half of a dimension times the sigmoid of the second, see <see cref="Functional.GLU"/> (<c>torch.nn.GLU</c>).</summary>
/// <param name="dim">The dimension that is halved.</param>
public sealed class GLU(int dim = -1) : Module
{
    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input) => Functional.GLU(input, dim);

    /// <inheritdoc/>
    protected override string ExtraRepr() => Repr.Of(("dim", dim));
}

/// <summary>A leaky ReLU with random slopes in training, see <see cref="Functional.RReLU"/> (<c>torch.nn.RReLU</c>).</summary>
/// <param name="lower">The least slope.</param>
/// <param name="upper">The largest slope.</param>
/// <param name="generator">The source of the draws; the thread's default one when not given.</param>
public sealed class RReLU(double lower = 1.0 / 8, double upper = 1.0 / 3, Generator? generator = null) : Module
{
    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input) => Functional.RReLU(input, lower, upper, Training, generator);

    /// <inheritdoc/>
    protected override string ExtraRepr() => Repr.Of(("lower", lower), ("upper", upper));
}

/// <summary>A softmax over the channels of each position of <c>[N, C, H, W]</c> or <c>[C, H, W]</c> (<c>torch.nn.Softmax2d</c>).</summary>
public sealed class Softmax2d : Module
{
    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input) => input.Rank is 3 or 4
        ? Functional.Softmax(input, -3)
        : throw new ShapeException($"Softmax2d: an input of shape {input.Shape} has {input.Rank} dimensions; it must be [N, C, H, W] or [C, H, W]");
}

/// <summary>y_k = x1^T W_k x2 + b_k, see <see cref="Functional.Bilinear"/> (<c>torch.nn.Bilinear</c>). Forward takes x1 and x2.</summary>
public sealed class Bilinear : Module
{
    /// <summary>Makes the layer, with PyTorch's initial values from the thread's default generator: uniform in ±1/sqrt(in1Features).</summary>
    /// <param name="in1Features">The size of the last dimension of x1.</param>
    /// <param name="in2Features">The size of the last dimension of x2.</param>
    /// <param name="outFeatures">That of the output.</param>
    /// <param name="bias">Whether there is a b.</param>
    /// <param name="dtype">Float32 or float64.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are no features of x1.</exception>
    public Bilinear(int in1Features, int in2Features, int outFeatures, bool bias = true, DType dtype = DType.Float32)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(in1Features);
        Weight = new Parameter(Tensor.Empty([outFeatures, in1Features, in2Features], dtype));
        Bias = bias ? new Parameter(Tensor.Empty([outFeatures], dtype)) : null;
        ResetParameters();
    }

    /// <summary>W: <c>[out, in1, in2]</c>.</summary>
    public Parameter Weight { get; }

    /// <summary>b: <c>[out]</c>, or null.</summary>
    public Parameter? Bias { get; }

    /// <summary>Draws new initial values (<c>Bilinear.reset_parameters</c>).</summary>
    public void ResetParameters()
    {
        double bound = 1 / Math.Sqrt(Weight.Shape[1]);
        Init.Uniform(Weight, -bound, bound);
        if (Bias is not null) Init.Uniform(Bias, -bound, bound);
    }

    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input1, Tensor input2) => Functional.Bilinear(input1, input2, Weight, Bias);

    /// <inheritdoc/>
    protected override string ExtraRepr() =>
        Repr.Of(("in1_features", Weight.Shape[1]), ("in2_features", Weight.Shape[2]), ("out_features", Weight.Shape[0]), ("bias", Bias is not null));
}
