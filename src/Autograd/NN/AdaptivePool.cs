namespace Autograd.NN;

/// <summary>What the adaptive pools have in common.</summary>
public abstract class AdaptivePoolNd : Module
{
    private protected AdaptivePoolNd(OutputSize outputSize) => OutputSize = outputSize;

    /// <summary>The size of the output; null for the input's.</summary>
    public OutputSize OutputSize { get; }

    /// <inheritdoc/>
    protected override string ExtraRepr() => Repr.Of(("output_size", OutputSize));
}

/// <summary>What the adaptive max pools of one to three dimensions have in common.</summary>
public abstract class AdaptiveMaxPoolNd : AdaptivePoolNd
{
    private protected AdaptiveMaxPoolNd(OutputSize outputSize)
        : base(outputSize)
    {
    }

    /// <summary>The largest elements and their flat indices (<c>return_indices=True</c>).</summary>
    public (Tensor Values, Tensor Indices) ForwardWithIndices(Tensor input) => IsBare ? Pool(input) : Around(input, static (module, x) => ((AdaptiveMaxPoolNd)module).Pool(x));

    /// <summary>The pool of this number of dimensions.</summary>
    private protected abstract (Tensor Values, Tensor Indices) Pool(Tensor input);
}

/// <summary>The mean of as many windows over one dimension as are asked for, see <see cref="Functional.AdaptiveAvgPool1d"/> (<c>torch.nn.AdaptiveAvgPool1d</c>).</summary>
/// <param name="outputSize">The size of the output; null for the input's.</param>
public sealed class AdaptiveAvgPool1d(OutputSize outputSize) : AdaptivePoolNd(outputSize)
{
    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input) => Functional.AdaptiveAvgPool1d(input, OutputSize);
}

/// <summary>The mean of as many windows over two dimensions as are asked for, see <see cref="Functional.AdaptiveAvgPool2d"/> (<c>torch.nn.AdaptiveAvgPool2d</c>).</summary>
/// <param name="outputSize">The size of the output; null for the input's.</param>
public sealed class AdaptiveAvgPool2d(OutputSize outputSize) : AdaptivePoolNd(outputSize)
{
    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input) => Functional.AdaptiveAvgPool2d(input, OutputSize);
}

/// <summary>The mean of as many windows over three dimensions as are asked for, see <see cref="Functional.AdaptiveAvgPool3d"/> (<c>torch.nn.AdaptiveAvgPool3d</c>).</summary>
/// <param name="outputSize">The size of the output; null for the input's.</param>
public sealed class AdaptiveAvgPool3d(OutputSize outputSize) : AdaptivePoolNd(outputSize)
{
    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input) => Functional.AdaptiveAvgPool3d(input, OutputSize);
}

/// <summary>The largest element of as many windows over one dimension as are asked for, see <see cref="Functional.AdaptiveMaxPool1d"/> (<c>torch.nn.AdaptiveMaxPool1d</c>).</summary>
/// <param name="outputSize">The size of the output; null for the input's.</param>
public sealed class AdaptiveMaxPool1d(OutputSize outputSize) : AdaptiveMaxPoolNd(outputSize)
{
    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input) => Functional.AdaptiveMaxPool1d(input, OutputSize);

    private protected override (Tensor Values, Tensor Indices) Pool(Tensor input) => Functional.AdaptiveMaxPool1dWithIndices(input, OutputSize);
}

/// <summary>The largest element of as many windows over two dimensions as are asked for, see <see cref="Functional.AdaptiveMaxPool2d"/> (<c>torch.nn.AdaptiveMaxPool2d</c>).</summary>
/// <param name="outputSize">The size of the output; null for the input's.</param>
public sealed class AdaptiveMaxPool2d(OutputSize outputSize) : AdaptiveMaxPoolNd(outputSize)
{
    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input) => Functional.AdaptiveMaxPool2d(input, OutputSize);

    private protected override (Tensor Values, Tensor Indices) Pool(Tensor input) => Functional.AdaptiveMaxPool2dWithIndices(input, OutputSize);
}

/// <summary>The largest element of as many windows over three dimensions as are asked for, see <see cref="Functional.AdaptiveMaxPool3d"/> (<c>torch.nn.AdaptiveMaxPool3d</c>).</summary>
/// <param name="outputSize">The size of the output; null for the input's.</param>
public sealed class AdaptiveMaxPool3d(OutputSize outputSize) : AdaptiveMaxPoolNd(outputSize)
{
    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input) => Functional.AdaptiveMaxPool3d(input, OutputSize);

    private protected override (Tensor Values, Tensor Indices) Pool(Tensor input) => Functional.AdaptiveMaxPool3dWithIndices(input, OutputSize);
}
