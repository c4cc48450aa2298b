using Autograd.Memory;

namespace Autograd.NN;

public static partial class Functional
{
    /// <summary>
    /// exp(x) - y x, or x - y log(x + eps): the negative log-likelihood of counts under a Poisson distribution
    /// (<c>torch.nn.functional.poisson_nll_loss</c>).
    /// </summary>
    /// <param name="input">x, the mean or its logarithm: any shape, float32 or float64.</param>
    /// <param name="target">y, the counts: of the same shape.</param>
    /// <param name="logInput">Whether x is the logarithm of the mean.</param>
    /// <param name="full">Adds log(y!) by Stirling's approximation, y log y - y + log(2 pi y) / 2 for y above 1.</param>
    /// <param name="eps">Keeps log(0) away where x is the mean itself.</param>
    /// <param name="reduction">The mean over all elements, their sum, or the single losses.</param>
    /// <param name="broadcast">Allows shapes that only broadcast.</param>
    /// <exception cref="ShapeException">The shapes differ.</exception>
    public static Tensor PoissonNllLoss(
        Tensor input, Tensor target, bool logInput = true, bool full = false, double eps = 1e-8, Reduction reduction = Reduction.Mean, bool broadcast = false)
    {
        using var face = Face.Of(nameof(PoissonNllLoss));
        var losses = logInput
            ? Elementwise("PoissonNllLoss", input, target, default(PoissonLogFormula), Reduction.None, broadcast)
            : Elementwise("PoissonNllLoss", input, target, new PoissonFormula(eps), Reduction.None, broadcast);
        if (full) losses += UnaryOp.Apply(target.To(losses.DType), default(StirlingFormula));
        return Reduced(losses, reduction);
    }

    /// <summary>
    /// (log v + (x - y)^2 / v) / 2 with v = max(var, eps): the negative log-likelihood under a normal distribution
    /// (Nix and Weigend, 1994; <c>torch.nn.functional.gaussian_nll_loss</c>). As in PyTorch the bound eps is no part of the derivative.
    /// </summary>
    /// <param name="input">x, the mean: <c>[.., D]</c>, float32 or float64.</param>
    /// <param name="target">y: of the same shape.</param>
    /// <param name="var">The variance: of the same shape, or with a last size of 1, or without the last dimension.</param>
    /// <param name="full">Adds the constant log(2 pi) / 2.</param>
    /// <param name="eps">The smallest variance that is divided by.</param>
    /// <param name="reduction">The mean over all elements, their sum, or the single losses.</param>
    /// <param name="broadcast">Allows an input and a target that only broadcast.</param>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    /// <exception cref="ArgumentException">A variance is negative.</exception>
    public static Tensor GaussianNllLoss(
        Tensor input, Tensor target, Tensor var, bool full = false, double eps = 1e-6, Reduction reduction = Reduction.Mean, bool broadcast = false)
    {
        using var face = Face.Of(nameof(GaussianNllLoss));
        NeedSameShape("GaussianNllLoss", input, target, broadcast);
        ArgumentNullException.ThrowIfNull(var);
        var v = Variances(input, var);
        if (v.DType.IsFloat) Op.Call(default(VarianceCheck), v.Detach().Contiguous());
        var losses = TernaryOp.Apply(input, target, AtLeast(v, eps), default(GaussianFormula));
        return Reduced(full ? losses + 0.5 * Math.Log(2 * Math.PI) : losses, reduction);
    }

    /// <summary>log cosh(x - y): a square near 0, a line far away, and smooth in between.</summary>
    /// <param name="input">x: any shape, float32 or float64.</param>
    /// <param name="target">y: of the same shape.</param>
    /// <param name="reduction">The mean over all elements, their sum, or the single losses.</param>
    /// <param name="broadcast">Allows shapes that only broadcast.</param>
    /// <exception cref="ShapeException">The shapes differ.</exception>
    public static Tensor LogCoshLoss(Tensor input, Tensor target, Reduction reduction = Reduction.Mean, bool broadcast = false) =>
        Elementwise("LogCoshLoss", input, target, default(LogCoshFormula), reduction, broadcast);

