using Autograd.Memory;

namespace Autograd;

public partial class Tensor
{
    /// <summary>How many elements fall into each of some bins of one width (<c>torch.histc</c>). Not differentiable; what lies outside, and NaN, is not counted.</summary>
    /// <param name="bins">The number of bins.</param>
    /// <param name="min">The lower end of the first bin.</param>
    /// <param name="max">The upper end of the last, which belongs to it; with both ends the same, those of the elements are taken.</param>
    /// <returns>[bins], of this tensor's dtype.</returns>
    /// <exception cref="DTypeException">The dtype is not float32 or float64.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no bin, or the ends are not finite numbers in order.</exception>
    public Tensor Histc(int bins = 100, double min = 0, double max = 0)
    {
        using var face = Face.Of(nameof(Histc));
        DTypes.NeedFloat("Histc", DType);
        ArgumentOutOfRangeException.ThrowIfLessThan(bins, 1);
        Op.NeedValues("Histc", this);
        var x = Detach().Ravel();
        if (min == max && Numel > 0) (min, max) = (x.AMin().Item(), x.AMax().Item());
        if (min == max) (min, max) = (min - 1, max + 1);
        if (!(min < max) || !double.IsFinite(max - min))
            throw new ArgumentOutOfRangeException(nameof(max), max, FormattableString.Invariant($"Histc: the ends of the bins are {min} and {max}; finite numbers in ascending order are needed"));
        var inside = x.MaskedSelect(x.Ge(min).LogicalAnd(x.Le(max)));
        var places = ((inside - min) * (bins / (max - min))).Floor().Clamp(0, bins - 1).Long();
        return Zeros([bins], DType).IndexAdd(0, places, OnesLike(inside));
    }
}
