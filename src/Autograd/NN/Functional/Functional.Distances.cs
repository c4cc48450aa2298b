using Autograd.Memory;

namespace Autograd.NN;

public static partial class Functional
{
    /// <summary>
    /// x1 x2 / (max(||x1||, eps) max(||x2||, eps)) along a dimension (<c>torch.nn.functional.cosine_similarity</c>). As in PyTorch
    /// the bound eps is no part of the derivative.
    /// </summary>
    /// <param name="x1">Any shape, float32 or float64.</param>
    /// <param name="x2">Broadcasts against x1.</param>
    /// <param name="dim">The dimension of the vectors; it goes away.</param>
    /// <param name="eps">The smallest length that is divided by.</param>
    /// <exception cref="ShapeException">The shapes do not broadcast, or there is no such dimension.</exception>
    public static Tensor CosineSimilarity(Tensor x1, Tensor x2, int dim = 1, double eps = 1e-8)
    {
        using var face = Face.Of(nameof(CosineSimilarity));
        var (first, second) = (Given(x1), Given(x2, nameof(x2)));
        if (first.Shape != second.Shape)
        {
            var both = Tensor.BroadcastTensors(first, second);
            (first, second) = (both[0], both[1]);
        }
        return (first / AtLeast(first.Norm(2, dim, keepDim: true), eps) * (second / AtLeast(second.Norm(2, dim, keepDim: true), eps))).Sum(dim);
    }

    /// <summary>The p-norm of x1 - x2 + eps over the last dimension (<c>torch.nn.functional.pairwise_distance</c>).</summary>
    /// <param name="x1"><c>[N, D]</c> or <c>[D]</c>, float32 or float64.</param>
    /// <param name="x2">Broadcasts against x1.</param>
    /// <param name="p">The order of the norm.</param>
    /// <param name="eps">Keeps equal vectors away from the kink of the norm.</param>
    /// <param name="keepDim">Leave the last dimension with size 1.</param>
    /// <exception cref="ShapeException">The shapes do not broadcast, or both are scalars.</exception>
    public static Tensor PairwiseDistance(Tensor x1, Tensor x2, double p = 2, double eps = 1e-6, bool keepDim = false)
    {
        using var face = Face.Of(nameof(PairwiseDistance));
        return (Given(x1) - Given(x2, nameof(x2)) + eps).Norm(p, -1, keepDim);
    }

    /// <summary>
    /// The distances of all pairs of rows, [N, D] to [N (N - 1) / 2]: (0, 1), (0, 2), .., (N - 2, N - 1)
    /// (<c>torch.nn.functional.pdist</c>). The slope between equal rows is 0.
    /// </summary>
    /// <param name="input"><c>[N, D]</c>, float32 or float64.</param>
    /// <param name="p">The order of the norm, at least 0.</param>
    /// <exception cref="ShapeException">The input is no matrix.</exception>
    /// <exception cref="ArgumentOutOfRangeException">p is negative.</exception>
    public static Tensor PDist(Tensor input, double p = 2)
    {
        using var face = Face.Of(nameof(PDist));
        if (Given(input).Rank != 2) throw new ShapeException($"PDist: rows are asked for, [N, D], not {input.Shape}");
        if (!(p >= 0)) throw new ArgumentOutOfRangeException(nameof(p), p, "PDist: the order of the norm is at least 0");
        int n = input.Shape[0];
        var (first, second) = (new List<long>(), new List<long>());
        for (int i = 0; i < n; i++)
        {
            for (int j = i + 1; j < n; j++)
            {
                first.Add(i);
                second.Add(j);
            }
        }
        return (input.IndexSelect(0, Tensor.From<long>(first.ToArray())) - input.IndexSelect(0, Tensor.From<long>(second.ToArray()))).Norm(p, 1);
    }

