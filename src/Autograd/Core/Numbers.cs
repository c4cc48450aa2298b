using Autograd.Memory;

namespace Autograd;

/// <summary>
/// Numbers where a tensor is asked for: of rank 0, exact, and without weight in promotion but for their category, as the
/// numbers of Python are (<c>wrapped numbers</c>). So one face serves tensors and numbers, and one table their dtypes:
/// <see cref="DTypes.Result(Tensor, Tensor)"/>.
/// </summary>
public partial class Tensor
{
    /// <summary>A real number where a tensor is asked for: <c>x.Pow(0.5)</c>, <c>x[0, 1] = 5.0</c>. Next to integers it makes the result float32; floats keep their dtype.</summary>
    public static implicit operator Tensor(double number) => OfNumber(number, DType.Float64);

    /// <summary>A whole number where a tensor is asked for: <c>x.Gt(0)</c>, <c>x[mask] = 0</c>. Integers and floats keep their dtype; next to bools it makes the result int64.</summary>
    public static implicit operator Tensor(long number) => OfNumber(number, DType.Int64);

    /// <summary>A whole number where a tensor is asked for.</summary>
    public static implicit operator Tensor(int number) => OfNumber((long)number, DType.Int64);

    /// <summary>Whether this was a number of C# and counts as one in promotion.</summary>
    internal bool IsNumber => (traits & Traits.Number) != 0;

    // Memory of its own rather than an op: it holds its value whoever takes over the computation of ops.
    private static Tensor OfNumber<T>(T number, DType dtype)
        where T : unmanaged
    {
        var x = new Tensor(Storage.Wrap(new[] { number }), Layout.Scalar, dtype, null);
        x.traits |= Traits.Number;
        return x;
    }
}
