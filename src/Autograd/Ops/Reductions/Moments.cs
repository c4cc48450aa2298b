using Autograd.Memory;

namespace Autograd;

public partial class Tensor
{
    /// <summary>Variance and mean over some dimensions, over all when none is named (<c>torch.var_mean</c>).</summary>
    /// <exception cref="DTypeException">The dtype is an integer's.</exception>
    /// <exception cref="ShapeException">There is no such dimension, or one is named twice.</exception>
    public (Tensor Var, Tensor Mean) VarMean(ReadOnlySpan<int> dims = default, double correction = 1, bool keepDim = false)
    {
        using var face = Face.Of(nameof(VarMean));
        return Op.CallTwo(new VarOp(Dims.Mask("VarMean", dims, Rank), correction, keepDim), this);
    }

    /// <summary>Standard deviation and mean over some dimensions, over all when none is named (<c>torch.std_mean</c>).</summary>
    /// <exception cref="DTypeException">The dtype is an integer's.</exception>
    /// <exception cref="ShapeException">There is no such dimension, or one is named twice.</exception>
    public (Tensor Std, Tensor Mean) StdMean(ReadOnlySpan<int> dims = default, double correction = 1, bool keepDim = false)
    {
        using var face = Face.Of(nameof(StdMean));
        var (variance, mean) = VarMean(dims, correction, keepDim);
        return (UnaryOp.Apply(variance, default(DeviationRoot)), mean);
    }

    /// <summary>The sum without what is NaN; no gradient goes there (<c>torch.nansum</c>).</summary>
    /// <exception cref="ShapeException">There is no such dimension, or one is named twice.</exception>
    public Tensor NanSum(ReadOnlySpan<int> dims = default, bool keepDim = false)
    {
        using var face = Face.Of(nameof(NanSum));
        return (DType.IsFloat ? MaskedFill(IsNaN(), 0) : this).Sum(dims, keepDim);
    }

    /// <summary>The mean of what is not NaN; no gradient goes to NaN (<c>torch.nanmean</c>). Of nothing it is NaN.</summary>
    /// <exception cref="DTypeException">The dtype is an integer's.</exception>
    /// <exception cref="ShapeException">There is no such dimension, or one is named twice.</exception>
    public Tensor NanMean(ReadOnlySpan<int> dims = default, bool keepDim = false)
    {
        using var face = Face.Of(nameof(NanMean));
        if (!DType.IsFloat) DTypes.ThrowUnsupported("NanMean", DType, "a mean of integers is not one; convert with To(DType.Float32)");
        return NanSum(dims, keepDim) / IsNaN().LogicalNot().Sum(dims, keepDim).To(DType);
    }
}
