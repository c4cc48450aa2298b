using Autograd.Kernels;

namespace Autograd.NN;

public static partial class Functional
{
    /// <summary>The mean of every window over one dimension (<c>torch.nn.functional.avg_pool1d</c>).</summary>
    /// <param name="input"><c>[N, C, L]</c>, or <c>[C, L]</c> without a batch; float32 or float64.</param>
    /// <param name="kernelSize">The size of a window.</param>
    /// <param name="stride">How far the window moves; its size when not given.</param>
    /// <param name="padding">Zeros on both sides, at most half of the window; none when not given.</param>
    /// <param name="ceilMode">Whether the last window may reach beyond the end.</param>
    /// <param name="countIncludePad">Whether zeros of the padding count in the mean.</param>
    /// <exception cref="ShapeException">The shapes do not fit, or an argument is out of range.</exception>
    /// <exception cref="DTypeException">The dtype is not float32 or float64.</exception>
    public static Tensor AvgPool1d(
        Tensor input, PerDim kernelSize, PerDim stride = default, PerDim padding = default, bool ceilMode = false, bool countIncludePad = true) =>
        AvgPool("AvgPool1d", 1, input, kernelSize, stride, padding, ceilMode, new PoolDivisor(countIncludePad, null));

    /// <summary>The mean of every window over two dimensions, as <see cref="AvgPool1d"/> (<c>torch.nn.functional.avg_pool2d</c>).</summary>
    /// <param name="input"><c>[N, C, H, W]</c>, or <c>[C, H, W]</c> without a batch; float32 or float64.</param>
    /// <param name="kernelSize">The size of a window.</param>
    /// <param name="stride">How far the window moves; its size when not given.</param>
    /// <param name="padding">Zeros on both sides, at most half of the window; none when not given.</param>
    /// <param name="ceilMode">Whether the last window may reach beyond the end.</param>
    /// <param name="countIncludePad">Whether zeros of the padding count in the mean.</param>
    /// <param name="divisorOverride">A number that every sum is divided by instead.</param>
    /// <exception cref="ArgumentException">The divisor is 0.</exception>
    /// <exception cref="ShapeException">The shapes do not fit, or an argument is out of range.</exception>
    /// <exception cref="DTypeException">The dtype is not float32 or float64.</exception>
    public static Tensor AvgPool2d(
        Tensor input, PerDim kernelSize, PerDim stride = default, PerDim padding = default, bool ceilMode = false, bool countIncludePad = true, int? divisorOverride = null) =>
        AvgPool("AvgPool2d", 2, input, kernelSize, stride, padding, ceilMode, new PoolDivisor(countIncludePad, divisorOverride));

    /// <summary>The mean of every window over three dimensions, as <see cref="AvgPool1d"/> (<c>torch.nn.functional.avg_pool3d</c>).</summary>
    /// <param name="input"><c>[N, C, D, H, W]</c>, or <c>[C, D, H, W]</c> without a batch; float32 or float64.</param>
    /// <param name="kernelSize">The size of a window.</param>
    /// <param name="stride">How far the window moves; its size when not given.</param>
    /// <param name="padding">Zeros on both sides, at most half of the window; none when not given.</param>
    /// <param name="ceilMode">Whether the last window may reach beyond the end.</param>
    /// <param name="countIncludePad">Whether zeros of the padding count in the mean.</param>
    /// <param name="divisorOverride">A number that every sum is divided by instead.</param>
    /// <exception cref="ArgumentException">The divisor is 0.</exception>
    /// <exception cref="ShapeException">The shapes do not fit, or an argument is out of range.</exception>
    /// <exception cref="DTypeException">The dtype is not float32 or float64.</exception>
    public static Tensor AvgPool3d(
        Tensor input, PerDim kernelSize, PerDim stride = default, PerDim padding = default, bool ceilMode = false, bool countIncludePad = true, int? divisorOverride = null) =>
        AvgPool("AvgPool3d", 3, input, kernelSize, stride, padding, ceilMode, new PoolDivisor(countIncludePad, divisorOverride));

