using Autograd.Memory;

namespace Autograd.NN;

public static partial class Functional
{
    /// <summary>
    /// (x - mean) / sqrt(variance + eps) w + b over the last dimensions, mean and biased variance of each sample (Ba et al., 2016;
    /// <c>torch.nn.functional.layer_norm</c>).
    /// </summary>
    /// <param name="input">x: <c>[.., *normalizedShape]</c>, float32 or float64.</param>
    /// <param name="normalizedShape">The sizes of the last dimensions, which are normalised together.</param>
    /// <param name="weight">w: of the shape normalizedShape, or none.</param>
    /// <param name="bias">b: of the shape normalizedShape, or none.</param>
    /// <param name="eps">What is added to the variance.</param>
    /// <exception cref="ShapeException">The input does not end with that shape, or weight or bias are of another.</exception>
    /// <exception cref="DTypeException">The dtypes differ, or are not float32 or float64.</exception>
    public static Tensor LayerNorm(Tensor input, ReadOnlySpan<int> normalizedShape, Tensor? weight = null, Tensor? bias = null, double eps = 1e-5)
    {
        using var face = Face.Of(nameof(LayerNorm));
        var (rows, n) = NormalizedRows("LayerNorm", input, normalizedShape);
        NeedNormParameter("LayerNorm", "weight", weight, input, normalizedShape);
        NeedNormParameter("LayerNorm", "bias", bias, input, normalizedShape);
        return Normalized<SampleNorm>(input, new NormSizes(rows, 1, n, 1), weight, bias, eps);
    }

    /// <summary>
    /// x / sqrt(mean(x^2) + eps) w over the last dimensions (Zhang and Sennrich, 2019; <c>torch.nn.functional.rms_norm</c> of PyTorch 2.4).
    /// </summary>
    /// <param name="input">x: <c>[.., *normalizedShape]</c>, float32 or float64.</param>
    /// <param name="normalizedShape">The sizes of the last dimensions, which are normalised together.</param>
    /// <param name="weight">w: of the shape normalizedShape, or none.</param>
    /// <param name="eps">What is added to the mean square; the distance from 1 to the next number of the dtype when not given.</param>
    /// <exception cref="ShapeException">The input does not end with that shape, or the weight is of another.</exception>
    /// <exception cref="DTypeException">The dtypes differ, or are not float32 or float64.</exception>
    public static Tensor RMSNorm(Tensor input, ReadOnlySpan<int> normalizedShape, Tensor? weight = null, double? eps = null)
    {
        var (rows, n) = NormalizedRows("RMSNorm", input, normalizedShape);
        NeedNormParameter("RMSNorm", "weight", weight, input, normalizedShape);
        double least = input.DType == DType.Float32 ? Math.ScaleB(1, -23) : Math.ScaleB(1, -52);
        return RmsNormOp.Run(input.Reshape(rows, n), weight?.Reshape(n), eps ?? least).Reshape(input.Shape);
    }

    /// <summary>
    /// (x - mean) / sqrt(variance + eps) w + b, mean and biased variance of each group of channels of each sample (Wu and He, 2018;
    /// <c>torch.nn.functional.group_norm</c>).
    /// </summary>
    /// <param name="input">x: <c>[N, C, ..]</c>, float32 or float64.</param>
    /// <param name="numGroups">The number of groups, a divisor of C.</param>
    /// <param name="weight">w: <c>[C]</c>, or none.</param>
    /// <param name="bias">b: <c>[C]</c>, or none.</param>
    /// <param name="eps">What is added to the variance.</param>
    /// <exception cref="ShapeException">The channels do not fall into that many groups, or weight or bias are not <c>[C]</c>.</exception>
    /// <exception cref="DTypeException">The dtypes differ, or are not float32 or float64.</exception>
    public static Tensor GroupNorm(Tensor input, int numGroups, Tensor? weight = null, Tensor? bias = null, double eps = 1e-5)
    {
        using var face = Face.Of(nameof(GroupNorm));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(numGroups);
        int channels = NeedChannels("GroupNorm", input, weight, bias);
        if (channels % numGroups != 0) throw new ShapeException($"GroupNorm: the {channels} channels of an input of shape {input.Shape} do not fall into {numGroups} equal groups");
        return Normalized<SampleNorm>(input, new NormSizes(input.Shape[0], numGroups, channels / numGroups, Positions(input)), weight, bias, eps);
    }

    /// <summary>|x| to length 1 along a dimension: x / max(||x||_p, eps) (<c>torch.nn.functional.normalize</c>).</summary>
    /// <param name="input">x: any shape, float32 or float64.</param>
    /// <param name="p">The order of the norm.</param>
    /// <param name="dim">The dimension.</param>
    /// <param name="eps">The least divisor.</param>
    /// <exception cref="ShapeException">There is no such dimension.</exception>
    public static Tensor Normalize(Tensor input, double p = 2, int dim = 1, double eps = 1e-12)
    {
        using var face = Face.Of(nameof(Normalize));
        return Given(input) / input.VectorNorm(p, [dim], keepDim: true).Clamp(min: eps);
    }

