using Autograd.Kernels;
using Autograd.Memory;

namespace Autograd.NN;

public static partial class Functional
{
    /// <summary>
    /// The cross-entropy of softmax(input) with the targets, without overflow (<c>torch.nn.functional.cross_entropy</c>):
    /// l = -w_t log softmax(x)_t for class indices, l = -sum_c w_c t_c log softmax(x)_c for class probabilities.
    /// </summary>
    /// <param name="input">Logits: <c>[N, C]</c>, <c>[N, C, ..]</c> or <c>[C]</c>.</param>
    /// <param name="target">Class indices, int64 or another integer dtype, of the input's shape without C; or probabilities of the input's shape and dtype.</param>
    /// <param name="weight">A weight a class, <c>[C]</c>, or none. The mean over indices divides by the sum of the weights met.</param>
    /// <param name="ignoreIndex">Elements with this target count for nothing (indices only).</param>
    /// <param name="reduction">The mean, the sum, or the single losses.</param>
    /// <param name="labelSmoothing">e: the target becomes (1 - e) target + e / C (Szegedy et al., 2016).</param>
    /// <exception cref="ShapeException">The shapes do not fit, or a target is no class.</exception>
    /// <exception cref="DTypeException">The targets are neither integers nor of the input's dtype.</exception>
    public static Tensor CrossEntropy(
        Tensor input, Tensor target, Tensor? weight = null, long ignoreIndex = -100, Reduction reduction = Reduction.Mean, double labelSmoothing = 0)
    {
        using var face = Face.Of(nameof(CrossEntropy));
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(target);
        if (!(labelSmoothing >= 0 && labelSmoothing <= 1))
            throw new ArgumentOutOfRangeException(nameof(labelSmoothing), labelSmoothing, "CrossEntropy: the smoothing lies in [0, 1]");
        CheckClasses("CrossEntropy", input, weight, reduction);
        if (target.DType.IsFloat) return OfProbabilities(input, target, weight, reduction, labelSmoothing);
        target = Classes("CrossEntropy", input, target);
        var losses = CrossEntropyOp.Run(
            ClassesLast(input),
            target.Reshape(-1).Contiguous(),
            weight?.Contiguous(),
            reduction,
            new CrossEntropySettings(labelSmoothing, ignoreIndex));
        return reduction == Reduction.None && target.Rank != 1 ? losses.Reshape(target.Shape) : losses;
    }

    /// <summary>-w_t x_t, the negative log-likelihood of log-probabilities (<c>torch.nn.functional.nll_loss</c>).</summary>
    /// <param name="input">Log-probabilities: <c>[N, C]</c>, <c>[N, C, ..]</c> or <c>[C]</c>.</param>
    /// <param name="target">Class indices, int64 or another integer dtype, of the input's shape without C.</param>
    /// <param name="weight">A weight a class, <c>[C]</c>, or none. The mean divides by the sum of the weights met.</param>
    /// <param name="ignoreIndex">Elements with this target count for nothing.</param>
    /// <param name="reduction">The mean, the sum, or the single losses.</param>
    /// <exception cref="ShapeException">The shapes do not fit, or a target is no class.</exception>
    /// <exception cref="DTypeException">The targets are not integers.</exception>
    public static Tensor NllLoss(Tensor input, Tensor target, Tensor? weight = null, long ignoreIndex = -100, Reduction reduction = Reduction.Mean)
    {
        using var face = Face.Of(nameof(NllLoss));
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(target);
        CheckClasses("NllLoss", input, weight, reduction);
        target = Classes("NllLoss", input, target);
        var classes = target.Reshape(-1).Contiguous();
        Op.Call(new ClassCheck("NllLoss", input.Shape[input.Rank == 1 ? 0 : 1], ignoreIndex, "ignoreIndex"), classes);
        var ignored = classes.Eq(ignoreIndex);
        var index = classes.MaskedFill(ignored, 0);
        var picked = ClassesLast(input).Gather(1, index.Unsqueeze(1)).Squeeze([1]);
        var weights = (weight is null ? Tensor.Ones(index.Shape, input.DType) : weight.IndexSelect(0, index)).MaskedFill(ignored, 0);
        var losses = -(picked.MaskedFill(ignored, 0) * weights);
        return reduction switch
        {
            Reduction.None => losses.Reshape(target.Shape),
            Reduction.Sum => losses.Sum(),
            _ => losses.Sum() / weights.Sum(),
        };
    }

