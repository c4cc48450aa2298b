namespace Autograd.NN;

public static partial class Functional
{
    /// <summary>
    /// A convolution over one dimension (<c>torch.nn.functional.conv1d</c>):
    /// y[n, m, o] = b[m] + sum over c, k of w[m, c, k] x[n, c, o stride + k dilation - padding], zero outside of x.
    /// </summary>
    /// <param name="input">x: <c>[N, C, L]</c>, or <c>[C, L]</c> without a batch; float32 or float64.</param>
    /// <param name="weight">w: <c>[M, C / groups, K]</c>.</param>
    /// <param name="bias">b: <c>[M]</c>, or none.</param>
    /// <param name="stride">How far the kernel moves; 1 when not given.</param>
    /// <param name="padding">Zeros on both sides, or <see cref="ConvPadding.Same"/>; none when not given.</param>
    /// <param name="dilation">The distance of the kernel's elements; 1 when not given.</param>
    /// <param name="groups">Into how many groups the channels fall: filters of a group see the channels of that group alone.</param>
    /// <returns><c>[N, M, (L + 2 padding - dilation (K - 1) - 1) / stride + 1]</c>.</returns>
    /// <exception cref="ShapeException">The shapes do not fit, or an argument is out of range.</exception>
    /// <exception cref="DTypeException">The dtypes differ, or are not float32 or float64.</exception>
    public static Tensor Conv1d(
        Tensor input, Tensor weight, Tensor? bias = null, PerDim stride = default, ConvPadding padding = default, PerDim dilation = default, int groups = 1) =>
        Convolve("Conv1d", 1, input, weight, bias, stride, padding, dilation, groups);

    /// <summary>A convolution over two dimensions, as <see cref="Conv1d"/> (<c>torch.nn.functional.conv2d</c>).</summary>
    /// <param name="input">x: <c>[N, C, H, W]</c>, or <c>[C, H, W]</c> without a batch; float32 or float64.</param>
    /// <param name="weight">w: <c>[M, C / groups, KH, KW]</c>.</param>
    /// <param name="bias">b: <c>[M]</c>, or none.</param>
    /// <param name="stride">How far the kernel moves; 1 when not given.</param>
    /// <param name="padding">Zeros on both sides, or <see cref="ConvPadding.Same"/>; none when not given.</param>
    /// <param name="dilation">The distance of the kernel's elements; 1 when not given.</param>
    /// <param name="groups">Into how many groups the channels fall.</param>
    /// <exception cref="ShapeException">The shapes do not fit, or an argument is out of range.</exception>
    /// <exception cref="DTypeException">The dtypes differ, or are not float32 or float64.</exception>
    public static Tensor Conv2d(
        Tensor input, Tensor weight, Tensor? bias = null, PerDim stride = default, ConvPadding padding = default, PerDim dilation = default, int groups = 1) =>
        Convolve("Conv2d", 2, input, weight, bias, stride, padding, dilation, groups);

    /// <summary>A convolution over three dimensions, as <see cref="Conv1d"/> (<c>torch.nn.functional.conv3d</c>).</summary>
    /// <param name="input">x: <c>[N, C, D, H, W]</c>, or <c>[C, D, H, W]</c> without a batch; float32 or float64.</param>
    /// <param name="weight">w: <c>[M, C / groups, KD, KH, KW]</c>.</param>
    /// <param name="bias">b: <c>[M]</c>, or none.</param>
    /// <param name="stride">How far the kernel moves; 1 when not given.</param>
    /// <param name="padding">Zeros on both sides, or <see cref="ConvPadding.Same"/>; none when not given.</param>
    /// <param name="dilation">The distance of the kernel's elements; 1 when not given.</param>
    /// <param name="groups">Into how many groups the channels fall.</param>
    /// <exception cref="ShapeException">The shapes do not fit, or an argument is out of range.</exception>
    /// <exception cref="DTypeException">The dtypes differ, or are not float32 or float64.</exception>
    public static Tensor Conv3d(
        Tensor input, Tensor weight, Tensor? bias = null, PerDim stride = default, ConvPadding padding = default, PerDim dilation = default, int groups = 1) =>
        Convolve("Conv3d", 3, input, weight, bias, stride, padding, dilation, groups);

