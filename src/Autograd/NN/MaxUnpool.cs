namespace Autograd.NN;

/// <summary>What the partial inverses of max pools have in common: they take values and indices.</summary>
public abstract class MaxUnpoolNd : Module
{
    private protected MaxUnpoolNd(int rank, PerDim kernelSize, PerDim stride, PerDim padding)
    {
        string name = NameOf(GetType());
        if (kernelSize.Count == 0) throw new ShapeException($"{name}: the size of the kernel was not given");
        int[] kernel = kernelSize.Each(name, "kernelSize", rank, [], 1);
        KernelSize = new PerDim(kernel);
        Stride = new PerDim(stride.Each(name, "stride", rank, kernel, 1));
        Padding = new PerDim(padding.Each(name, "padding", rank, [0], 0));
    }

    /// <summary>The size of a window of the pool, in every dimension.</summary>
    public PerDim KernelSize { get; }

    /// <summary>How far it moved, in every dimension.</summary>
    public PerDim Stride { get; }

    /// <summary>What it added on both sides, in every dimension.</summary>
    public PerDim Padding { get; }

    /// <summary>Runs the module to an output of given sizes, with or without those of batch and channels (<c>output_size</c>).</summary>
    public Tensor Forward(Tensor input, Tensor indices, ReadOnlySpan<int> outputSize)
    {
        if (IsBare) return Unpool(input, indices, outputSize);
        return Around((Input: input, Indices: indices, Size: outputSize.ToArray()), static (module, x) => ((MaxUnpoolNd)module).Unpool(x.Input, x.Indices, x.Size));
    }

    /// <summary>The inverse of this number of dimensions.</summary>
    private protected abstract Tensor Unpool(Tensor input, Tensor indices, ReadOnlySpan<int> outputSize);

    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor first, Tensor second) => Unpool(first, second, default);

    /// <inheritdoc/>
    protected override string ExtraRepr() => $"kernel_size={Repr.Tuple([.. KernelSize])}, stride={Repr.Tuple([.. Stride])}, padding={Repr.Tuple([.. Padding])}";
}

/// <summary>Zeros, and the values of a max pool over one dimension where they stood, see <see cref="Functional.MaxUnpool1d"/> (<c>torch.nn.MaxUnpool1d</c>).</summary>
/// <param name="kernelSize">The size of a window of the pool.</param>
/// <param name="stride">How far it moved; its size when not given.</param>
/// <param name="padding">What it added on both sides; none when not given.</param>
public sealed class MaxUnpool1d(PerDim kernelSize, PerDim stride = default, PerDim padding = default) : MaxUnpoolNd(1, kernelSize, stride, padding)
{
    private protected override Tensor Unpool(Tensor input, Tensor indices, ReadOnlySpan<int> outputSize) =>
        Functional.MaxUnpool1d(input, indices, KernelSize, Stride, Padding, outputSize);
}

/// <summary>Zeros, and the values of a max pool over two dimensions where they stood, see <see cref="Functional.MaxUnpool2d"/> (<c>torch.nn.MaxUnpool2d</c>).</summary>
/// <inheritdoc cref="MaxUnpool1d"/>
public sealed class MaxUnpool2d(PerDim kernelSize, PerDim stride = default, PerDim padding = default) : MaxUnpoolNd(2, kernelSize, stride, padding)
{
    private protected override Tensor Unpool(Tensor input, Tensor indices, ReadOnlySpan<int> outputSize) =>
        Functional.MaxUnpool2d(input, indices, KernelSize, Stride, Padding, outputSize);
}

/// <summary>Zeros, and the values of a max pool over three dimensions where they stood, see <see cref="Functional.MaxUnpool3d"/> (<c>torch.nn.MaxUnpool3d</c>).</summary>
/// <inheritdoc cref="MaxUnpool1d"/>
public sealed class MaxUnpool3d(PerDim kernelSize, PerDim stride = default, PerDim padding = default) : MaxUnpoolNd(3, kernelSize, stride, padding)
{
    private protected override Tensor Unpool(Tensor input, Tensor indices, ReadOnlySpan<int> outputSize) =>
        Functional.MaxUnpool3d(input, indices, KernelSize, Stride, Padding, outputSize);
}