    /// <summary>
    /// 1 - cos(x1, x2) where y is 1, max(0, cos(x1, x2) - margin) where y is -1 (<c>torch.nn.functional.cosine_embedding_loss</c>).
    /// </summary>
    /// <param name="input1">x1: <c>[N, D]</c> or <c>[D]</c>, float32 or float64.</param>
    /// <param name="input2">x2: of the same shape.</param>
    /// <param name="target">y, 1 or -1: <c>[N]</c>, or a scalar.</param>
    /// <param name="margin">The cosine below which nothing is gained, usually in [0, 0.5].</param>
    /// <param name="reduction">The mean over the batch, the sum, or the single losses.</param>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    public static Tensor CosineEmbeddingLoss(Tensor input1, Tensor input2, Tensor target, double margin = 0, Reduction reduction = Reduction.Mean)
    {
        using var face = Face.Of(nameof(CosineEmbeddingLoss));
        // PyTorch's: added to the squares, so that two zeros have the cosine 0.
        const double Eps = 1e-12;
        NeedSameShape("CosineEmbeddingLoss", "input1", input1, "input2", input2);
        ArgumentNullException.ThrowIfNull(target);
        if (input1.Rank is not (1 or 2) || !target.Shape.Equals(new Shape(input1.Shape.ToArray()[..^1])))
            throw new ShapeException($"CosineEmbeddingLoss: inputs {input1.Shape} and target {target.Shape} do not fit: [N, D] and [N] are needed, or [D] and a scalar");
        var squares = (input1.Square().Sum(-1) + Eps) * (input2.Square().Sum(-1) + Eps);
        var cosine = (input1 * input2).Sum(-1) / squares.Sqrt();
        var alike = (1.0 - cosine).MaskedFill(target.Ne(1), 0);
        var apart = (cosine - margin).Clamp(0.0).MaskedFill(target.Ne(-1), 0);
        return Reduced(alike + apart, reduction);
    }

    /// <summary>
    /// max(0, margin + d(a, p) - d(a, n)) with the p-norm as distance d, see <see cref="PairwiseDistance"/>
    /// (Balntas et al., 2016; <c>torch.nn.functional.triplet_margin_loss</c>).
    /// </summary>
    /// <param name="anchor">a: <c>[N, D]</c> or <c>[D]</c>, float32 or float64.</param>
    /// <param name="positive">p, which is to be near: of the same shape.</param>
    /// <param name="negative">n, which is to be far: of the same shape.</param>
    /// <param name="margin">By how much the distances are to differ.</param>
    /// <param name="p">The order of the norm.</param>
    /// <param name="eps">Added to the differences.</param>
    /// <param name="swap">Whether d(p, n) takes the place of d(a, n) where it is smaller.</param>
    /// <param name="reduction">The mean over the batch, the sum, or the single losses.</param>
    /// <exception cref="ShapeException">The shapes differ.</exception>
    public static Tensor TripletMarginLoss(
        Tensor anchor, Tensor positive, Tensor negative, double margin = 1, double p = 2, double eps = 1e-6, bool swap = false, Reduction reduction = Reduction.Mean)
    {
        using var face = Face.Of(nameof(TripletMarginLoss));
        return Triplet("TripletMarginLoss", anchor, positive, negative, (x, y) => PairwiseDistance(x, y, p, eps), margin, swap, reduction);
    }

    /// <summary>max(0, margin + d(a, p) - d(a, n)) with a distance of one's own (<c>torch.nn.functional.triplet_margin_with_distance_loss</c>).</summary>
    /// <param name="anchor">a: a shape that the distance takes.</param>
    /// <param name="positive">p, which is to be near: of the same shape.</param>
    /// <param name="negative">n, which is to be far: of the same shape.</param>
    /// <param name="distanceFunction">d; the Euclidean distance of the last dimension when not given.</param>
    /// <param name="margin">By how much the distances are to differ.</param>
    /// <param name="swap">Whether d(p, n) takes the place of d(a, n) where it is smaller.</param>
    /// <param name="reduction">The mean over the batch, the sum, or the single losses.</param>
    /// <exception cref="ShapeException">The shapes differ.</exception>
    public static Tensor TripletMarginWithDistanceLoss(
        Tensor anchor, Tensor positive, Tensor negative, Func<Tensor, Tensor, Tensor>? distanceFunction = null, double margin = 1, bool swap = false, Reduction reduction = Reduction.Mean) =>
        Triplet("TripletMarginWithDistanceLoss", anchor, positive, negative, distanceFunction ?? ((x, y) => PairwiseDistance(x, y)), margin, swap, reduction);

    private static Tensor Triplet(
        string op, Tensor anchor, Tensor positive, Tensor negative, Func<Tensor, Tensor, Tensor> distance, double margin, bool swap, Reduction reduction)
    {
        NeedSameShape(op, "anchor", anchor, "positive", positive);
        NeedSameShape(op, "anchor", anchor, "negative", negative);
        var (near, far) = (distance(anchor, positive), distance(anchor, negative));
        if (swap) far = far.Minimum(distance(positive, negative));
        return Reduced((near - far + margin).Clamp(0.0), reduction);
    }

    /// <summary>x, raised to a bound where it is below. The bound is no part of the derivative, as when PyTorch clamps without recording.</summary>
    private static Tensor AtLeast(Tensor x, double bound) => Tensor.Where(x.Detach().Lt(bound), x - x.Detach() + bound, x);
}
