namespace Autograd.NN;

/// <summary>What the average pools of one to three dimensions have in common.</summary>
public abstract class AvgPoolNd : Module
{
    private protected AvgPoolNd(PerDim kernelSize, PerDim stride, PerDim padding, bool ceilMode, bool countIncludePad) =>
        (KernelSize, Stride, Padding, CeilMode, CountIncludePad) = (kernelSize, stride.Count == 0 ? kernelSize : stride, padding.Or(0), ceilMode, countIncludePad);

    /// <summary>The size of a window.</summary>
    public PerDim KernelSize { get; }

    /// <summary>How far it moves.</summary>
    public PerDim Stride { get; }

    /// <summary>Zeros on both sides.</summary>
    public PerDim Padding { get; }

    /// <summary>Whether the last window may reach beyond the end.</summary>
    public bool CeilMode { get; }

    /// <summary>Whether zeros of the padding count in the mean.</summary>
    public bool CountIncludePad { get; }

    /// <inheritdoc/>
    protected override string ExtraRepr() => Repr.Of(("kernel_size", KernelSize), ("stride", Stride), ("padding", Padding));
}

/// <summary>The mean of every window over one dimension, see <see cref="Functional.AvgPool1d"/> (<c>torch.nn.AvgPool1d</c>).</summary>
/// <param name="kernelSize">The size of a window.</param>
/// <param name="stride">How far the window moves; its size when not given.</param>
/// <param name="padding">Zeros on both sides; none when not given.</param>
/// <param name="ceilMode">Whether the last window may reach beyond the end.</param>
/// <param name="countIncludePad">Whether zeros of the padding count in the mean.</param>
public sealed class AvgPool1d(PerDim kernelSize, PerDim stride = default, PerDim padding = default, bool ceilMode = false, bool countIncludePad = true)
    : AvgPoolNd(kernelSize, stride, padding, ceilMode, countIncludePad)
{
    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input) => Functional.AvgPool1d(input, KernelSize, Stride, Padding, CeilMode, CountIncludePad);

    /// <inheritdoc/>
    protected override string ExtraRepr() => $"kernel_size={Repr.Tuple([.. KernelSize])}, stride={Repr.Tuple([.. Stride])}, padding={Repr.Tuple([.. Padding])}";
}

/// <summary>The mean of every window over two dimensions, see <see cref="Functional.AvgPool2d"/> (<c>torch.nn.AvgPool2d</c>).</summary>
/// <param name="kernelSize">The size of a window.</param>
/// <param name="stride">How far the window moves; its size when not given.</param>
/// <param name="padding">Zeros on both sides; none when not given.</param>
/// <param name="ceilMode">Whether the last window may reach beyond the end.</param>
/// <param name="countIncludePad">Whether zeros of the padding count in the mean.</param>
/// <param name="divisorOverride">A number that every sum is divided by instead.</param>
public sealed class AvgPool2d(PerDim kernelSize, PerDim stride = default, PerDim padding = default, bool ceilMode = false, bool countIncludePad = true, int? divisorOverride = null)
    : AvgPoolNd(kernelSize, stride, padding, ceilMode, countIncludePad)
{
    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input) => Functional.AvgPool2d(input, KernelSize, Stride, Padding, CeilMode, CountIncludePad, divisorOverride);
}

/// <summary>The mean of every window over three dimensions, see <see cref="Functional.AvgPool3d"/> (<c>torch.nn.AvgPool3d</c>).</summary>
/// <inheritdoc cref="AvgPool2d"/>
public sealed class AvgPool3d(PerDim kernelSize, PerDim stride = default, PerDim padding = default, bool ceilMode = false, bool countIncludePad = true, int? divisorOverride = null)
    : AvgPoolNd(kernelSize, stride, padding, ceilMode, countIncludePad)
{
    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input) => Functional.AvgPool3d(input, KernelSize, Stride, Padding, CeilMode, CountIncludePad, divisorOverride);
}
