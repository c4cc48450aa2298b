using Autograd.Memory;

namespace Autograd.NN;

public static partial class Functional
{
    /// <summary>
    /// x where y is 1, max(0, margin - x) where y is -1: a distance that is to be small for some pairs and large for others
    /// (<c>torch.nn.functional.hinge_embedding_loss</c>). At x = margin the slope is -1.
    /// </summary>
    /// <param name="input">x, usually distances: any shape, float32 or float64.</param>
    /// <param name="target">y, 1 or -1: of the same shape.</param>
    /// <param name="margin">The distance beyond which nothing is gained.</param>
    /// <param name="reduction">The mean over all elements, their sum, or the single losses.</param>
    /// <param name="broadcast">Allows shapes that only broadcast.</param>
    /// <exception cref="ShapeException">The shapes differ.</exception>
    public static Tensor HingeEmbeddingLoss(Tensor input, Tensor target, double margin = 1, Reduction reduction = Reduction.Mean, bool broadcast = false)
    {
        using var face = Face.Of(nameof(HingeEmbeddingLoss));
        return Elementwise("HingeEmbeddingLoss", input, target, new HingeEmbeddingFormula(margin), reduction, broadcast);
    }

    /// <summary>log(1 + exp(-x y)), without overflow (<c>torch.nn.functional.soft_margin_loss</c>).</summary>
    /// <param name="input">x, the scores: any shape, float32 or float64.</param>
    /// <param name="target">y, 1 or -1: of the same shape.</param>
    /// <param name="reduction">The mean over all elements, their sum, or the single losses.</param>
    /// <param name="broadcast">Allows shapes that only broadcast.</param>
    /// <exception cref="ShapeException">The shapes differ.</exception>
    public static Tensor SoftMarginLoss(Tensor input, Tensor target, Reduction reduction = Reduction.Mean, bool broadcast = false)
    {
        using var face = Face.Of(nameof(SoftMarginLoss));
        return Elementwise("SoftMarginLoss", input, target, default(SoftMarginFormula), reduction, broadcast);
    }

    /// <summary>
    /// max(0, margin - y (x1 - x2)): the first is to be ranked above the second where y is 1, below it where y is -1
    /// (<c>torch.nn.functional.margin_ranking_loss</c>). At the kink the slope is that of the line.
    /// </summary>
    /// <param name="input1">x1: any shape, float32 or float64.</param>
    /// <param name="input2">x2: of the same shape.</param>
    /// <param name="target">y, 1 or -1: of the same shape.</param>
    /// <param name="margin">By how much the ranks are to differ.</param>
    /// <param name="reduction">The mean over all elements, their sum, or the single losses.</param>
    /// <exception cref="ShapeException">The shapes differ.</exception>
    public static Tensor MarginRankingLoss(Tensor input1, Tensor input2, Tensor target, double margin = 0, Reduction reduction = Reduction.Mean)
    {
        using var face = Face.Of(nameof(MarginRankingLoss));
        NeedSameShape("MarginRankingLoss", "input1", input1, "input2", input2);
        NeedSameShape("MarginRankingLoss", "input1", input1, "target", target);
        return Reduced((target * (input2 - input1) + margin).Clamp(0.0), reduction);
    }

    /// <summary>
    /// l = sum over the classes c other than t of max(0, margin - x_t + x_c)^p w_t / C, the hinge of several classes
    /// (Crammer and Singer, 2001; <c>torch.nn.functional.multi_margin_loss</c>). At a kink the slope is 0.
    /// </summary>
    /// <param name="input">x, the scores: <c>[N, C]</c>, <c>[C]</c>, or a scalar for a single class.</param>
    /// <param name="target">t, classes of any integer dtype: <c>[N]</c>, or a scalar.</param>
    /// <param name="p">1 or 2.</param>
    /// <param name="margin">By how much the score of the class is to exceed the others.</param>
    /// <param name="weight">w, a weight a class, <c>[C]</c>, or none.</param>
    /// <param name="reduction">The mean over the batch, the sum, or the single losses.</param>
    /// <exception cref="ShapeException">The shapes do not fit, or a target is no class.</exception>
    /// <exception cref="DTypeException">The targets are not integers.</exception>
    /// <exception cref="ArgumentOutOfRangeException">p is neither 1 nor 2.</exception>
    public static Tensor MultiMarginLoss(
        Tensor input, Tensor target, int p = 1, double margin = 1, Tensor? weight = null, Reduction reduction = Reduction.Mean)
    {
        using var face = Face.Of(nameof(MultiMarginLoss));
        ArgumentNullException.ThrowIfNull(target);
        if (p is not (1 or 2)) throw new ArgumentOutOfRangeException(nameof(p), p, "MultiMarginLoss: p is 1 or 2");
        input = ScoresOfClasses("MultiMarginLoss", input);
        // As in PyTorch, [C] with a target [1] is a batch of one.
        if (input.Rank == 1 && target.Rank == 1) input = input.Unsqueeze(0);
        CheckClasses("MultiMarginLoss", input, weight, reduction);
        target = Classes("MultiMarginLoss", input, target);
        int classes = input.Shape[-1];
        var x = input.Rank == 1 ? input.Unsqueeze(0) : input;
        var t = target.Reshape(-1, 1);
        Op.Call(new ClassCheck("MultiMarginLoss", classes), t.Contiguous());
        var excess = (x - x.Gather(1, t) + margin).ReLU();
        if (p == 2) excess = excess.Square();
        if (weight is not null) excess *= weight.IndexSelect(0, t.Reshape(-1)).Unsqueeze(1);
        var losses = excess.MaskedFill(Tensor.Arange(classes).Eq(t), 0).Sum(1) / (double)classes;
        return Reduced(losses.Reshape(target.Shape), reduction);
    }