    /// <summary>
    /// x / (k + alpha A x^2)^beta, A the mean over the <paramref name="size"/> channels around each, zeros beyond the ends (Krizhevsky et al., 2012;
    /// <c>torch.nn.functional.local_response_norm</c>).
    /// </summary>
    /// <param name="input">x: <c>[N, C, ..]</c> of at least three dimensions, float32 or float64.</param>
    /// <param name="size">The number of channels in the mean: size / 2 before the channel, (size - 1) / 2 behind it.</param>
    /// <param name="alpha">The factor of the mean.</param>
    /// <param name="beta">The exponent.</param>
    /// <param name="k">The summand.</param>
    /// <exception cref="ShapeException">The input has fewer than three dimensions.</exception>
    public static Tensor LocalResponseNorm(Tensor input, int size, double alpha = 1e-4, double beta = 0.75, double k = 1)
    {
        using var face = Face.Of(nameof(LocalResponseNorm));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(size);
        if (Given(input).Rank < 3) throw new ShapeException($"LocalResponseNorm: an input of shape {input.Shape} has fewer than three dimensions; it must be [N, C, ..]");
        if (input.Numel == 0) return input;
        var squares = input.Square().Transpose(1, -1).Pad([size / 2, (size - 1) / 2]);
        var means = squares.Unfold(-1, size, 1).Mean(-1).Transpose(1, -1);
        return input / (means * alpha + k).Pow(beta);
    }

    /// <summary>The sizes [rows, n] of an input whose last dimensions are normalised together.</summary>
    private static (int Rows, int Length) NormalizedRows(string op, Tensor input, ReadOnlySpan<int> normalizedShape)
    {
        var last = new Shape(normalizedShape);
        if (last.Rank == 0) throw new ShapeException($"{op}: normalizedShape names no dimension; give the sizes of the last dimensions");
        ReadOnlySpan<int> sizes = Given(input).Shape;
        if (input.Rank < last.Rank || !sizes[^last.Rank..].SequenceEqual(normalizedShape))
            throw new ShapeException($"{op}: an input of shape {input.Shape} does not end with the normalised shape {last}");
        int rows = 1;
        foreach (int size in sizes[..^last.Rank]) rows *= size;
        return (rows, last.Numel);
    }

    private static void NeedNormParameter(string op, string name, Tensor? parameter, Tensor input, ReadOnlySpan<int> shape)
    {
        if (parameter is null) return;
        if (parameter.Shape != new Shape(shape)) throw new ShapeException($"{op}: a {name} of shape {parameter.Shape} does not fit an input of shape {input.Shape}: it must be {new Shape(shape)}");
        if (parameter.DType != input.DType) throw new DTypeException($"{op}: the {name} is {parameter.DType.Name}, the input {input.DType.Name}; convert with To, or the module with To(DType)");
    }

    /// <summary>The number of channels of [N, C, ..], after a look at what has a number a channel.</summary>
    private static int NeedChannels(string op, Tensor input, Tensor? weight, Tensor? bias)
    {
        if (Given(input).Rank < 2) throw new ShapeException($"{op}: an input of shape {input.Shape} has no channels; it must be [N, C, ..]");
        NeedNormParameter(op, "weight", weight, input, [input.Shape[1]]);
        NeedNormParameter(op, "bias", bias, input, [input.Shape[1]]);
        return input.Shape[1];
    }

    /// <summary>The elements of a channel of a sample, the product of the sizes behind [N, C].</summary>
    private static int Positions(Tensor input)
    {
        int positions = 1;
        foreach (int size in ((ReadOnlySpan<int>)input.Shape)[2..]) positions *= size;
        return positions;
    }

    private static Tensor Normalized<S>(Tensor input, NormSizes sizes, Tensor? weight, Tensor? bias, double eps)
        where S : struct, INormGroups => NormResults<S>(input, sizes, weight, bias, eps)[0].Reshape(input.Shape);

    /// <summary>y as [N, G, K, P], shift, mean and variance.</summary>
    private static Tensor[] NormResults<S>(Tensor input, NormSizes sizes, Tensor? weight, Tensor? bias, double eps)
        where S : struct, INormGroups
    {
        int[] parameter = [1, sizes.Groups, sizes.Channels, 1];
        return NormOp<S>.Run(input.Reshape(sizes.Samples, sizes.Groups, sizes.Channels, sizes.Positions), weight?.Reshape(parameter), bias?.Reshape(parameter), eps);
    }
}
