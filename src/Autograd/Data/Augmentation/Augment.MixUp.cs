using F = Autograd.NN.Functional;

namespace Autograd.Data;

/// <content>Batches mixed with themselves.</content>
public static partial class Augment
{
    /// <summary>
    /// Each picture of a batch mixed with the one before it, lambda x + (1 - lambda) x', and its class likewise, one lambda a batch, drawn from Beta(alpha, alpha)
    /// (Zhang et al., 2017; <c>transforms.v2.MixUp</c>). The targets become shares of the classes, which <c>F.CrossEntropy</c> takes.
    /// </summary>
    /// <remarks>As a loader's last step: <c>collate: elements => Augment.MixUp(Batch.Stack(elements), numClasses: 10)</c>; what it draws there comes from a stream of the batch's own.</remarks>
    /// <param name="batch">Pictures, floating <c>[N, ..]</c>, and classes, int64 <c>[N]</c>, or their shares, <c>[N, C]</c>.</param>
    /// <param name="numClasses">How many classes there are.</param>
    /// <param name="alpha">Above 0: near 0 hardly anything is mixed, at 1 lambda is uniform.</param>
    /// <param name="generator">The source of lambda; the thread's default one when not given.</param>
    /// <returns>Pictures as before, and shares of classes <c>[N, C]</c> of the pictures' dtype.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no class, or alpha is not above 0.</exception>
    /// <exception cref="ArgumentException">The batch has not two tensors, or they do not fit.</exception>
    public static Batch MixUp(Batch batch, int numClasses, double alpha = 1, Generator? generator = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(numClasses);
        if (!(alpha > 0 && double.IsFinite(alpha))) throw new ArgumentOutOfRangeException(nameof(alpha), alpha, "MixUp: alpha is a number above 0");
        if (batch.Count != 2) throw new ArgumentException(FormattableString.Invariant($"MixUp: a batch of {batch.Count} tensors is not one of pictures and classes"), nameof(batch));
        var (x, y) = batch;
        if (!x.DType.IsDifferentiable) throw new DTypeException($"MixUp: the pictures are {x.DType.Name}; make them floating before");
        if (x.Rank == 0 || y.Rank is not (1 or 2) || y.Shape[0] != x.Shape[0] || (y.Rank == 2 && y.Shape[1] != numClasses))
            throw new ShapeException(FormattableString.Invariant($"MixUp: pictures of shape {x.Shape} and targets of shape {y.Shape} do not fit {numClasses} classes: [N, ..], and [N] or [N, {numClasses}]"));
        double lambda = Beta(generator ?? Generator.Default, alpha);
        var shares = (y.Rank == 1 ? F.OneHot(y.Long(), numClasses) : y).To(x.DType);
        Tensor Mixed(Tensor t) => t.Shape[0] == 0 ? t : (t * lambda) + (t.Roll(1, 0) * (1 - lambda));
        return new Batch(Mixed(x), Mixed(shares));
    }

    /// <summary>A number of Beta(alpha, alpha): u / (u + v) of two of Gamma(alpha).</summary>
    private static double Beta(Generator generator, double alpha)
    {
        // In logarithms: for a small alpha both may lie below the smallest double.
        double u = LogGamma(generator, alpha), v = LogGamma(generator, alpha);
        return 1 / (1 + Math.Exp(v - u));
    }

    /// <summary>The logarithm of a number of Gamma(alpha, 1) (Marsaglia and Tsang, 2000; for alpha below 1 Gamma(alpha + 1) times U^(1 / alpha)).</summary>
    private static double LogGamma(Generator generator, double alpha)
    {
        if (alpha < 1) return LogGamma(generator, alpha + 1) + (Math.Log(1 - Uniform.Unit(generator)) / alpha);
        double d = alpha - (1.0 / 3), c = 1 / Math.Sqrt(9 * d);
        while (true)
        {
            double z = Uniform.Normal(generator), t = 1 + (c * z), w = t * t * t;
            if (t > 0 && Math.Log(1 - Uniform.Unit(generator)) < (z * z / 2) + d - (d * w) + (d * Math.Log(w))) return Math.Log(d * w);
        }
    }
}
