namespace Autograd.NN;

/// <summary>What every window of an image sees, as columns, see <see cref="Functional.Unfold"/> (<c>torch.nn.Unfold</c>).</summary>
/// <param name="kernelSize">The size of a window.</param>
/// <param name="dilation">The distance of the elements of a window; 1 when not given.</param>
/// <param name="padding">Zeros on both sides; none when not given.</param>
/// <param name="stride">How far the window moves; 1 when not given.</param>
public sealed class Unfold(PerDim kernelSize, PerDim dilation = default, PerDim padding = default, PerDim stride = default) : Module
{
    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input) => Functional.Unfold(input, kernelSize, dilation, padding, stride);

    /// <inheritdoc/>
    protected override string ExtraRepr() => Repr.Of(("kernel_size", kernelSize), ("dilation", dilation.Or(1)), ("padding", padding.Or(0)), ("stride", stride.Or(1)));
}

/// <summary>Columns added up where windows of an image see them, see <see cref="Functional.Fold"/> (<c>torch.nn.Fold</c>).</summary>
/// <param name="outputSize">The height and width of the image.</param>
/// <param name="kernelSize">The size of a window.</param>
/// <param name="dilation">The distance of the elements of a window; 1 when not given.</param>
/// <param name="padding">Zeros on both sides; none when not given.</param>
/// <param name="stride">How far the window moves; 1 when not given.</param>
public sealed class Fold(PerDim outputSize, PerDim kernelSize, PerDim dilation = default, PerDim padding = default, PerDim stride = default) : Module
{
    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input) => Functional.Fold(input, outputSize, kernelSize, dilation, padding, stride);

    /// <inheritdoc/>
    protected override string ExtraRepr() =>
        Repr.Of(("output_size", outputSize), ("kernel_size", kernelSize), ("dilation", dilation.Or(1)), ("padding", padding.Or(0)), ("stride", stride.Or(1)));
}
