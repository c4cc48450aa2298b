namespace Autograd.NN;

/// <summary>What the pools by p-norms of one to three dimensions have in common.</summary>
public abstract class LPPoolNd : Module
{
    private protected LPPoolNd(double normType, PerDim kernelSize, PerDim stride, bool ceilMode) =>
        (NormType, KernelSize, Stride, CeilMode) = (normType, kernelSize, stride, ceilMode);

    /// <summary>p.</summary>
    public double NormType { get; }

    /// <summary>The size of a window.</summary>
    public PerDim KernelSize { get; }

    /// <summary>How far it moves; its size when not given.</summary>
    public PerDim Stride { get; }

    /// <summary>Whether the last window may reach beyond the end.</summary>
    public bool CeilMode { get; }

    /// <inheritdoc/>
    protected override string ExtraRepr() =>
        Repr.Of(("norm_type", NormType), ("kernel_size", KernelSize), ("stride", Stride.Count == 0 ? "None" : Stride), ("ceil_mode", CeilMode));
}

/// <summary>The p-norm of every window over one dimension, see <see cref="Functional.LPPool1d"/> (<c>torch.nn.LPPool1d</c>).</summary>
/// <param name="normType">p.</param>
/// <param name="kernelSize">The size of a window.</param>
/// <param name="stride">How far the window moves; its size when not given.</param>
/// <param name="ceilMode">Whether the last window may reach beyond the end.</param>
public sealed class LPPool1d(double normType, PerDim kernelSize, PerDim stride = default, bool ceilMode = false)
    : LPPoolNd(normType, kernelSize, stride, ceilMode)
{
    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input) => Functional.LPPool1d(input, NormType, KernelSize, Stride, CeilMode);
}

/// <summary>The p-norm of every window over two dimensions, see <see cref="Functional.LPPool2d"/> (<c>torch.nn.LPPool2d</c>).</summary>
/// <inheritdoc cref="LPPool1d"/>
public sealed class LPPool2d(double normType, PerDim kernelSize, PerDim stride = default, bool ceilMode = false)
    : LPPoolNd(normType, kernelSize, stride, ceilMode)
{
    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input) => Functional.LPPool2d(input, NormType, KernelSize, Stride, CeilMode);
}

/// <summary>The p-norm of every window over three dimensions, see <see cref="Functional.LPPool3d"/> (<c>torch.nn.LPPool3d</c>).</summary>
/// <inheritdoc cref="LPPool1d"/>
public sealed class LPPool3d(double normType, PerDim kernelSize, PerDim stride = default, bool ceilMode = false)
    : LPPoolNd(normType, kernelSize, stride, ceilMode)
{
    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input) => Functional.LPPool3d(input, NormType, KernelSize, Stride, CeilMode);
}
