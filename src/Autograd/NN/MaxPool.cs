namespace Autograd.NN;

/// <summary>What the max pools of one to three dimensions have in common.</summary>
public abstract class MaxPoolNd : Module
{
    private protected MaxPoolNd(PerDim kernelSize, PerDim stride, PerDim padding, PerDim dilation, bool ceilMode) =>
        (KernelSize, Stride, Padding, Dilation, CeilMode) = (kernelSize, stride.Count == 0 ? kernelSize : stride, padding.Or(0), dilation.Or(1), ceilMode);

    /// <summary>The size of a window.</summary>
    public PerDim KernelSize { get; }

    /// <summary>How far it moves.</summary>
    public PerDim Stride { get; }

    /// <summary>What lies beyond both ends.</summary>
    public PerDim Padding { get; }

    /// <summary>The distance of the elements of a window.</summary>
    public PerDim Dilation { get; }

    /// <summary>Whether the last window may reach beyond the end.</summary>
    public bool CeilMode { get; }

    /// <summary>The largest elements and their flat indices (<c>return_indices=True</c>).</summary>
    public (Tensor Values, Tensor Indices) ForwardWithIndices(Tensor input) => IsBare ? Pool(input) : Around(input, static (module, x) => ((MaxPoolNd)module).Pool(x));

    /// <summary>The pool of this number of dimensions.</summary>
    private protected abstract (Tensor Values, Tensor Indices) Pool(Tensor input);

    /// <inheritdoc/>
    protected override string ExtraRepr() =>
        Repr.Of(("kernel_size", KernelSize), ("stride", Stride), ("padding", Padding), ("dilation", Dilation), ("ceil_mode", CeilMode));
}

/// <summary>The largest element of every window over one dimension, see <see cref="Functional.MaxPool1d"/> (<c>torch.nn.MaxPool1d</c>).</summary>
/// <param name="kernelSize">The size of a window.</param>
/// <param name="stride">How far the window moves; its size when not given.</param>
/// <param name="padding">What lies beyond both ends and is smaller than any number; none when not given.</param>
/// <param name="dilation">The distance of the elements of a window; 1 when not given.</param>
/// <param name="ceilMode">Whether the last window may reach beyond the end.</param>
public sealed class MaxPool1d(PerDim kernelSize, PerDim stride = default, PerDim padding = default, PerDim dilation = default, bool ceilMode = false)
    : MaxPoolNd(kernelSize, stride, padding, dilation, ceilMode)
{
    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input) => Functional.MaxPool1d(input, KernelSize, Stride, Padding, Dilation, CeilMode);

    private protected override (Tensor Values, Tensor Indices) Pool(Tensor input) =>
        Functional.MaxPool1dWithIndices(input, KernelSize, Stride, Padding, Dilation, CeilMode);
}

/// <summary>The largest element of every window over two dimensions, see <see cref="Functional.MaxPool2d"/> (<c>torch.nn.MaxPool2d</c>).</summary>
/// <inheritdoc cref="MaxPool1d"/>
public sealed class MaxPool2d(PerDim kernelSize, PerDim stride = default, PerDim padding = default, PerDim dilation = default, bool ceilMode = false)
    : MaxPoolNd(kernelSize, stride, padding, dilation, ceilMode)
{
    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input) => Functional.MaxPool2d(input, KernelSize, Stride, Padding, Dilation, CeilMode);

    private protected override (Tensor Values, Tensor Indices) Pool(Tensor input) =>
        Functional.MaxPool2dWithIndices(input, KernelSize, Stride, Padding, Dilation, CeilMode);
}

/// <summary>The largest element of every window over three dimensions, see <see cref="Functional.MaxPool3d"/> (<c>torch.nn.MaxPool3d</c>).</summary>
/// <inheritdoc cref="MaxPool1d"/>
public sealed class MaxPool3d(PerDim kernelSize, PerDim stride = default, PerDim padding = default, PerDim dilation = default, bool ceilMode = false)
    : MaxPoolNd(kernelSize, stride, padding, dilation, ceilMode)
{
    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input) => Functional.MaxPool3d(input, KernelSize, Stride, Padding, Dilation, CeilMode);

    private protected override (Tensor Values, Tensor Indices) Pool(Tensor input) =>
        Functional.MaxPool3dWithIndices(input, KernelSize, Stride, Padding, Dilation, CeilMode);
}
