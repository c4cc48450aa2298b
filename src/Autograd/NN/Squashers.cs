namespace Autograd.NN;

/// <summary>The hyperbolic tangent (<c>torch.nn.Tanh</c>).</summary>
public sealed class Tanh : Module
{
    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input) => Functional.Tanh(input);
}

/// <summary>1 / (1 + exp(-x)) (<c>torch.nn.Sigmoid</c>).</summary>
public sealed class Sigmoid : Module
{
    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input) => Functional.Sigmoid(input);
}

/// <summary>log(sigmoid(x)), without overflow (<c>torch.nn.LogSigmoid</c>).</summary>
public sealed class LogSigmoid : Module
{
    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input) => Functional.LogSigmoid(input);
}

/// <summary>x / (1 + |x|) (<c>torch.nn.Softsign</c>).</summary>
public sealed class Softsign : Module
{
    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input) => Functional.Softsign(input);
}

/// <summary>x - tanh(x) (<c>torch.nn.Tanhshrink</c>).</summary>
public sealed class Tanhshrink : Module
{
    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input) => Functional.Tanhshrink(input);
}

/// <summary>x between the bounds, the bound outside (<c>torch.nn.Hardtanh</c>).</summary>
/// <param name="minVal">The lower bound.</param>
/// <param name="maxVal">The upper bound.</param>
public sealed class Hardtanh(double minVal = -1, double maxVal = 1) : Module
{
    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input) => Functional.Hardtanh(input, minVal, maxVal);

    /// <inheritdoc/>
    protected override string ExtraRepr() => Repr.Of(("min_val", minVal), ("max_val", maxVal));
}

/// <summary>min(max(x + 3, 0), 6) / 6 (<c>torch.nn.Hardsigmoid</c>).</summary>
public sealed class Hardsigmoid : Module
{
    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input) => Functional.Hardsigmoid(input);
}

/// <summary>x hardsigmoid(x) (<c>torch.nn.Hardswish</c>).</summary>
public sealed class Hardswish : Module
{
    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input) => Functional.Hardswish(input);
}

/// <summary>0 in [-lambda, lambda], x elsewhere (<c>torch.nn.Hardshrink</c>).</summary>
/// <param name="lambda">The half width of the part that becomes 0.</param>
public sealed class Hardshrink(double lambda = 0.5) : Module
{
    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input) => Functional.Hardshrink(input, lambda);

    /// <inheritdoc/>
    protected override string ExtraRepr() => Repr.Of(("lambd", lambda));
}

/// <summary>x moved towards 0 by lambda, 0 in [-lambda, lambda] (<c>torch.nn.Softshrink</c>).</summary>
/// <param name="lambda">The half width of the part that becomes 0.</param>
public sealed class Softshrink(double lambda = 0.5) : Module
{
    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input) => Functional.Softshrink(input, lambda);

    /// <inheritdoc/>
    protected override string ExtraRepr() => Repr.Of(("lambd", lambda));
}

/// <summary>exp(x) / sum exp(x) along a dimension (<c>torch.nn.Softmax</c>).</summary>
/// <param name="dim">The dimension along which the values add up to 1.</param>
public sealed class Softmax(int dim) : Module
{
    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input) => Functional.Softmax(input, dim);

    /// <inheritdoc/>
    protected override string ExtraRepr() => Repr.Of(("dim", dim));
}

/// <summary>softmax(-x) along a dimension (<c>torch.nn.Softmin</c>).</summary>
/// <param name="dim">The dimension along which the values add up to 1.</param>
public sealed class Softmin(int dim) : Module
{
    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input) => Functional.Softmin(input, dim);

    /// <inheritdoc/>
    protected override string ExtraRepr() => Repr.Of(("dim", dim));
}

/// <summary>log softmax(x) along a dimension (<c>torch.nn.LogSoftmax</c>).</summary>
/// <param name="dim">The dimension along which the values add up to 1.</param>
public sealed class LogSoftmax(int dim) : Module
{
    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input) => Functional.LogSoftmax(input, dim);

    /// <inheritdoc/>
    protected override string ExtraRepr() => Repr.Of(("dim", dim));
}
