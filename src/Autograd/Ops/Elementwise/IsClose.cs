using Autograd.Memory;

namespace Autograd;

public partial class Tensor
{
    /// <summary>Where |x - y| is at most atol + rtol |y|, or both are the same infinity; broadcast, bool (<c>torch.isclose</c>).</summary>
    /// <param name="other">What to compare with.</param>
    /// <param name="rtol">The tolerance relative to <paramref name="other"/>.</param>
    /// <param name="atol">The absolute tolerance.</param>
    /// <param name="equalNaN">Whether NaN is close to NaN.</param>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public Tensor IsClose(Tensor other, double rtol = 1e-5, double atol = 1e-8, bool equalNaN = false)
    {
        using var face = Face.Of(nameof(IsClose));
        ArgumentNullException.ThrowIfNull(other);
        using var scope = NoGrad.Scope;
        var equal = Eq(other);
        if (equalNaN) equal = equal.LogicalOr(IsNaN().LogicalAnd(other.IsNaN()));
        var dtype = DTypes.Result(this, other);
        // The difference of integers is taken where it cannot wrap around.
        var (x, y) = (To(dtype.IsFloat ? dtype : DType.Float64), other.To(dtype.IsFloat ? dtype : DType.Float64));
        var distance = (x - y).Abs();
        return equal.LogicalOr(distance.Le(y.Abs() * rtol + atol).LogicalAnd(distance.IsFinite()));
    }

    /// <summary>Whether all elements are close (<c>torch.allclose</c>); see <see cref="IsClose"/>.</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public bool AllClose(Tensor other, double rtol = 1e-5, double atol = 1e-8, bool equalNaN = false) =>
        IsClose(other, rtol, atol, equalNaN).All().Item<bool>();

    /// <summary>Whether shapes and all elements are the same (<c>torch.equal</c>).</summary>
    public bool Equal(Tensor other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Shape == other.Shape && Eq(other).All().Item<bool>();
    }
}