    /// <summary>-sum_c w_c t_c log p_c, the mean over the batch and the positions behind the classes.</summary>
    private static Tensor OfProbabilities(Tensor input, Tensor target, Tensor? weight, Reduction reduction, double smoothing)
    {
        if (target.Shape != input.Shape)
        {
            throw target.Shape.Equals(ShapeOfClasses(input))
                ? new DTypeException($"CrossEntropy: a target of shape {target.Shape} holds class indices, which are int64, not {target.DType.Name}; convert with Long()")
                : new ShapeException($"CrossEntropy: a {target.DType.Name} target holds probabilities, of the input's shape {input.Shape}, not {target.Shape}; class indices are int64, of shape {ShapeOfClasses(input)}");
        }
        if (target.DType != input.DType) throw new DTypeException($"CrossEntropy: the input is {input.DType.Name}, the probabilities {target.DType.Name}; convert with To");
        int dim = input.Rank == 1 ? 0 : 1;
        int classes = input.Shape[dim];
        var t = smoothing > 0 ? target * (1 - smoothing) + smoothing / classes : target;
        if (weight is not null) t *= AlongDim(weight, dim, input.Rank);
        var losses = -(t * input.LogSoftmax(dim)).Sum(dim);
        return Reduced(losses, reduction);
    }

    private static Tensor AlongDim(Tensor vector, int dim, int rank)
    {
        var sizes = new int[rank];
        Array.Fill(sizes, 1);
        sizes[dim] = vector.Shape[0];
        return vector.Reshape(sizes);
    }

    /// <summary>[N, C, ..] as [N .., C], contiguous.</summary>
    private static Tensor ClassesLast(Tensor input)
    {
        if (input.Rank == 2) return input.Contiguous();
        if (input.Rank == 1) return input.Unsqueeze(0).Contiguous();
        int classes = input.Shape[1];
        // Reshape copies only where it must: some strides pass as a view that is not contiguous.
        return input.MoveDim(1, -1).Reshape(classes == 0 ? 0 : input.Numel / classes, classes).Contiguous();
    }

    private static void CheckClasses(string op, Tensor input, Tensor? weight, Reduction reduction)
    {
        if (reduction == Reduction.BatchMean) throw new ArgumentOutOfRangeException(nameof(reduction), reduction, $"{op}: the mean over classes is Reduction.Mean");
        if (input.Rank == 0) throw new ShapeException($"{op}: the input is a scalar; it must be [N, C], [N, C, ..] or [C]");
        if (weight is null) return;
        int classes = input.Shape[input.Rank == 1 ? 0 : 1];
        if (weight.Rank != 1 || weight.Shape[0] != classes)
            throw new ShapeException($"{op}: weights of shape {weight.Shape} do not fit an input of shape {input.Shape}: a weight a class is needed, [{classes}]");
        if (weight.DType != input.DType) throw new DTypeException($"{op}: the weights are {weight.DType.Name}, the input {input.DType.Name}; convert with To");
        if (weight.RequiresGrad && EnableGrad.IsEnabled)
            throw new AutogradException($"{op}: there is no derivative by the weights of the classes; give weight.Detach()");
    }

    /// <summary>Class indices as int64. Any integer is one beyond doubt, and what labels come in: bytes of a file, the int of C#.</summary>
    private static Tensor Classes(string op, Tensor input, Tensor target)
    {
        if (target.DType == DType.Bool || target.DType.IsFloat)
            throw new DTypeException($"{op}: class indices are int64, not {target.DType.Name}; convert with Long()");
        var expected = ShapeOfClasses(input);
        if (!target.Shape.Equals(expected))
            throw new ShapeException($"{op}: targets of shape {target.Shape} do not fit an input of shape {input.Shape}: class indices must have shape {expected}");
        return target.Long();
    }

    /// <summary>[N, ..] for an input [N, C, ..], [] for [C].</summary>
    private static Shape ShapeOfClasses(Tensor input) => input.Rank == 1 ? new Shape() : new Shape([input.Shape[0], .. input.Shape.ToArray()[2..]]);
}