    /// <summary>
    /// The p-norm of every window over one dimension, (sum x^p)^(1/p) (<c>torch.nn.functional.lp_pool1d</c>). The sum of odd powers may be
    /// negative: its root is then NaN, as in PyTorch; a window that reaches beyond the end counts as if it were full of its mean.
    /// </summary>
    /// <param name="input"><c>[N, C, L]</c>, or <c>[C, L]</c> without a batch; float32 or float64.</param>
    /// <param name="normType">p.</param>
    /// <param name="kernelSize">The size of a window.</param>
    /// <param name="stride">How far the window moves; its size when not given.</param>
    /// <param name="ceilMode">Whether the last window may reach beyond the end.</param>
    /// <exception cref="ShapeException">The shapes do not fit, or an argument is out of range.</exception>
    /// <exception cref="DTypeException">The dtype is not float32 or float64.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The order of the norm is 0 or not finite.</exception>
    public static Tensor LPPool1d(Tensor input, double normType, PerDim kernelSize, PerDim stride = default, bool ceilMode = false) =>
        LPPool("LPPool1d", 1, input, normType, kernelSize, stride, ceilMode);

    /// <summary>
    /// The p-norm of every window over two dimensions, (sum x^p)^(1/p) (<c>torch.nn.functional.lp_pool2d</c>). The sum of odd powers may be
    /// negative: its root is then NaN, as in PyTorch; a window that reaches beyond the end counts as if it were full of its mean.
    /// </summary>
    /// <param name="input"><c>[N, C, H, W]</c>, or <c>[C, H, W]</c> without a batch; float32 or float64.</param>
    /// <param name="normType">p.</param>
    /// <param name="kernelSize">The size of a window.</param>
    /// <param name="stride">How far the window moves; its size when not given.</param>
    /// <param name="ceilMode">Whether the last window may reach beyond the end.</param>
    /// <exception cref="ShapeException">The shapes do not fit, or an argument is out of range.</exception>
    /// <exception cref="DTypeException">The dtype is not float32 or float64.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The order of the norm is 0 or not finite.</exception>
    public static Tensor LPPool2d(Tensor input, double normType, PerDim kernelSize, PerDim stride = default, bool ceilMode = false) =>
        LPPool("LPPool2d", 2, input, normType, kernelSize, stride, ceilMode);

    /// <summary>
    /// The p-norm of every window over three dimensions, (sum x^p)^(1/p) (<c>torch.nn.functional.lp_pool3d</c>). The sum of odd powers may be
    /// negative: its root is then NaN, as in PyTorch; a window that reaches beyond the end counts as if it were full of its mean.
    /// </summary>
    /// <param name="input"><c>[N, C, D, H, W]</c>, or <c>[C, D, H, W]</c> without a batch; float32 or float64.</param>
    /// <param name="normType">p.</param>
    /// <param name="kernelSize">The size of a window.</param>
    /// <param name="stride">How far the window moves; its size when not given.</param>
    /// <param name="ceilMode">Whether the last window may reach beyond the end.</param>
    /// <exception cref="ShapeException">The shapes do not fit, or an argument is out of range.</exception>
    /// <exception cref="DTypeException">The dtype is not float32 or float64.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The order of the norm is 0 or not finite.</exception>
    public static Tensor LPPool3d(Tensor input, double normType, PerDim kernelSize, PerDim stride = default, bool ceilMode = false) =>
        LPPool("LPPool3d", 3, input, normType, kernelSize, stride, ceilMode);

    private static Tensor AvgPool(string op, int rank, Tensor input, PerDim kernelSize, PerDim stride, PerDim padding, bool ceilMode, PoolDivisor divisor)
    {
        if (divisor.Override == 0) throw new ArgumentException($"{op}: the divisor is not 0", "divisorOverride");
        DTypes.NeedFloat(op, Given(input).DType);
        return new AvgPoolOp<StridedAxis>(PoolGeometry.Strided(op, rank, input, kernelSize, stride, padding, default, ceilMode), divisor).Apply(input);
    }

    private static Tensor LPPool(string op, int rank, Tensor input, double normType, PerDim kernelSize, PerDim stride, bool ceilMode)
    {
        DTypes.NeedFloat(op, Given(input).DType);
        double count = 1;
        foreach (int size in kernelSize.Each(op, "kernelSize", rank, [0], 1)) count *= size;
        if (!double.IsFinite(normType) || normType == 0)
            throw new ArgumentOutOfRangeException(nameof(normType), normType, $"{op}: the order of the norm is finite and not 0; the largest magnitude is a MaxPool of Abs()");
        return (AvgPool(op, rank, input.Pow(normType), kernelSize, stride, default, ceilMode, new PoolDivisor(true, null)) * count).Pow(1 / normType);
    }
}
