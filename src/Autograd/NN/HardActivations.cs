namespace Autograd.NN;

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
    protected override string ExtraRepr() => Repr.Text(lambda);
}

/// <summary>x moved towards 0 by lambda, 0 in [-lambda, lambda] (<c>torch.nn.Softshrink</c>).</summary>
/// <param name="lambda">The half width of the part that becomes 0.</param>
public sealed class Softshrink(double lambda = 0.5) : Module
{
    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input) => Functional.Softshrink(input, lambda);

    /// <inheritdoc/>
    protected override string ExtraRepr() => Repr.Text(lambda);
}
