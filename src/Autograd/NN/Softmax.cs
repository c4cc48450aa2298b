namespace Autograd.NN;

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
