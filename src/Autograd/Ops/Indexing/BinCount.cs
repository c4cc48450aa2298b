using Autograd.Memory;

namespace Autograd;

public partial class Tensor
{
    /// <summary>How often each of 0, 1, ... occurs in a vector of integers, or the sum of its weights (<c>torch.bincount</c>). Not differentiable.</summary>
    /// <param name="weights">A weight for each element.</param>
    /// <param name="minLength">The least number of bins.</param>
    /// <exception cref="DTypeException">The tensor is not int64 or int32.</exception>
    /// <exception cref="ShapeException">The tensor is no vector, an element is negative, or the weights do not fit.</exception>
    public Tensor BinCount(Tensor? weights = null, int minLength = 0)
    {
        using var face = Face.Of(nameof(BinCount));
        if (Rank != 1) throw new ShapeException($"BinCount: the tensor has shape {Shape}; a vector is needed");
        if (weights is not null && weights.Shape != Shape) throw new ShapeException($"BinCount: weights of shape {weights.Shape} do not fit {Shape}");
        Op.NeedValues("BinCount", this);
        if (Numel > 0 && AMin().Item() < 0) throw new ShapeException("BinCount: an element is negative");
        int bins = Math.Max(minLength, Numel == 0 ? 0 : (int)AMax().Item() + 1);
        // PyTorch gives float32 weights float32 sums, all others float64 ones.
        weights = weights is null ? OnesLike(this, DType.Int64) : weights.Detach().To(weights.DType == DType.Float32 ? DType.Float32 : DType.Float64);
        return Zeros([bins], weights.DType).IndexAdd(0, this, weights);
    }
}
