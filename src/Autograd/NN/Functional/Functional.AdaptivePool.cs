using Autograd.Kernels;

namespace Autograd.NN;

public static partial class Functional
{
    /// <summary>
    /// The mean of as many windows over one dimension as are asked for: output o sees floor(o L / size) up to ceil((o + 1) L / size)
    /// (<c>torch.nn.functional.adaptive_avg_pool1d</c>).
    /// </summary>
    /// <param name="input"><c>[N, C, L]</c>, or <c>[C, L]</c> without a batch; float32 or float64.</param>
    /// <param name="outputSize">The size of the output; null for the input's.</param>
    /// <returns><c>[.., outputSize]</c>.</returns>
    /// <exception cref="ShapeException">The shapes do not fit, or a size is negative.</exception>
    /// <exception cref="DTypeException">The dtype is not float32 or float64.</exception>
    public static Tensor AdaptiveAvgPool1d(Tensor input, OutputSize outputSize) => AdaptiveAvgPool("AdaptiveAvgPool1d", 1, input, outputSize);

    /// <summary>
    /// The mean of as many windows over two dimensions as are asked for, as <see cref="AdaptiveAvgPool1d"/>: output o sees floor(o L / size) up to ceil((o + 1) L / size)
    /// (<c>torch.nn.functional.adaptive_avg_pool2d</c>).
    /// </summary>
    /// <param name="input"><c>[N, C, H, W]</c>, or <c>[C, H, W]</c> without a batch; float32 or float64.</param>
    /// <param name="outputSize">The size of the output; null for the input's.</param>
    /// <exception cref="ShapeException">The shapes do not fit, or a size is negative.</exception>
    /// <exception cref="DTypeException">The dtype is not float32 or float64.</exception>
    public static Tensor AdaptiveAvgPool2d(Tensor input, OutputSize outputSize) => AdaptiveAvgPool("AdaptiveAvgPool2d", 2, input, outputSize);

    /// <summary>
    /// The mean of as many windows over three dimensions as are asked for, as <see cref="AdaptiveAvgPool1d"/>: output o sees floor(o L / size) up to ceil((o + 1) L / size)
    /// (<c>torch.nn.functional.adaptive_avg_pool3d</c>).
    /// </summary>
    /// <param name="input"><c>[N, C, D, H, W]</c>, or <c>[C, D, H, W]</c> without a batch; float32 or float64.</param>
    /// <param name="outputSize">The size of the output; null for the input's.</param>
    /// <exception cref="ShapeException">The shapes do not fit, or a size is negative.</exception>
    /// <exception cref="DTypeException">The dtype is not float32 or float64.</exception>
    public static Tensor AdaptiveAvgPool3d(Tensor input, OutputSize outputSize) => AdaptiveAvgPool("AdaptiveAvgPool3d", 3, input, outputSize);

    /// <summary>The largest element of as many windows over one dimension as are asked for, those of <see cref="AdaptiveAvgPool1d"/> (<c>torch.nn.functional.adaptive_max_pool1d</c>).</summary>
    /// <param name="input"><c>[N, C, L]</c>, or <c>[C, L]</c> without a batch; any dtype with arithmetic.</param>
    /// <param name="outputSize">The size of the output; null for the input's.</param>
    /// <exception cref="ShapeException">The shapes do not fit, or a size is negative.</exception>
    /// <exception cref="DTypeException">The dtype is float16 or bfloat16.</exception>
    public static Tensor AdaptiveMaxPool1d(Tensor input, OutputSize outputSize) => MaxPoolValuesOp<AdaptiveAxis>.Apply(input, PoolGeometry.Adaptive("AdaptiveMaxPool1d", 1, input, outputSize));

    /// <summary><see cref="AdaptiveMaxPool1d"/>, and where the elements stand: flat indices in their plane, int64 (<c>torch.nn.functional.adaptive_max_pool1d_with_indices</c>).</summary>
    /// <inheritdoc cref="AdaptiveMaxPool1d"/>
    public static (Tensor Values, Tensor Indices) AdaptiveMaxPool1dWithIndices(Tensor input, OutputSize outputSize) =>
        AdaptiveMaxPool("AdaptiveMaxPool1d", 1, input, outputSize);

    /// <summary>The largest element of as many windows over two dimensions as are asked for, those of <see cref="AdaptiveAvgPool2d"/> (<c>torch.nn.functional.adaptive_max_pool2d</c>).</summary>
    /// <param name="input"><c>[N, C, H, W]</c>, or <c>[C, H, W]</c> without a batch; any dtype with arithmetic.</param>
    /// <param name="outputSize">The size of the output; null for the input's.</param>
    /// <exception cref="ShapeException">The shapes do not fit, or a size is negative.</exception>
    /// <exception cref="DTypeException">The dtype is float16 or bfloat16.</exception>
    public static Tensor AdaptiveMaxPool2d(Tensor input, OutputSize outputSize) => MaxPoolValuesOp<AdaptiveAxis>.Apply(input, PoolGeometry.Adaptive("AdaptiveMaxPool2d", 2, input, outputSize));

    /// <summary><see cref="AdaptiveMaxPool2d"/>, and where the elements stand: flat indices in their plane, int64 (<c>torch.nn.functional.adaptive_max_pool2d_with_indices</c>).</summary>
    /// <inheritdoc cref="AdaptiveMaxPool2d"/>
    public static (Tensor Values, Tensor Indices) AdaptiveMaxPool2dWithIndices(Tensor input, OutputSize outputSize) =>
        AdaptiveMaxPool("AdaptiveMaxPool2d", 2, input, outputSize);

    /// <summary>The largest element of as many windows over three dimensions as are asked for, those of <see cref="AdaptiveAvgPool3d"/> (<c>torch.nn.functional.adaptive_max_pool3d</c>).</summary>
    /// <param name="input"><c>[N, C, D, H, W]</c>, or <c>[C, D, H, W]</c> without a batch; any dtype with arithmetic.</param>
    /// <param name="outputSize">The size of the output; null for the input's.</param>
    /// <exception cref="ShapeException">The shapes do not fit, or a size is negative.</exception>
    /// <exception cref="DTypeException">The dtype is float16 or bfloat16.</exception>
    public static Tensor AdaptiveMaxPool3d(Tensor input, OutputSize outputSize) => MaxPoolValuesOp<AdaptiveAxis>.Apply(input, PoolGeometry.Adaptive("AdaptiveMaxPool3d", 3, input, outputSize));

    /// <summary><see cref="AdaptiveMaxPool3d"/>, and where the elements stand: flat indices in their plane, int64 (<c>torch.nn.functional.adaptive_max_pool3d_with_indices</c>).</summary>
    /// <inheritdoc cref="AdaptiveMaxPool3d"/>
    public static (Tensor Values, Tensor Indices) AdaptiveMaxPool3dWithIndices(Tensor input, OutputSize outputSize) =>
        AdaptiveMaxPool("AdaptiveMaxPool3d", 3, input, outputSize);

    private static Tensor AdaptiveAvgPool(string op, int rank, Tensor input, OutputSize outputSize)
    {
        DTypes.NeedFloat(op, Given(input).DType);
        return new AvgPoolOp<AdaptiveAxis>(PoolGeometry.Adaptive(op, rank, input, outputSize), default).Apply(input);
    }

    private static (Tensor Values, Tensor Indices) AdaptiveMaxPool(string op, int rank, Tensor input, OutputSize outputSize) =>
        MaxPoolOp<AdaptiveAxis>.Apply(input, PoolGeometry.Adaptive(op, rank, input, outputSize));
}