    /// <summary>
    /// The transpose of <see cref="Conv1d"/> by its input, with a bias (<c>torch.nn.functional.conv_transpose1d</c>):
    /// y[n, m, i] = b[m] + sum over c, k and o with o stride + k dilation - padding = i of w[c, m, k] x[n, c, o].
    /// </summary>
    /// <param name="input">x: <c>[N, C, L]</c>, or <c>[C, L]</c> without a batch; float32 or float64.</param>
    /// <param name="weight">w: <c>[C, M / groups, K]</c>.</param>
    /// <param name="bias">b: <c>[M]</c>, or none.</param>
    /// <param name="stride">How far the kernel moves; 1 when not given.</param>
    /// <param name="padding">How much is cut off on both sides; none when not given.</param>
    /// <param name="outputPadding">How much the end reaches further: of the sizes that a stride maps to L, which one; none when not given.</param>
    /// <param name="groups">Into how many groups the channels fall.</param>
    /// <param name="dilation">The distance of the kernel's elements; 1 when not given.</param>
    /// <returns><c>[N, M, (L - 1) stride - 2 padding + dilation (K - 1) + outputPadding + 1]</c>.</returns>
    /// <exception cref="ShapeException">The shapes do not fit, or an argument is out of range.</exception>
    /// <exception cref="DTypeException">The dtypes differ, or are not float32 or float64.</exception>
    public static Tensor ConvTranspose1d(
        Tensor input, Tensor weight, Tensor? bias = null, PerDim stride = default, PerDim padding = default, PerDim outputPadding = default, int groups = 1, PerDim dilation = default) =>
        ConvolveTransposed("ConvTranspose1d", 1, input, weight, bias, stride, padding, outputPadding, groups, dilation);

    /// <summary>The transpose of <see cref="Conv2d"/> by its input, as <see cref="ConvTranspose1d"/> (<c>torch.nn.functional.conv_transpose2d</c>).</summary>
    /// <param name="input">x: <c>[N, C, H, W]</c>, or <c>[C, H, W]</c> without a batch; float32 or float64.</param>
    /// <param name="weight">w: <c>[C, M / groups, KH, KW]</c>.</param>
    /// <param name="bias">b: <c>[M]</c>, or none.</param>
    /// <param name="stride">How far the kernel moves; 1 when not given.</param>
    /// <param name="padding">How much is cut off on both sides; none when not given.</param>
    /// <param name="outputPadding">How much the ends reach further; none when not given.</param>
    /// <param name="groups">Into how many groups the channels fall.</param>
    /// <param name="dilation">The distance of the kernel's elements; 1 when not given.</param>
    /// <exception cref="ShapeException">The shapes do not fit, or an argument is out of range.</exception>
    /// <exception cref="DTypeException">The dtypes differ, or are not float32 or float64.</exception>
    public static Tensor ConvTranspose2d(
        Tensor input, Tensor weight, Tensor? bias = null, PerDim stride = default, PerDim padding = default, PerDim outputPadding = default, int groups = 1, PerDim dilation = default) =>
        ConvolveTransposed("ConvTranspose2d", 2, input, weight, bias, stride, padding, outputPadding, groups, dilation);

