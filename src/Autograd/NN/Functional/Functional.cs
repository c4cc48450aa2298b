using Autograd.Memory;

namespace Autograd.NN;

/// <summary>
/// Layers and losses as functions of tensors, <c>torch.nn.functional</c>; usually imported as
/// <c>using F = Autograd.NN.Functional;</c>.
/// </summary>
/// <remarks>Everything here is composed of ops: derivatives of every order and forward mode follow from theirs.</remarks>
public static partial class Functional
{
    /// <summary>The affine map of a layer, y = x W^T + b in one kernel (<c>torch.nn.functional.linear</c>).</summary>
    /// <param name="input">x: <c>[.., inFeatures]</c>.</param>
    /// <param name="weight">W: <c>[outFeatures, inFeatures]</c>, or <c>[inFeatures]</c> for a single output without a dimension.</param>
    /// <param name="bias">b: <c>[outFeatures]</c>, or none.</param>
    /// <returns><c>[.., outFeatures]</c>.</returns>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    /// <exception cref="DTypeException">The dtypes differ, or are not float32 or float64.</exception>
    public static Tensor Linear(Tensor input, Tensor weight, Tensor? bias = null)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(weight);
        if (weight.Rank == 1 && bias is null)
        {
            using var face = Face.Of(nameof(Linear));
            return input.MatMul(weight);
        }
        if (weight.Rank != 2)
            throw new ShapeException($"Linear: the weight has shape {weight.Shape}; it must be [outFeatures, inFeatures]");
        if (input.Rank == 0 || input.Shape[-1] != weight.Shape[1])
            throw new ShapeException($"Linear: an input of shape {input.Shape} does not fit a weight of shape {weight.Shape}: its last size must be {weight.Shape[1]}");
        if (bias is not null && (bias.Rank != 1 || bias.Shape[0] != weight.Shape[0]))
            throw new ShapeException($"Linear: a bias of shape {bias.Shape} does not fit a weight of shape {weight.Shape}: it must be [{weight.Shape[0]}]");
        if (input.DType != weight.DType || (bias is not null && bias.DType != weight.DType))
            throw new DTypeException($"Linear: the input is {input.DType.Name}, the weight {weight.DType.Name}{(bias is null ? "" : $", the bias {bias.DType.Name}")}; convert with To, or the module with To(DType)");
        if (input.Rank == 2) return LinearOp.Apply(input, weight, bias);
        int[] sizes = [.. input.Shape.ToArray()[..^1], weight.Shape[0]];
        return LinearOp.Apply(input.Reshape(Rows(input), input.Shape[-1]), weight, bias).Reshape(sizes);
    }

    /// <summary>
    /// Zeroes each element with probability p and divides the others by 1 - p, in training; the identity otherwise
    /// (Srivastava et al., 2014; <c>torch.nn.functional.dropout</c>).
    /// </summary>
    /// <param name="input">Any shape, float32 or float64.</param>
    /// <param name="p">The probability of a zero, in [0, 1].</param>
    /// <param name="training">Whether anything is dropped.</param>
    /// <param name="generator">The source of the draws, PyTorch's; the thread's default one when not given.</param>
    /// <exception cref="ArgumentOutOfRangeException">p is not in [0, 1].</exception>
    /// <exception cref="DTypeException">The dtype is not float32 or float64.</exception>
    public static Tensor Dropout(Tensor input, double p = 0.5, bool training = true, Generator? generator = null)
    {
        ArgumentNullException.ThrowIfNull(input);
        CheckedProbability("Dropout", p);
        // As PyTorch: nothing is drawn where nothing is random.
        if (!training || p == 0 || input.Numel == 0) return input;
        return p == 1 ? input * 0.0 : input * Draws.Of(input.Layout.ToContiguous(), input.DType, new DropoutDraw(1 - p), generator);
    }

    /// <summary>
    /// Drops whole channels with probability p: the first two dimensions of <c>[N, C, ..]</c> are drawn, the others follow
    /// (Tompson et al., 2015; <c>torch.nn.functional.dropout2d</c>).
    /// </summary>
    /// <param name="input"><c>[N, C, ..]</c>, float32 or float64.</param>
    /// <param name="p">The probability that a channel is zero, in [0, 1].</param>
    /// <param name="training">Whether anything is dropped.</param>
    /// <param name="generator">The source of the draws; the thread's default one when not given.</param>
    /// <exception cref="ArgumentOutOfRangeException">p is not in [0, 1].</exception>
    /// <exception cref="ShapeException">The input has fewer than two dimensions.</exception>
    public static Tensor Dropout2d(Tensor input, double p = 0.5, bool training = true, Generator? generator = null)
    {
        using var face = Face.Of(nameof(Dropout2d));
        ArgumentNullException.ThrowIfNull(input);
        CheckedProbability("Dropout2d", p);
        if (input.Rank < 2) throw new ShapeException($"Dropout2d: an input of shape {input.Shape} has no channels; it must be [N, C, ..]");
        if (!training || p == 0 || input.Numel == 0) return input;
        return p == 1 ? input * 0.0 : input * Draws.Of(Layout.Contiguous(ChannelSizes(input)), input.DType, new DropoutDraw(1 - p), generator);
    }

    /// <summary>Ones where the class is, zeros elsewhere, int64: <c>[..] -> [.., numClasses]</c> (<c>torch.nn.functional.one_hot</c>).</summary>
    /// <param name="input">Class indices, int64 or another integer dtype.</param>
    /// <param name="numClasses">The number of classes; one more than the largest index when not given.</param>
    /// <exception cref="DTypeException">The indices are not integers.</exception>
    /// <exception cref="ShapeException">An index is not in [0, numClasses), or the number of classes of an empty tensor is not given.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The number of classes is below 1.</exception>
    public static Tensor OneHot(Tensor input, int? numClasses = null)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (numClasses is { } given) ArgumentOutOfRangeException.ThrowIfNegativeOrZero(given, nameof(numClasses));
        if (input.DType == DType.Bool || input.DType.IsFloat) throw new DTypeException($"OneHot: class indices are int64, not {input.DType.Name}; convert with Long()");
        if (input.Numel == 0 && numClasses is null) throw new ShapeException("OneHot: an empty tensor does not say how many classes there are; give numClasses");
        input = input.Long();
        if (numClasses is null) Op.NeedValues("OneHot", input);
        int classes = numClasses ?? 0;
        if (input.Whole is { HasValues: true, Numel: > 0 } all)
        {
            long least = all.AMin().Item<long>(), most = all.AMax().Item<long>();
            if (least < 0) throw new ShapeException($"OneHot: the class {least} is negative");
            if (numClasses is null && most >= int.MaxValue) throw new ShapeException($"OneHot: the class {most} makes more columns than a tensor has");
            classes = numClasses ?? (int)most + 1;
            if (most >= classes) throw new ShapeException($"OneHot: the class {most} is not in [0, {classes - 1}]: numClasses is {classes}");
        }
        int[] sizes = [.. input.Shape, classes];
        return Tensor.Zeros(sizes, DType.Int64).Scatter(-1, input.Unsqueeze(-1), Tensor.Ones([.. input.Shape, 1], DType.Int64));
    }

    private static int Rows(Tensor input)
    {
        int rows = 1;
        for (int d = 0; d < input.Rank - 1; d++) rows *= input.Shape[d];
        return rows;
    }

    /// <summary>A probability, looked at.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not in [0, 1].</exception>
    internal static double CheckedProbability(string op, double p) =>
        p is >= 0 and <= 1 ? p : throw new ArgumentOutOfRangeException(nameof(p), p, $"{op}: a probability lies in [0, 1]");
}
