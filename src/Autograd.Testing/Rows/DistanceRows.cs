using static Autograd.Testing.Differentiability;
using F = Autograd.NN.Functional;

namespace Autograd.Testing;

/// <summary>Distances of vectors, and the losses that are made of them.</summary>
internal static class DistanceRows
{
    public static IEnumerable<OpRow> All()
    {
        OpRow[] rows =
        [
            new OpRow("CosineSimilarity", "torch.nn.functional.cosine_similarity")
                .On(d => [d.NonZero(2, 3, 2), d.NonZero(2, 3, 2)], xs => F.CosineSimilarity(xs[0], xs[1]))
                .On(d => [d.NonZero(d.Size(), 3), d.NonZero(3)], xs => F.CosineSimilarity(xs[0], xs[1], -1)),
            new OpRow("PairwiseDistance", "torch.nn.functional.pairwise_distance", Piecewise)
                .On(d => [d.OnGrid(0, d.Size(), 3), d.OnGrid(0.4, 3)], xs => F.PairwiseDistance(xs[0], xs[1]))
                .On(d => [d.OnGrid(0, 2, 3), d.OnGrid(0.4, 2, 3)], xs => F.PairwiseDistance(xs[0], xs[1], 1, keepDim: true))
                .On(d => [d.OnGrid(0, 3), d.OnGrid(0.4, 3)], xs => F.PairwiseDistance(xs[0], xs[1], 3)),
            new OpRow("PDist", "torch.nn.functional.pdist", Piecewise)
                .On(d => [d.Distinct(4, 2)], xs => F.PDist(xs[0]))
                .On(d => [d.Distinct(3, 2)], xs => F.PDist(xs[0], 3))
                .On(d => [d.Distinct(3, 2)], xs => F.PDist(xs[0], 1)),
            new OpRow("CDist", "torch.cdist", Piecewise)
                .On(d => [d.OnGrid(0, d.Size(), 3), d.OnGrid(0.4, 2, 3)], xs => Tensor.CDist(xs[0], xs[1]))
                .On(d => [d.OnGrid(0, 2, 2, 3), d.OnGrid(0.4, 3, 3)], xs => Tensor.CDist(xs[0], xs[1], 3))
                .On(d => [d.OnGrid(0, 2, 3), d.OnGrid(0.4, 2, 3)], xs => Tensor.CDist(xs[0], xs[1], 1)),
            // The cosine of positive vectors is above the margin.
            new OpRow("CosineEmbeddingLoss", "torch.nn.functional.cosine_embedding_loss", Piecewise)
                .On(d => [d.Positive(3, 2), d.Positive(3, 2), d.Mask(3)], xs => F.CosineEmbeddingLoss(xs[0], xs[1], xs[2].Long() * 2 - 1, 0.1))
                .On(d => [d.Positive(3), d.Positive(3)], xs => F.CosineEmbeddingLoss(xs[0], xs[1], Tensor.Scalar(-1.0), reduction: Reduction.Sum)),
            // The margin is beyond all differences of distances.
            new OpRow("TripletMarginLoss", "torch.nn.functional.triplet_margin_loss", Piecewise)
                .On(Three, xs => F.TripletMarginLoss(xs[0], xs[1], xs[2], margin: 20))
                .On(Three, xs => F.TripletMarginLoss(xs[0], xs[1], xs[2], margin: 20, p: 3, swap: true, reduction: Reduction.None)),
            new OpRow("TripletMarginWithDistanceLoss", "torch.nn.functional.triplet_margin_with_distance_loss", Piecewise)
                .On(Three, xs => F.TripletMarginWithDistanceLoss(xs[0], xs[1], xs[2], (x, y) => 1.0 - F.CosineSimilarity(x, y), margin: 20))
                .On(Three, xs => F.TripletMarginWithDistanceLoss(xs[0], xs[1], xs[2], margin: 20, reduction: Reduction.Sum)),
        ];
        foreach (var row in rows) row.OnIntegers(IntegerResult.Untested);
        return rows;
    }

    private static Tensor[] Three(Dice d) => [d.OnGrid(0, 3, 2), d.OnGrid(0.4, 3, 2), d.OnGrid(0.7, 3, 2)];
}
