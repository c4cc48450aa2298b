using Autograd.Memory;

namespace Autograd.NN;

public static partial class Functional
{
    /// <summary>(x - y)^2 (<c>torch.nn.functional.mse_loss</c>).</summary>
    /// <inheritdoc cref="L1Loss"/>
    public static Tensor MseLoss(Tensor input, Tensor target, Reduction reduction = Reduction.Mean, bool broadcast = false) =>
        Elementwise("MseLoss", input, target, default(SquaredError), reduction, broadcast);

    /// <summary>|x - y| (<c>torch.nn.functional.l1_loss</c>).</summary>
    /// <param name="input">x: any shape, float32 or float64.</param>
    /// <param name="target">y: of the same shape.</param>
    /// <param name="reduction">The mean over all elements, their sum, or the single losses.</param>
    /// <param name="broadcast">Allows shapes that only broadcast; <c>[N, 1]</c> against <c>[N]</c> is nearly always a mistake.</param>
    /// <exception cref="ShapeException">The shapes differ.</exception>
    public static Tensor L1Loss(Tensor input, Tensor target, Reduction reduction = Reduction.Mean, bool broadcast = false) =>
        Elementwise("L1Loss", input, target, default(AbsoluteError), reduction, broadcast);

    /// <summary>d^2 / (2 beta) for |d| below beta, |d| - beta / 2 beyond, d = x - y (Girshick, 2015; <c>torch.nn.functional.smooth_l1_loss</c>).</summary>
    /// <param name="input">x: any shape, float32 or float64.</param>
    /// <param name="target">y: of the same shape.</param>
    /// <param name="reduction">The mean over all elements, their sum, or the single losses.</param>
    /// <param name="beta">Where the square turns into the line, at least 0; 0 gives the L1 loss.</param>
    /// <param name="broadcast">Allows shapes that only broadcast.</param>
    /// <exception cref="ShapeException">The shapes differ.</exception>
    /// <exception cref="ArgumentOutOfRangeException">beta is negative.</exception>
    public static Tensor SmoothL1Loss(Tensor input, Tensor target, Reduction reduction = Reduction.Mean, double beta = 1, bool broadcast = false)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(beta);
        return beta == 0
            ? L1Loss(input, target, reduction, broadcast)
            : Elementwise("SmoothL1Loss", input, target, new HuberError(beta, 1 / beta), reduction, broadcast);
    }

    /// <summary>d^2 / 2 for |d| up to delta, delta (|d| - delta / 2) beyond, d = x - y (Huber, 1964; <c>torch.nn.functional.huber_loss</c>).</summary>
    /// <param name="input">x: any shape, float32 or float64.</param>
    /// <param name="target">y: of the same shape.</param>
    /// <param name="reduction">The mean over all elements, their sum, or the single losses.</param>
    /// <param name="delta">Where the square turns into the line, above 0.</param>
    /// <param name="broadcast">Allows shapes that only broadcast.</param>
    /// <exception cref="ShapeException">The shapes differ.</exception>
    /// <exception cref="ArgumentOutOfRangeException">delta is not positive.</exception>
    public static Tensor HuberLoss(Tensor input, Tensor target, Reduction reduction = Reduction.Mean, double delta = 1, bool broadcast = false)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(delta);
        return Elementwise("HuberLoss", input, target, new HuberError(delta, 1), reduction, broadcast);
    }

    /// <summary>
    /// -(y log sigmoid(x) + (1 - y) log(1 - sigmoid(x))), without overflow (<c>torch.nn.functional.binary_cross_entropy_with_logits</c>).
    /// </summary>
    /// <param name="input">x, the logits: any shape, float32 or float64.</param>
    /// <param name="target">y: of the same shape, usually in [0, 1].</param>
    /// <param name="weight">A factor for the losses, broadcast to their shape, or none.</param>
    /// <param name="reduction">The mean over all elements, their sum, or the single losses.</param>
    /// <param name="posWeight">A factor for the term with y, broadcast, or none: above 1 it trades precision for recall.</param>
    /// <param name="broadcast">Allows an input and a target that only broadcast.</param>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    public static Tensor BinaryCrossEntropyWithLogits(
        Tensor input, Tensor target, Tensor? weight = null, Reduction reduction = Reduction.Mean, Tensor? posWeight = null, bool broadcast = false)
    {
        using var face = Face.Of(nameof(BinaryCrossEntropyWithLogits));
        Tensor losses;
        if (posWeight is null)
        {
            losses = Elementwise("BinaryCrossEntropyWithLogits", input, target, default(BinaryCrossEntropyWithLogits), Reduction.None, broadcast);
        }
        else
        {
            NeedSameShape("BinaryCrossEntropyWithLogits", input, target, broadcast);
            NeedToBroadcast("BinaryCrossEntropyWithLogits", "a posWeight", posWeight, target.Shape);
            // (1 - y) x + (1 + (p - 1) y) log(1 + exp(-x))
            losses = (1.0 - target) * input - ((posWeight - 1.0) * target + 1.0) * input.LogSigmoid();
        }
        return Reduced(Weighted("BinaryCrossEntropyWithLogits", losses, weight), reduction);
    }

    /// <summary>-(y log x + (1 - y) log(1 - x)), logarithms not below -100 (<c>torch.nn.functional.binary_cross_entropy</c>).</summary>
    /// <param name="input">x, probabilities in [0, 1]: any shape, float32 or float64. With logits, <see cref="BinaryCrossEntropyWithLogits"/> is exact.</param>
    /// <param name="target">y: of the same shape.</param>
    /// <param name="weight">A factor for the losses, broadcast to their shape, or none.</param>
    /// <param name="reduction">The mean over all elements, their sum, or the single losses.</param>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    /// <exception cref="ArgumentException">A probability lies outside of [0, 1].</exception>
    public static Tensor BinaryCrossEntropy(Tensor input, Tensor target, Tensor? weight = null, Reduction reduction = Reduction.Mean)
    {
        using var face = Face.Of(nameof(BinaryCrossEntropy));
        NeedSameShape("BinaryCrossEntropy", input, target, broadcast: null);
        if (input.DType.IsFloat) Op.Call(new ProbabilityCheck("BinaryCrossEntropy"), input.Detach().Contiguous());
        var losses = BinaryOp.Apply(input, target, default(BinaryCrossEntropy));
        return Reduced(Weighted("BinaryCrossEntropy", losses, weight), reduction);
    }

    /// <summary>
    /// y (log y - x) with x a logarithm: summed over the classes it is the Kullback-Leibler divergence
    /// (<c>torch.nn.functional.kl_div</c>).
    /// </summary>
    /// <param name="input">x, log-probabilities: any shape, float32 or float64.</param>
    /// <param name="target">y, probabilities, or their logarithms: of the same shape.</param>
    /// <param name="reduction">The mean over all elements, their sum, the single losses, or BatchMean for the divergence.</param>
    /// <param name="logTarget">Whether the target holds logarithms.</param>
    /// <param name="broadcast">Allows shapes that only broadcast.</param>
    /// <exception cref="ShapeException">The shapes differ.</exception>
    public static Tensor KlDiv(Tensor input, Tensor target, Reduction reduction = Reduction.Mean, bool logTarget = false, bool broadcast = false) => logTarget
        ? Elementwise("KlDiv", input, target, default(KlDivergenceOfLogs), reduction, broadcast)
        : Elementwise("KlDiv", input, target, default(KlDivergence), reduction, broadcast);

    private static Tensor Elementwise<F>(string op, Tensor input, Tensor target, F formula, Reduction reduction, bool broadcast)
        where F : struct, Formulas.IBinaryFormula
    {
        NeedSameShape(op, input, target, broadcast);
        return Reduced(BinaryOp.Apply(input, target, formula), reduction);
    }

    private static Tensor Weighted(string op, Tensor losses, Tensor? weight)
    {
        if (weight is null) return losses;
        NeedToBroadcast(op, "a weight", weight, losses.Shape);
        return losses * weight;
    }

    private static Tensor Reduced(Tensor losses, Reduction reduction) => reduction switch
    {
        Reduction.None => losses,
        Reduction.Sum => losses.Sum(),
        Reduction.BatchMean => losses.Sum() / (double)(losses.Rank == 0 ? 1 : losses.Shape[0]),
        _ => losses.Mean(),
    };

    /// <summary>Shapes that only broadcast are refused: <c>[N, 1]</c> against <c>[N]</c> is nearly always a mistake.</summary>
    /// <param name="op">The loss.</param>
    /// <param name="input">x.</param>
    /// <param name="target">y.</param>
    /// <param name="broadcast">Whether other shapes are allowed; null for a loss that cannot be told so.</param>
    private static void NeedSameShape(string op, Tensor input, Tensor target, bool? broadcast)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(target);
        if (broadcast == true || input.Shape == target.Shape) return;
        throw new ShapeException($"{op}: input {input.Shape} and target {target.Shape} differ; reshape one of them{(broadcast is null ? "" : ", or pass broadcast: true where broadcasting is meant")}");
    }

    private static void NeedToBroadcast(string op, string what, Tensor tensor, Shape shape)
    {
        int offset = shape.Rank - tensor.Rank;
        bool fits = offset >= 0;
        for (int d = 0; fits && d < tensor.Rank; d++) fits = tensor.Shape[d] == 1 || tensor.Shape[d] == shape[d + offset];
        if (!fits) throw new ShapeException($"{op}: {what} of shape {tensor.Shape} does not broadcast to the losses, {shape}");
    }
}
