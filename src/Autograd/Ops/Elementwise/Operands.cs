using Autograd.Formulas;

namespace Autograd;

public partial class Tensor
{
    private static Tensor Given(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x;
    }

    /// <summary>An operand of an operator or formula: a null is most often a gradient that is not there.</summary>
    internal static Tensor Operand(Tensor? x, string op) => x
        ?? throw new ArgumentNullException(nameof(x), $"{op}: an operand is null. Grad, for instance, is null until a backward pass has reached the leaf");

    /// <summary>A factor of integers is a whole number: its fraction is not cut off in silence.</summary>
    private static void NeedWhole(string op, string name, Number factor, DType dtype)
    {
        if (!dtype.IsFloat && factor.Real != Math.Truncate(factor.Real))
            throw new DTypeException(string.Create(
                System.Globalization.CultureInfo.InvariantCulture,
                $"{op}: {name} is {factor.Real}, and the result of {dtype.Name} has no fractions; convert to a floating dtype with To(DType.Float32)"));
    }

    /// <summary>A floating number meets an integer tensor: the result is float32.</summary>
    private Tensor ForReal() => To(DTypes.Result(DType, DType.Float32));
}
