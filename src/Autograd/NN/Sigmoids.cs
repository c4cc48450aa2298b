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