    /// <summary>
    /// 100 |x - y| / max(|y|, eps), the absolute error in percent (MAPE; <c>torchmetrics.functional.mean_absolute_percentage_error</c>
    /// without the factor 100). Defined at y = 0, where it is large.
    /// </summary>
    /// <param name="input">x: any shape, float32 or float64.</param>
    /// <param name="target">y: of the same shape.</param>
    /// <param name="eps">The smallest magnitude that is divided by, above 0.</param>
    /// <param name="reduction">The mean over all elements, their sum, or the single losses.</param>
    /// <param name="broadcast">Allows shapes that only broadcast.</param>
    /// <exception cref="ShapeException">The shapes differ.</exception>
    /// <exception cref="ArgumentOutOfRangeException">eps is not positive.</exception>
    public static Tensor MapeLoss(Tensor input, Tensor target, double eps = 1.17e-6, Reduction reduction = Reduction.Mean, bool broadcast = false)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(eps);
        return Elementwise("MapeLoss", input, target, new PercentageErrorFormula(eps), reduction, broadcast);
    }

    /// <summary>
    /// max(q e, (q - 1) e) with e = y - x: least where x is the q-quantile of y (the pinball loss; Koenker and Bassett, 1978).
    /// </summary>
    /// <param name="input">x: any shape, float32 or float64.</param>
    /// <param name="target">y: of the same shape.</param>
    /// <param name="q">The quantile, in (0, 1); 0.5 gives half the absolute error.</param>
    /// <param name="reduction">The mean over all elements, their sum, or the single losses.</param>
    /// <param name="broadcast">Allows shapes that only broadcast.</param>
    /// <exception cref="ShapeException">The shapes differ.</exception>
    /// <exception cref="ArgumentOutOfRangeException">q is not in (0, 1).</exception>
    public static Tensor QuantileLoss(Tensor input, Tensor target, double q = 0.5, Reduction reduction = Reduction.Mean, bool broadcast = false)
    {
        if (!(q > 0 && q < 1)) throw new ArgumentOutOfRangeException(nameof(q), q, "QuantileLoss: a quantile lies in (0, 1)");
        return Elementwise("QuantileLoss", input, target, new QuantileFormula(q), reduction, broadcast);
    }

    /// <summary>
    /// The binary cross-entropy of logits times a (1 - p)^gamma, p being the probability given to what is true and a the weight of its
    /// class: what is easy counts little (Lin et al., 2017; <c>torchvision.ops.sigmoid_focal_loss</c>).
    /// </summary>
    /// <param name="input">x, the logits: any shape, float32 or float64.</param>
    /// <param name="target">y in [0, 1]: of the same shape.</param>
    /// <param name="alpha">a is alpha where y is 1 and 1 - alpha where y is 0; none when negative.</param>
    /// <param name="gamma">How little the easy ones count, at least 0; 0 gives the cross-entropy.</param>
    /// <param name="reduction">The single losses, as in torchvision, their mean, or their sum.</param>
    /// <exception cref="ShapeException">The shapes differ.</exception>
    /// <exception cref="ArgumentOutOfRangeException">gamma is negative.</exception>
    public static Tensor SigmoidFocalLoss(Tensor input, Tensor target, double alpha = 0.25, double gamma = 2, Reduction reduction = Reduction.None)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(gamma);
        var losses = Elementwise("SigmoidFocalLoss", input, target, default(BinaryCrossEntropyWithLogits), Reduction.None, broadcast: false);
        // 1 - p as sigmoid(-x) where y is 1: nothing cancels.
        var missing = target * (-input).Sigmoid() + (1.0 - target) * input.Sigmoid();
        losses *= missing.Pow(gamma);
        return Reduced(alpha < 0 ? losses : losses * (alpha * target + (1 - alpha) * (1.0 - target)), reduction);
    }

    /// <summary>
    /// 1 - (2 sum(x y) + smooth) / (sum(x) + sum(y) + smooth) of each sample: how little two regions overlap (Milletari et al., 2016).
    /// </summary>
    /// <param name="input">x, probabilities: <c>[N, ..]</c>, or <c>[D]</c> for a single sample; float32 or float64.</param>
    /// <param name="target">y, usually 0 or 1: of the same shape.</param>
    /// <param name="smooth">Added to both sides of the quotient, so that two empty regions overlap.</param>
    /// <param name="reduction">The mean over the samples, their sum, or the single losses.</param>
    /// <exception cref="ShapeException">The shapes differ, or are those of scalars.</exception>
    public static Tensor DiceLoss(Tensor input, Tensor target, double smooth = 1, Reduction reduction = Reduction.Mean)
    {
        using var face = Face.Of(nameof(DiceLoss));
        NeedSameShape("DiceLoss", input, target, broadcast: null);
        if (input.Rank == 0) throw new ShapeException("DiceLoss: the input is a scalar; it must be [N, ..] or [D]");
        int[] dims = input.Rank == 1 ? [0] : [.. Enumerable.Range(1, input.Rank - 1)];
        var overlap = 2.0 * (input * target).Sum(dims) + smooth;
        return Reduced(1.0 - overlap / (input.Sum(dims) + target.Sum(dims) + smooth), reduction);
    }

    /// <summary>The variances in a shape that broadcasts to the input's: [.., D], [.., 1], or [..] with a dimension added.</summary>
    private static Tensor Variances(Tensor input, Tensor var)
    {
        if (var.Shape == input.Shape) return var;
        var sizes = input.Shape.ToArray();
        if (sizes.Length > 0)
        {
            if (var.Shape.Equals(new Shape(sizes[..^1]))) return var.Unsqueeze(-1);
            if (var.Shape.Equals(new Shape([.. sizes[..^1], 1]))) return var;
        }
        throw new ShapeException($"GaussianNllLoss: variances of shape {var.Shape} do not fit an input of shape {input.Shape}: they have its shape, or a last size of 1, or no last dimension");
    }
}
