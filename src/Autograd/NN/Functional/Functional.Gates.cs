using Autograd.Memory;

namespace Autograd.NN;

public static partial class Functional
{
    /// <summary>a sigmoid(b), a and b the halves along a dimension (Dauphin et al., 2016; <c>torch.nn.functional.glu</c>).</summary>
    /// <param name="input">Any shape, float32 or float64.</param>
    /// <param name="dim">The dimension that is halved, of even size.</param>
    /// <exception cref="ShapeException">There is no such dimension, or its size is odd.</exception>
    public static Tensor GLU(Tensor input, int dim = -1)
    {
        using var face = Face.Of(nameof(GLU));
        if (Given(input).Rank == 0) throw new ShapeException("GLU: a scalar has no halves");
        int d = Dims.Wrap("GLU", dim, input.Rank), size = input.Shape[d];
        if (size % 2 != 0) throw new ShapeException($"GLU: dimension {d} of an input of shape {input.Shape} has no halves: {size} is odd");
        return input.Narrow(d, 0, size / 2) * input.Narrow(d, size / 2, size / 2).Sigmoid();
    }

    /// <summary>y_k = x1^T W_k x2 + b_k (<c>torch.nn.functional.bilinear</c>).</summary>
    /// <param name="input1">x1: <c>[.., in1]</c>.</param>
    /// <param name="input2">x2: <c>[.., in2]</c>, of the same leading sizes.</param>
    /// <param name="weight">W: <c>[out, in1, in2]</c>.</param>
    /// <param name="bias">b: <c>[out]</c>, or none.</param>
    /// <returns><c>[.., out]</c>.</returns>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    /// <exception cref="DTypeException">The dtypes differ.</exception>
    public static Tensor Bilinear(Tensor input1, Tensor input2, Tensor weight, Tensor? bias = null)
    {
        using var face = Face.Of(nameof(Bilinear));
        ArgumentNullException.ThrowIfNull(input1);
        ArgumentNullException.ThrowIfNull(input2);
        ArgumentNullException.ThrowIfNull(weight);
        if (weight.Rank != 3) throw new ShapeException($"Bilinear: the weight has shape {weight.Shape}; it must be [out, in1, in2]");
        if (input1.Rank == 0 || input1.Rank != input2.Rank || !input1.Shape.ToArray().AsSpan()[..^1].SequenceEqual(input2.Shape.ToArray().AsSpan()[..^1]))
            throw new ShapeException($"Bilinear: inputs of shapes {input1.Shape} and {input2.Shape} differ before the last dimension");
        if (input1.Shape[-1] != weight.Shape[1] || input2.Shape[-1] != weight.Shape[2])
            throw new ShapeException($"Bilinear: inputs of shapes {input1.Shape} and {input2.Shape} do not fit a weight of shape {weight.Shape}: their last sizes must be {weight.Shape[1]} and {weight.Shape[2]}");
        if (bias is not null && (bias.Rank != 1 || bias.Shape[0] != weight.Shape[0]))
            throw new ShapeException($"Bilinear: a bias of shape {bias.Shape} does not fit a weight of shape {weight.Shape}: it must be [{weight.Shape[0]}]");
        int outputs = weight.Shape[0], rows = Rows(input1);
        int[] sizes = [.. input1.Shape.ToArray()[..^1], outputs];
        // [rows, in1] x [in1, out in2] -> [rows, out, in2], then each x2.
        var halves = input1.Reshape(rows, weight.Shape[1]).MatMul(weight.Transpose(0, 1).Reshape(weight.Shape[1], outputs * weight.Shape[2]));
        var y = halves.Reshape(rows, outputs, weight.Shape[2]).MatMul(input2.Reshape(rows, weight.Shape[2], 1)).Reshape(sizes);
        return bias is null ? y : y + bias;
    }

    /// <summary>
    /// A random point near a corner of the simplex, softmax((logits + Gumbel noise) / tau), or the corner itself with the gradient of the point
    /// (Jang et al., 2016; <c>torch.nn.functional.gumbel_softmax</c>).
    /// </summary>
    /// <param name="logits">Unnormalised logarithms of probabilities, any shape, float32 or float64.</param>
    /// <param name="tau">The temperature, above 0.</param>
    /// <param name="hard">Whether the result is one-hot.</param>
    /// <param name="dim">The dimension along which the values add up to 1.</param>
    /// <param name="generator">The source of the draws; the thread's default one when not given.</param>
    /// <exception cref="ShapeException">There is no such dimension.</exception>
    public static Tensor GumbelSoftmax(Tensor logits, double tau = 1, bool hard = false, int dim = -1, Generator? generator = null)
    {
        using var face = Face.Of(nameof(GumbelSoftmax));
        int d = Dims.Wrap("GumbelSoftmax", dim, Given(logits).Rank);
        var noise = -Tensor.Exponential(logits.Shape, 1, logits.DType, generator).Log();
        var soft = ((logits + noise) / tau).Softmax(d);
        if (!hard || logits.Rank == 0 || logits.Numel == 0) return soft;
        var index = soft.Detach().Max(d, keepDim: true).Indices;
        return Tensor.ZerosLike(soft).Scatter(d, index, 1.0) - soft.Detach() + soft;
    }

    /// <summary>
    /// x where x > 0, r x elsewhere: r drawn for each element in training, uniform in [lower, upper), and (lower + upper) / 2 otherwise
    /// (Xu et al., 2015; <c>torch.nn.functional.rrelu</c>).
    /// </summary>
    /// <param name="input">Any shape, float32 or float64.</param>
    /// <param name="lower">The least slope.</param>
    /// <param name="upper">The largest slope.</param>
    /// <param name="training">Whether slopes are drawn.</param>
    /// <param name="generator">The source of the draws; the thread's default one when not given.</param>
    /// <exception cref="ArgumentOutOfRangeException">The least slope is above the largest.</exception>
    public static Tensor RReLU(Tensor input, double lower = 1.0 / 8, double upper = 1.0 / 3, bool training = false, Generator? generator = null)
    {
        using var face = Face.Of(nameof(RReLU));
        ArgumentNullException.ThrowIfNull(input);
        if (!(lower <= upper)) throw new ArgumentOutOfRangeException(nameof(lower), lower, FormattableString.Invariant($"RReLU: the least slope is at most the largest, {upper}"));
        return training
            ? input * Op.Call(new RandomSlopes(lower, upper, generator), input.Detach().Contiguous())
            : input.LeakyReLU((lower + upper) / 2);
    }
}
