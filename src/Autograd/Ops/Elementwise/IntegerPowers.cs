using System.Numerics;
using System.Runtime.CompilerServices;
using Autograd.Kernels;

namespace Autograd;

/// <summary>Integers to integer powers, by squaring: exact as long as the result fits, otherwise wrapped around, as products are.</summary>
internal readonly struct IntegerPow : IIntegerBinary
{
    public static string Name => "Pow";

    /// <summary>The power of integers; an exponent that is a number of C# must not be negative, as in PyTorch.</summary>
    public static Tensor Run(Tensor x, Tensor exponent)
    {
        if (DTypes.Result(x, exponent) == DType.Bool)
            throw new DTypeException("Pow: bools have no powers; use LogicalOr(exponent.LogicalNot()), or convert with To(DType.Int64)");
        if (exponent.IsNumber && exponent.Item<long>() < 0)
            throw new DTypeException($"Pow: {x.DType.Name} to the negative power {exponent.Item<long>()} is no integer; convert with To(DType.Float32), or write the exponent as a double");
        return IntegerOp.Run<IntegerPow>(x, exponent);
    }

    /// <summary>x to the power y; to a negative power 1 and -1 have their reciprocals, everything else (0 too) gives 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Apply<T>(T x, T y)
        where T : IBinaryInteger<T>
    {
        if (T.IsNegative(y)) return x == T.One || (x == -T.One && T.IsEvenInteger(y)) ? T.One : x == -T.One ? x : T.Zero;
        var result = T.One;
        for (; y != T.Zero; y >>= 1)
        {
            if (T.IsOddInteger(y)) result *= x;
            x *= x;
        }
        return result;
    }
}
