namespace Autograd;

public partial class Tensor
{
    /// <summary>x to the power of each exponent in float64, whatever the dtypes (<c>torch.float_power</c>).</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public Tensor FloatPower(Tensor exponent)
    {
        ArgumentNullException.ThrowIfNull(exponent);
        return Double().Pow(exponent.Double());
    }
}