    /// <summary>The transpose of <see cref="Conv3d"/> by its input, as <see cref="ConvTranspose1d"/> (<c>torch.nn.functional.conv_transpose3d</c>).</summary>
    /// <param name="input">x: <c>[N, C, D, H, W]</c>, or <c>[C, D, H, W]</c> without a batch; float32 or float64.</param>
    /// <param name="weight">w: <c>[C, M / groups, KD, KH, KW]</c>.</param>
    /// <param name="bias">b: <c>[M]</c>, or none.</param>
    /// <param name="stride">How far the kernel moves; 1 when not given.</param>
    /// <param name="padding">How much is cut off on both sides; none when not given.</param>
    /// <param name="outputPadding">How much the ends reach further; none when not given.</param>
    /// <param name="groups">Into how many groups the channels fall.</param>
    /// <param name="dilation">The distance of the kernel's elements; 1 when not given.</param>
    /// <exception cref="ShapeException">The shapes do not fit, or an argument is out of range.</exception>
    /// <exception cref="DTypeException">The dtypes differ, or are not float32 or float64.</exception>
    public static Tensor ConvTranspose3d(
        Tensor input, Tensor weight, Tensor? bias = null, PerDim stride = default, PerDim padding = default, PerDim outputPadding = default, int groups = 1, PerDim dilation = default) =>
        ConvolveTransposed("ConvTranspose3d", 3, input, weight, bias, stride, padding, outputPadding, groups, dilation);

    private static Tensor Convolve(string op, int rank, Tensor input, Tensor weight, Tensor? bias, PerDim stride, ConvPadding padding, PerDim dilation, int groups)
    {
        CheckConvolution(op, rank, input, weight, bias, "[M, C / groups, ..]");
        if (bias is not null && bias.Shape[0] != weight.Shape[0])
            throw new ShapeException($"{op}: a bias of shape {bias.Shape} does not fit a weight of shape {weight.Shape}: it must be [{weight.Shape[0]}]");
        var x = Batched(op, rank, input);
        var y = ConvGeometry.Of(op, x, weight, stride, padding, dilation, groups).Forward(x, weight, bias);
        return input.Rank > rank + 1 ? y : y.Squeeze([0]);
    }

    private static Tensor ConvolveTransposed(
        string op, int rank, Tensor input, Tensor weight, Tensor? bias, PerDim stride, PerDim padding, PerDim outputPadding, int groups, PerDim dilation)
    {
        CheckConvolution(op, rank, input, weight, bias, "[C, M / groups, ..]");
        if (bias is not null && bias.Shape[0] != (long)weight.Shape[1] * groups)
            throw new ShapeException($"{op}: a bias of shape {bias.Shape} does not fit a weight of shape {weight.Shape}: it must be [{(long)weight.Shape[1] * groups}]");
        var x = Batched(op, rank, input);
        var y = ConvGeometry.OfTransposed(op, x, weight, stride, padding, outputPadding, groups, dilation).Transpose(x, weight, bias);
        return input.Rank > rank + 1 ? y : y.Squeeze([0]);
    }

    private static void CheckConvolution(string op, int rank, Tensor input, Tensor weight, Tensor? bias, string form)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(weight);
        if (weight.Rank != rank + 2)
            throw new ShapeException($"{op}: the weight has shape {weight.Shape}; it must be {form} with {rank} spatial dimension{(rank == 1 ? "" : "s")}");
        if (bias is not null && bias.Rank != 1) throw new ShapeException($"{op}: a bias of shape {bias.Shape} must have one dimension, a number for each channel of the output");
        if (input.DType != weight.DType || (bias is not null && bias.DType != weight.DType))
            throw new DTypeException($"{op}: the input is {input.DType.Name}, the weight {weight.DType.Name}{(bias is null ? "" : $", the bias {bias.DType.Name}")}; convert with To, or the module with To(DType)");
        DTypes.NeedFloat(op, input.DType);
    }

    /// <summary>The input with a batch, of one where it has none: [C, ..] as [1, C, ..].</summary>
    private static Tensor Batched(string op, int rank, Tensor input)
    {
        if (Given(input).Rank == rank + 2) return input;
        if (input.Rank == rank + 1) return input.Unsqueeze(0);
        string sizes = rank switch { 1 => "L", 2 => "H, W", _ => "D, H, W" };
        throw new ShapeException($"{op}: an input of shape {input.Shape} must be [N, C, {sizes}], or [C, {sizes}] without a batch");
    }
}
