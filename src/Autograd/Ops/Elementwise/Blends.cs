using Autograd.Formulas;

namespace Autograd;

public partial class Tensor
{
    /// <summary>x + weight (end - x): from x at 0 to <paramref name="end"/> at 1 (<c>torch.lerp</c>).</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public Tensor Lerp(Tensor end, double weight)
    {
        ArgumentNullException.ThrowIfNull(end);
        // From the nearer end, so that both ends are exact.
        return weight < 0.5 ? this + (end - this) * weight : end - (end - this) * (1 - weight);
    }

    /// <summary>x + weight (end - x), weights broadcast (<c>torch.lerp</c>).</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public Tensor Lerp(Tensor end, Tensor weight)
    {
        ArgumentNullException.ThrowIfNull(end);
        return this + (end - this) * weight;
    }

    /// <summary>x + value a b, with value 1 when not given, broadcast (<c>torch.addcmul</c>).</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    /// <exception cref="DTypeException">The result is of integers, and value is no whole number.</exception>
    public Tensor AddCMul(Tensor tensor1, Tensor tensor2, Number? value = null) => Add(Given(tensor1) * tensor2, value ?? 1L);

    /// <summary>x + value a / b, with value 1 when not given, broadcast (<c>torch.addcdiv</c>).</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public Tensor AddCDiv(Tensor tensor1, Tensor tensor2, Number? value = null) => Add(Given(tensor1) / tensor2, value ?? 1L);

    /// <summary>x to the power of each exponent in float64, whatever the dtypes (<c>torch.float_power</c>).</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public Tensor FloatPower(Tensor exponent)
    {
        ArgumentNullException.ThrowIfNull(exponent);
        return Double().Pow(exponent.Double());
    }
}
