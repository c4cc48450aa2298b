namespace Autograd.NN;

/// <summary>max(x, 0) (<c>torch.nn.ReLU</c>).</summary>
public sealed class ReLU : Module
{
    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input) => Functional.ReLU(input);
}

/// <summary>min(max(x, 0), 6) (<c>torch.nn.ReLU6</c>).</summary>
public sealed class ReLU6 : Module
{
    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input) => Functional.ReLU6(input);
}

/// <summary>x where x &gt; 0, a multiple of it elsewhere (<c>torch.nn.LeakyReLU</c>).</summary>
/// <param name="negativeSlope">The slope below 0.</param>
public sealed class LeakyReLU(double negativeSlope = 0.01) : Module
{
    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input) => Functional.LeakyReLU(input, negativeSlope);

    /// <inheritdoc/>
    protected override string ExtraRepr() => Repr.Of(("negative_slope", negativeSlope));
}

/// <summary>x where x &gt; 0, alpha (exp(x) - 1) elsewhere (<c>torch.nn.ELU</c>).</summary>
/// <param name="alpha">The scale of the part below 0.</param>
public sealed class ELU(double alpha = 1) : Module
{
    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input) => Functional.ELU(input, alpha);

    /// <inheritdoc/>
    protected override string ExtraRepr() => Repr.Of(("alpha", alpha));
}

/// <summary>The self-normalising unit (<c>torch.nn.SELU</c>).</summary>
public sealed class SELU : Module
{
    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input) => Functional.SELU(input);
}

/// <summary>max(0, x) + min(0, alpha (exp(x / alpha) - 1)) (<c>torch.nn.CELU</c>).</summary>
/// <param name="alpha">The scale of the part below 0.</param>
public sealed class CELU(double alpha = 1) : Module
{
    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input) => Functional.CELU(input, alpha);

    /// <inheritdoc/>
    protected override string ExtraRepr() => Repr.Of(("alpha", alpha));
}

/// <summary>x sigmoid(x), the swish (<c>torch.nn.SiLU</c>).</summary>
public sealed class SiLU : Module
{
    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input) => Functional.SiLU(input);
}

/// <summary>x tanh(softplus(x)) (<c>torch.nn.Mish</c>).</summary>
public sealed class Mish : Module
{
    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input) => Functional.Mish(input);
}

/// <summary>log(1 + exp(beta x)) / beta, x itself where beta x exceeds the threshold (<c>torch.nn.Softplus</c>).</summary>
/// <param name="beta">The sharpness.</param>
/// <param name="threshold">Where it becomes linear.</param>
public sealed class Softplus(double beta = 1, double threshold = 20) : Module
{
    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input) => Functional.Softplus(input, beta, threshold);

    /// <inheritdoc/>
    protected override string ExtraRepr() => Repr.Of(("beta", beta), ("threshold", threshold));
}

/// <summary>x where x &gt; threshold, a value elsewhere (<c>torch.nn.Threshold</c>).</summary>
/// <param name="threshold">The bound.</param>
/// <param name="value">The value up to the bound.</param>
public sealed class Threshold(double threshold, double value) : Module
{
    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input) => Functional.Threshold(input, threshold, value);

    /// <inheritdoc/>
    protected override string ExtraRepr() => Repr.Of(("threshold", threshold), ("value", value));
}

/// <summary>x Phi(x), Phi the normal distribution function (<c>torch.nn.GELU</c>).</summary>
/// <param name="approximate">Exact, or by a hyperbolic tangent.</param>
public sealed class GELU(GELUApproximation approximate = GELUApproximation.None) : Module
{
    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input) => Functional.GELU(input, approximate);

    /// <inheritdoc/>
    protected override string ExtraRepr() => Repr.Of(("approximate", approximate == GELUApproximation.Tanh ? "'tanh'" : "'none'"));
}

/// <summary>x where x &gt; 0, w x elsewhere, w learned (<c>torch.nn.PReLU</c>).</summary>
public sealed class PReLU : Module
{
    /// <summary>Makes the layer.</summary>
    /// <param name="numParameters">1, or the number of channels of the inputs.</param>
    /// <param name="init">The first value of w.</param>
    /// <param name="dtype">Float32 or float64.</param>
    public PReLU(int numParameters = 1, double init = 0.25, DType dtype = DType.Float32) => Weight = new Parameter(Tensor.Full([numParameters], init, dtype));

    /// <summary>w: <c>[numParameters]</c>.</summary>
    public Parameter Weight { get; private set; }

    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input) => Functional.PReLU(input, Weight);

    /// <inheritdoc/>
    protected override string ExtraRepr() => Repr.Of(("num_parameters", Weight.Numel));
}
