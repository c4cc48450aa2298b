using Autograd.Memory;

namespace Autograd.NN;

public static partial class Functional
{
    /// <summary>
    /// The partial inverse of <see cref="MaxPool1dWithIndices"/>: zeros, and the values where they stood
    /// (<c>torch.nn.functional.max_unpool1d</c>).
    /// </summary>
    /// <remarks>Of values for one place the last stays, and every one gets the gradient of that place, as in PyTorch.</remarks>
    /// <param name="input"><c>[N, C, L]</c>, or <c>[C, L]</c> without a batch; any dtype with arithmetic.</param>
    /// <param name="indices">Flat indices in the planes of the output, int64, of the input's shape.</param>
    /// <param name="kernelSize">The size of a window of the pool.</param>
    /// <param name="stride">How far it moved; its size when not given.</param>
    /// <param name="padding">What it added on both sides; none when not given.</param>
    /// <param name="outputSize">The sizes of the output, with or without those of batch and channels; (L - 1) stride - 2 padding + kernelSize when not given.</param>
    /// <exception cref="ShapeException">The shapes do not fit, an argument is out of range, or an index is outside of its plane.</exception>
    /// <exception cref="DTypeException">The indices are not int64.</exception>
    public static Tensor MaxUnpool1d(
        Tensor input, Tensor indices, PerDim kernelSize, PerDim stride = default, PerDim padding = default, ReadOnlySpan<int> outputSize = default) =>
        MaxUnpool("MaxUnpool1d", 1, input, indices, kernelSize, stride, padding, outputSize);

    /// <summary>
    /// The partial inverse of <see cref="MaxPool2dWithIndices"/>, as <see cref="MaxUnpool1d"/>: zeros, and the values where they stood
    /// (<c>torch.nn.functional.max_unpool2d</c>).
    /// </summary>
    /// <remarks>Of values for one place the last stays, and every one gets the gradient of that place, as in PyTorch.</remarks>
    /// <param name="input"><c>[N, C, H, W]</c>, or <c>[C, H, W]</c> without a batch; any dtype with arithmetic.</param>
    /// <param name="indices">Flat indices in the planes of the output, int64, of the input's shape.</param>
    /// <param name="kernelSize">The size of a window of the pool.</param>
    /// <param name="stride">How far it moved; its size when not given.</param>
    /// <param name="padding">What it added on both sides; none when not given.</param>
    /// <param name="outputSize">The sizes of the output, with or without those of batch and channels; (L - 1) stride - 2 padding + kernelSize when not given.</param>
    /// <exception cref="ShapeException">The shapes do not fit, an argument is out of range, or an index is outside of its plane.</exception>
    /// <exception cref="DTypeException">The indices are not int64.</exception>
    public static Tensor MaxUnpool2d(
        Tensor input, Tensor indices, PerDim kernelSize, PerDim stride = default, PerDim padding = default, ReadOnlySpan<int> outputSize = default) =>
        MaxUnpool("MaxUnpool2d", 2, input, indices, kernelSize, stride, padding, outputSize);

    /// <summary>
    /// The partial inverse of <see cref="MaxPool3dWithIndices"/>, as <see cref="MaxUnpool1d"/>: zeros, and the values where they stood
    /// (<c>torch.nn.functional.max_unpool3d</c>).
    /// </summary>
    /// <remarks>Of values for one place the last stays, and every one gets the gradient of that place, as in PyTorch.</remarks>
    /// <param name="input"><c>[N, C, D, H, W]</c>, or <c>[C, D, H, W]</c> without a batch; any dtype with arithmetic.</param>
    /// <param name="indices">Flat indices in the planes of the output, int64, of the input's shape.</param>
    /// <param name="kernelSize">The size of a window of the pool.</param>
    /// <param name="stride">How far it moved; its size when not given.</param>
    /// <param name="padding">What it added on both sides; none when not given.</param>
    /// <param name="outputSize">The sizes of the output, with or without those of batch and channels; (L - 1) stride - 2 padding + kernelSize when not given.</param>
    /// <exception cref="ShapeException">The shapes do not fit, an argument is out of range, or an index is outside of its plane.</exception>
    /// <exception cref="DTypeException">The indices are not int64.</exception>
    public static Tensor MaxUnpool3d(
        Tensor input, Tensor indices, PerDim kernelSize, PerDim stride = default, PerDim padding = default, ReadOnlySpan<int> outputSize = default) =>
        MaxUnpool("MaxUnpool3d", 3, input, indices, kernelSize, stride, padding, outputSize);

    private static Tensor MaxUnpool(
        string op, int rank, Tensor input, Tensor indices, PerDim kernelSize, PerDim stride, PerDim padding, ReadOnlySpan<int> outputSize)
    {
        PoolGeometry.Check(op, rank, input);
        ArgumentNullException.ThrowIfNull(indices);
        DTypes.NeedNumber(op, input.DType);
        if (indices.DType != DType.Int64) throw new DTypeException($"{op}: indices are int64, not {indices.DType.Name}; convert with Long()");
        if (indices.Shape != input.Shape) throw new ShapeException($"{op}: indices of shape {indices.Shape} do not fit an input of shape {input.Shape}: they must be the same");
        if (kernelSize.Count == 0) throw new ShapeException($"{op}: the size of the kernel was not given");
        int[] k = kernelSize.Each(op, "kernelSize", rank, [], 1), s = stride.Each(op, "stride", rank, k, 1), p = padding.Each(op, "padding", rank, [0], 0);
        if (outputSize.Length != 0 && outputSize.Length != rank && outputSize.Length != input.Rank)
            throw new ShapeException($"{op}: outputSize {Layout.Describe(outputSize)} has neither the {rank} spatial sizes nor the {input.Rank} sizes of an input of shape {input.Shape}");
        var sizes = input.Shape.ToArray();
        for (int i = 0; i < rank; i++)
        {
            long full = (sizes[^(rank - i)] - 1L) * s[i] - 2L * p[i] + k[i];
            long size = outputSize.Length == 0 ? full : outputSize[^(rank - i)];
            // Sizes that a window of this stride maps to the input's.
            if (size < 1 || (outputSize.Length > 0 && (size <= full - s[i] || size >= full + s[i])))
                throw new ShapeException($"{op}: an output of size {size} in dimension {i} of {rank} does not fit an input of shape {input.Shape}: with kernel {kernelSize}, stride {s[i]} and padding {p[i]} it must be {full}, or differ by less than the stride");
            sizes[^(rank - i)] = Dims.Size(op, size);
        }
        return PlanePutOp<PlaneWrite>.Apply(input, indices.Contiguous(), Layout.Contiguous(sizes, op), rank);
    }
}