    /// <summary>
    /// l = sum over the classes j that hold and i that do not of max(0, 1 - x_j + x_i) / C
    /// (<c>torch.nn.functional.multilabel_margin_loss</c>). At a kink the slope is 0. Takes memory of [N, C, C].
    /// </summary>
    /// <param name="input">x, the scores: <c>[N, C]</c>, <c>[C]</c>, or a scalar for a single class.</param>
    /// <param name="target">The classes that hold, any integer dtype, and behind the last one -1: of the input's shape.</param>
    /// <param name="reduction">The mean over the batch, the sum, or the single losses.</param>
    /// <exception cref="ShapeException">The shapes differ, or a target is no class.</exception>
    /// <exception cref="DTypeException">The targets are not integers.</exception>
    public static Tensor MultilabelMarginLoss(Tensor input, Tensor target, Reduction reduction = Reduction.Mean)
    {
        using var face = Face.Of(nameof(MultilabelMarginLoss));
        const long End = -1;
        NeedSameShape("MultilabelMarginLoss", input, target, broadcast: null);
        var scores = ScoresOfClasses("MultilabelMarginLoss", input);
        if (target.DType == DType.Bool || target.DType.IsFloat)
            throw new DTypeException($"MultilabelMarginLoss: class indices are int64, not {target.DType.Name}; convert with Long()");
        int classes = scores.Shape[-1];
        int[] rows = [scores.Rank == 1 ? 1 : scores.Shape[0], classes];
        var (x, t) = (scores.Reshape(rows), target.Long().Reshape(rows).Contiguous());
        Op.Call(new ClassCheck("MultilabelMarginLoss", classes, End, "the end", columns: classes), t);
        // What stands behind the first -1 counts for nothing.
        var listed = t.Ge(0).Long().CumProd(1);
        var beyond = listed.Eq(0);
        t = t.MaskedFill(beyond, 0);
        var holds = Tensor.Zeros(rows, DType.Int64).ScatterAdd(1, t, listed).Gt(0);
        // [N, C that hold, C that do not]
        var excess = (x.Unsqueeze(1) - x.Gather(1, t).Unsqueeze(2) + 1.0).ReLU();
        var losses = excess.MaskedFill(beyond.Unsqueeze(2).LogicalOr(holds.Unsqueeze(1)), 0).Sum([1, 2]) / (double)classes;
        return Reduced(input.Rank == 2 ? losses : losses.Reshape([]), reduction);
    }

    /// <summary>
    /// The binary cross-entropy of every class, the mean over the classes
    /// (<c>torch.nn.functional.multilabel_soft_margin_loss</c>): -(y log sigmoid(x) + (1 - y) log(1 - sigmoid(x))).
    /// </summary>
    /// <param name="input">x, the logits: <c>[.., C]</c>, float32 or float64.</param>
    /// <param name="target">y, usually 0 or 1: of the same shape.</param>
    /// <param name="weight">A weight a class, broadcast, or none.</param>
    /// <param name="reduction">The mean over the batch, the sum, or the single losses.</param>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    public static Tensor MultilabelSoftMarginLoss(Tensor input, Tensor target, Tensor? weight = null, Reduction reduction = Reduction.Mean)
    {
        using var face = Face.Of(nameof(MultilabelSoftMarginLoss));
        NeedSameShape("MultilabelSoftMarginLoss", input, target, broadcast: null);
        if (input.Rank == 0) throw new ShapeException("MultilabelSoftMarginLoss: the input is a scalar; it must be [.., C]");
        var losses = BinaryOp.Apply(input, target, default(BinaryCrossEntropyWithLogits));
        return Reduced(Weighted("MultilabelSoftMarginLoss", losses, weight).Mean(-1), reduction);
    }

    /// <summary>Scores as [N, C] or [C]; a scalar is the score of a single class.</summary>
    private static Tensor ScoresOfClasses(string op, Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (input.Rank > 2 || (input.Rank > 0 && input.Shape[-1] == 0))
            throw new ShapeException($"{op}: an input of shape {input.Shape} does not hold scores of classes: it must be [N, C] or [C]");
        return input.Rank == 0 ? input.Unsqueeze(0) : input;
    }

    private static void NeedSameShape(string op, string firstName, Tensor first, string secondName, Tensor second)
    {
        ArgumentNullException.ThrowIfNull(first, firstName);
        ArgumentNullException.ThrowIfNull(second, secondName);
        if (first.Shape != second.Shape)
            throw new ShapeException($"{op}: {firstName} {first.Shape} and {secondName} {second.Shape} differ; reshape or expand one of them");
    }
}
