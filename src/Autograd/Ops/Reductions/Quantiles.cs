namespace Autograd;

/// <summary>What a quantile is that falls between two elements (<c>interpolation</c> of <c>torch.quantile</c>).</summary>
public enum QuantileInterpolation
{
    /// <summary>Between them, by distance.</summary>
    Linear,

    /// <summary>The lower.</summary>
    Lower,

    /// <summary>The higher.</summary>
    Higher,

    /// <summary>The nearest; in the middle the one at an even position.</summary>
    Nearest,

    /// <summary>Half of their sum.</summary>
    Midpoint,
}

public partial class Tensor
{
    /// <summary>The q-th quantile of all elements (<c>torch.quantile</c>).</summary>
    /// <exception cref="DTypeException">The dtype is not float32 or float64.</exception>
    /// <exception cref="ShapeException">There are no elements.</exception>
    public Tensor Quantile(double q, QuantileInterpolation interpolation = QuantileInterpolation.Linear) =>
        Ravel().Quantile(q, 0, false, interpolation);

    /// <summary>The q-th quantile of a dimension (<c>torch.quantile</c>); NaN where there is one.</summary>
    /// <exception cref="DTypeException">The dtype is not float32 or float64.</exception>
    /// <exception cref="ShapeException">There is no such dimension, or it is empty.</exception>
    public Tensor Quantile(double q, int dim, bool keepDim = false, QuantileInterpolation interpolation = QuantileInterpolation.Linear) =>
        Quantile(Scalar(q, DType), dim, keepDim, interpolation);

    /// <summary>Quantiles of all elements, one for each of a vector of q (<c>torch.quantile</c>).</summary>
    /// <exception cref="DTypeException">The dtype is not float32 or float64, or that of q another.</exception>
    /// <exception cref="ShapeException">There are no elements, or q is no vector.</exception>
    public Tensor Quantile(Tensor q, QuantileInterpolation interpolation = QuantileInterpolation.Linear) =>
        Ravel().Quantile(q, 0, false, interpolation);

    /// <summary>
    /// Quantiles of a dimension, one for each q, along a new first dimension (<c>torch.quantile</c>); NaN where there is one.
    /// The gradient goes to the elements next to each quantile, and to q.
    /// </summary>
    /// <param name="q">A scalar or a vector of numbers in [0, 1].</param>
    /// <param name="dim">The dimension.</param>
    /// <param name="keepDim">Leave the dimension with size 1.</param>
    /// <param name="interpolation">What a quantile between two elements is.</param>
    /// <exception cref="DTypeException">The dtype is not float32 or float64, or that of q another.</exception>
    /// <exception cref="ShapeException">There is no such dimension, it is empty, or q is no vector.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A q is not in [0, 1].</exception>
    public Tensor Quantile(Tensor q, int dim, bool keepDim = false, QuantileInterpolation interpolation = QuantileInterpolation.Linear)
    {
        ArgumentNullException.ThrowIfNull(q);
        if (!DType.IsDifferentiable || q.DType != DType)
            throw new DTypeException($"Quantile: the tensor is {DType.Name} and q {q.DType.Name}; both must be float32 or both float64");
        if (q.Rank > 1) throw new ShapeException($"Quantile: q has shape {q.Shape}; a scalar or a vector is needed");
        var x = Rank == 0 ? Unsqueeze(0) : this;
        int d = Dims.Wrap("Quantile", dim, x.Rank), n = x.Shape[d];
        if (n == 0) throw new ShapeException($"Quantile: dimension {dim} of shape {Shape} has no elements");
        if (q.Detach().Whole is { HasValues: true } all && all.Lt(0).LogicalOr(all.Gt(1)).Any().Item<bool>())
            throw new ArgumentOutOfRangeException(nameof(q), "Quantile: a q lies in [0, 1]");

        // Rows along a last dimension of their own; the quantiles are picked there.
        var sorted = x.MoveDim(d, -1).Sort().Values;
        var place = (q.Reshape(-1) * (n - 1.0)).Expand([.. sorted.layout.Sizes[..^1], q.Numel]);
        // A row with a NaN ends in it.
        var broken = x.IsNaN().MoveDim(d, -1).Any(-1, keepDim: true);
        place = Where(broken, Full([], n - 1, DType), place);
        if (interpolation is QuantileInterpolation.Lower) place = place.Floor();
        else if (interpolation is QuantileInterpolation.Higher) place = place.Ceil();
        else if (interpolation is QuantileInterpolation.Nearest) place = place.Round();
        var low = sorted.Gather(-1, place.Detach().Floor().Long());
        var high = sorted.Gather(-1, place.Detach().Ceil().Long());
        var weight = interpolation is QuantileInterpolation.Midpoint ? Full([], 0.5, DType) : place - place.Detach().Floor();
        // Between equal infinities there is no difference to weigh.
        var between = low.Eq(high).LogicalAnd(low.IsInf());
        var result = Where(between, low, low.Lerp(Where(between, Zeros([], DType), high), weight)).MoveDim(-1, 0);
        if (keepDim && Rank > 0) result = result.Unsqueeze(d + 1);
        return q.Rank == 0 ? result.Squeeze([0]) : result;
    }
}
