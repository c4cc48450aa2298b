namespace Autograd.NN;

/// <summary>The cosine of two vectors, see <see cref="Functional.CosineSimilarity"/> (<c>torch.nn.CosineSimilarity</c>). Forward takes both.</summary>
/// <param name="dim">The dimension of the vectors.</param>
/// <param name="eps">The smallest length that is divided by.</param>
public sealed class CosineSimilarity(int dim = 1, double eps = 1e-8) : Module
{
    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor x1, Tensor x2) => Functional.CosineSimilarity(x1, x2, dim, eps);
}

/// <summary>The p-norm of differences, see <see cref="Functional.PairwiseDistance"/> (<c>torch.nn.PairwiseDistance</c>). Forward takes both tensors.</summary>
/// <param name="p">The order of the norm.</param>
/// <param name="eps">Keeps equal vectors away from the kink of the norm.</param>
/// <param name="keepDim">Leave the last dimension with size 1.</param>
public sealed class PairwiseDistance(double p = 2, double eps = 1e-6, bool keepDim = false) : Module
{
    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor x1, Tensor x2) => Functional.PairwiseDistance(x1, x2, p, eps, keepDim);
}

/// <summary>The cosine of pairs that are to be alike or not, see <see cref="Functional.CosineEmbeddingLoss"/> (<c>torch.nn.CosineEmbeddingLoss</c>). Forward takes both inputs and the target.</summary>
/// <param name="margin">The cosine below which nothing is gained.</param>
/// <param name="reduction">The mean, the sum, or the single losses.</param>
public sealed class CosineEmbeddingLoss(double margin = 0, Reduction reduction = Reduction.Mean) : Module
{
    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input1, Tensor input2, Tensor target) => Functional.CosineEmbeddingLoss(input1, input2, target, margin, reduction);
}

/// <summary>Near and far by a p-norm, see <see cref="Functional.TripletMarginLoss"/> (<c>torch.nn.TripletMarginLoss</c>). Forward takes anchor, positive and negative.</summary>
/// <param name="margin">By how much the distances are to differ.</param>
/// <param name="p">The order of the norm.</param>
/// <param name="eps">Added to the differences.</param>
/// <param name="swap">Whether the distance of positive and negative counts where it is smaller.</param>
/// <param name="reduction">The mean, the sum, or the single losses.</param>
public sealed class TripletMarginLoss(double margin = 1, double p = 2, double eps = 1e-6, bool swap = false, Reduction reduction = Reduction.Mean) : Module
{
    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor anchor, Tensor positive, Tensor negative) =>
        Functional.TripletMarginLoss(anchor, positive, negative, margin, p, eps, swap, reduction);
}

/// <summary>Near and far by a distance of one's own, see <see cref="Functional.TripletMarginWithDistanceLoss"/> (<c>torch.nn.TripletMarginWithDistanceLoss</c>). Forward takes anchor, positive and negative.</summary>
/// <param name="distanceFunction">The distance; Euclid's when not given.</param>
/// <param name="margin">By how much the distances are to differ.</param>
/// <param name="swap">Whether the distance of positive and negative counts where it is smaller.</param>
/// <param name="reduction">The mean, the sum, or the single losses.</param>
public sealed class TripletMarginWithDistanceLoss(
    Func<Tensor, Tensor, Tensor>? distanceFunction = null, double margin = 1, bool swap = false, Reduction reduction = Reduction.Mean) : Module
{
    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor anchor, Tensor positive, Tensor negative) =>
        Functional.TripletMarginWithDistanceLoss(anchor, positive, negative, distanceFunction, margin, swap, reduction);
}
