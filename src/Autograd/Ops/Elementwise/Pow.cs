using System.Numerics;
using System.Runtime.CompilerServices;
using Autograd.Formulas;
using Autograd.Kernels;
using Autograd.Memory;

namespace Autograd;

/// <summary>x to the power y (<c>torch.pow</c>).</summary>
internal readonly struct PowFormula : IBinaryFormula
{
    public static string Name => "Pow";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x, V y)
        where V : struct, IReal<V> => V.Pow(x, y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V SlopeX<V>(V x, V y, V z)
        where V : struct, IReal<V> => V.Select(V.Equal(y, V.Zero), V.Zero, y * V.Pow(x, y - V.One));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V SlopeY<V>(V x, V y, V z)
        where V : struct, IReal<V> => V.Select(V.Equal(x, V.Zero) & (y >= V.Zero), V.Zero, z * V.Log(x));
}

/// <summary>x to a constant power (<c>torch.pow</c>); 2, 3, 1/2 and their negatives without a logarithm.</summary>
/// <param name="exponent">The exponent.</param>
internal readonly struct PowConstantFormula(Number exponent) : IUnaryFormula
{
    private readonly Number less = exponent.Real - 1;

    public static string Name => "Pow";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x)
        where V : struct, IReal<V> => Power(x, exponent);

    /// <summary><c>c x^(c-1)</c>; of the zeroth power it is 0, at 0 as well.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Slope<V>(V x, V y)
        where V : struct, IReal<V>
    {
        if (exponent.Real == 0) return V.Zero;
        // Without a factor: in the derivative of a product a constant's 0 would meet the infinities at 0 and far out.
        if (exponent.Real == 2) return x + x;
        if (exponent.Real == -1) return -(y * y);
        return V.Const(exponent) * Power(x, less);
    }

    /// <summary>The branches depend on the formula alone, not on the element.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Power<V>(V x, Number exponent)
        where V : struct, IReal<V>
    {
        if (exponent.Real == 1) return x;
        if (exponent.Real == 2) return x * x;
        if (exponent.Real == 3) return x * x * x;
        if (exponent.Real == 0.5) return V.Sqrt(x);
        if (exponent.Real == -0.5) return V.One / V.Sqrt(x);
        if (exponent.Real == -1) return V.One / x;
        if (exponent.Real == -2) return V.One / (x * x);
        return V.Pow(x, V.Const(exponent));
    }
}

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

public partial class Tensor
{
    /// <summary>x to the power of an exponent, or of each, broadcast; of integers by integers an integer, exact but for wrapping (<c>torch.pow</c>).</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    /// <exception cref="DTypeException">Integers are to be raised to a negative whole number.</exception>
    public Tensor Pow(Tensor exponent)
    {
        ArgumentNullException.ThrowIfNull(exponent);
        if (IntegerOp.Serves(this, exponent)) return IntegerPow.Run(this, exponent);
        return exponent is { IsNumber: true, RequiresGrad: false }
            ? UnaryOp.Apply(To(DTypes.Result(this, exponent)), new PowConstantFormula(exponent.Item()))
            : BinaryOp.Apply(this, exponent, default(PowFormula));
    }

    /// <summary>x to the power of each exponent in float64, whatever the dtypes (<c>torch.float_power</c>).</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public Tensor FloatPower(Tensor exponent)
    {
        using var face = Face.Of(nameof(FloatPower));
        ArgumentNullException.ThrowIfNull(exponent);
        return Double().Pow(exponent.Double());
    }
}
