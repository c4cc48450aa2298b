using Autograd.Kernels;

namespace Autograd.NN;

public static partial class Functional
{
    /// <summary>The largest element of every window over one dimension (<c>torch.nn.functional.max_pool1d</c>). A NaN is larger than any number.</summary>
    /// <param name="input"><c>[N, C, L]</c>, or <c>[C, L]</c> without a batch; any dtype with arithmetic.</param>
    /// <param name="kernelSize">The size of a window.</param>
    /// <param name="stride">How far the window moves; its size when not given.</param>
    /// <param name="padding">What lies beyond both ends and is smaller than any number; at most half of the window, none when not given.</param>
    /// <param name="dilation">The distance of the elements of a window; 1 when not given.</param>
    /// <param name="ceilMode">Whether the last window may reach beyond the end.</param>
    /// <exception cref="ShapeException">The shapes do not fit, or an argument is out of range.</exception>
    /// <exception cref="DTypeException">The dtype is float16 or bfloat16.</exception>
    public static Tensor MaxPool1d(
        Tensor input, PerDim kernelSize, PerDim stride = default, PerDim padding = default, PerDim dilation = default, bool ceilMode = false) =>
        MaxPoolValues("MaxPool1d", 1, input, kernelSize, stride, padding, dilation, ceilMode);

    /// <summary>
    /// <see cref="MaxPool1d"/>, and where the elements stand: flat indices in their plane, int64, for <see cref="MaxUnpool1d"/>
    /// (<c>torch.nn.functional.max_pool1d_with_indices</c>). Of equal elements the first counts, of NaNs the last.
    /// </summary>
    /// <inheritdoc cref="MaxPool1d"/>
    public static (Tensor Values, Tensor Indices) MaxPool1dWithIndices(
        Tensor input, PerDim kernelSize, PerDim stride = default, PerDim padding = default, PerDim dilation = default, bool ceilMode = false) =>
        MaxPool("MaxPool1d", 1, input, kernelSize, stride, padding, dilation, ceilMode);

    /// <summary>The largest element of every window over two dimensions, as <see cref="MaxPool1d"/> (<c>torch.nn.functional.max_pool2d</c>). A NaN is larger than any number.</summary>
    /// <param name="input"><c>[N, C, H, W]</c>, or <c>[C, H, W]</c> without a batch; any dtype with arithmetic.</param>
    /// <param name="kernelSize">The size of a window.</param>
    /// <param name="stride">How far the window moves; its size when not given.</param>
    /// <param name="padding">What lies beyond both ends and is smaller than any number; at most half of the window, none when not given.</param>
    /// <param name="dilation">The distance of the elements of a window; 1 when not given.</param>
    /// <param name="ceilMode">Whether the last window may reach beyond the end.</param>
    /// <exception cref="ShapeException">The shapes do not fit, or an argument is out of range.</exception>
    /// <exception cref="DTypeException">The dtype is float16 or bfloat16.</exception>
    public static Tensor MaxPool2d(
        Tensor input, PerDim kernelSize, PerDim stride = default, PerDim padding = default, PerDim dilation = default, bool ceilMode = false) =>
        MaxPoolValues("MaxPool2d", 2, input, kernelSize, stride, padding, dilation, ceilMode);

    /// <summary>
    /// <see cref="MaxPool2d"/>, and where the elements stand: flat indices in their plane, int64, for <see cref="MaxUnpool2d"/>
    /// (<c>torch.nn.functional.max_pool2d_with_indices</c>). Of equal elements the first counts, of NaNs the last.
    /// </summary>
    /// <inheritdoc cref="MaxPool2d"/>
    public static (Tensor Values, Tensor Indices) MaxPool2dWithIndices(
        Tensor input, PerDim kernelSize, PerDim stride = default, PerDim padding = default, PerDim dilation = default, bool ceilMode = false) =>
        MaxPool("MaxPool2d", 2, input, kernelSize, stride, padding, dilation, ceilMode);

    /// <summary>The largest element of every window over three dimensions, as <see cref="MaxPool1d"/> (<c>torch.nn.functional.max_pool3d</c>). A NaN is larger than any number.</summary>
    /// <param name="input"><c>[N, C, D, H, W]</c>, or <c>[C, D, H, W]</c> without a batch; any dtype with arithmetic.</param>
    /// <param name="kernelSize">The size of a window.</param>
    /// <param name="stride">How far the window moves; its size when not given.</param>
    /// <param name="padding">What lies beyond both ends and is smaller than any number; at most half of the window, none when not given.</param>
    /// <param name="dilation">The distance of the elements of a window; 1 when not given.</param>
    /// <param name="ceilMode">Whether the last window may reach beyond the end.</param>
    /// <exception cref="ShapeException">The shapes do not fit, or an argument is out of range.</exception>
    /// <exception cref="DTypeException">The dtype is float16 or bfloat16.</exception>
    public static Tensor MaxPool3d(
        Tensor input, PerDim kernelSize, PerDim stride = default, PerDim padding = default, PerDim dilation = default, bool ceilMode = false) =>
        MaxPoolValues("MaxPool3d", 3, input, kernelSize, stride, padding, dilation, ceilMode);

    /// <summary>
    /// <see cref="MaxPool3d"/>, and where the elements stand: flat indices in their plane, int64, for <see cref="MaxUnpool3d"/>
    /// (<c>torch.nn.functional.max_pool3d_with_indices</c>). Of equal elements the first counts, of NaNs the last.
    /// </summary>
    /// <inheritdoc cref="MaxPool3d"/>
    public static (Tensor Values, Tensor Indices) MaxPool3dWithIndices(
        Tensor input, PerDim kernelSize, PerDim stride = default, PerDim padding = default, PerDim dilation = default, bool ceilMode = false) =>
        MaxPool("MaxPool3d", 3, input, kernelSize, stride, padding, dilation, ceilMode);

    private static Tensor MaxPoolValues(
        string op, int rank, Tensor input, PerDim kernelSize, PerDim stride, PerDim padding, PerDim dilation, bool ceilMode) =>
        MaxPoolValuesOp<StridedAxis>.Apply(input, PoolGeometry.Strided(op, rank, input, kernelSize, stride, padding, dilation, ceilMode));

    private static (Tensor Values, Tensor Indices) MaxPool(
        string op, int rank, Tensor input, PerDim kernelSize, PerDim stride, PerDim padding, PerDim dilation, bool ceilMode) =>
        MaxPoolOp<StridedAxis>.Apply(input, PoolGeometry.Strided(op, rank, input, kernelSize, stride, padding, dilation, ceilMode));
}
