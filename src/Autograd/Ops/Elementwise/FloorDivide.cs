using System.Numerics;
using System.Runtime.CompilerServices;
using Autograd.Formulas;
using Autograd.Kernels;
using Autograd.Memory;

namespace Autograd;

/// <summary>How a quotient is rounded (<c>rounding_mode</c> of <c>torch.div</c>).</summary>
public enum RoundingMode
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>Towards 0, as C does.</summary>
    Trunc,

    /// <summary>Downwards, as Python's <c>//</c> does.</summary>
    Floor,
}

/// <summary>The whole part of a quotient.</summary>
internal readonly struct TruncDivideFormula : IBinaryFormula, IZeroAlmostEverywhere
{
    public static string Name => "TruncDivide";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x, V y)
        where V : struct, IReal<V> => V.Truncate(x / y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V SlopeX<V>(V x, V y, V z)
        where V : struct, IReal<V> => V.Zero;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V SlopeY<V>(V x, V y, V z)
        where V : struct, IReal<V> => V.Zero;
}

/// <summary>
/// The largest whole number not above a quotient, from the exact remainder: <c>floor(x / y)</c> alone is one too large
/// where the rounded quotient reaches a whole number that the true one does not.
/// </summary>
internal readonly struct FloorDivideFormula : IBinaryFormula, IZeroAlmostEverywhere
{
    public static string Name => "FloorDivide";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x, V y)
        where V : struct, IReal<V>
    {
        var quotient = x / y;
        var left = V.Fmod(x, y);
        var opposite = !V.Equal(left, V.Zero) & ((left < V.Zero & y > V.Zero) | (left > V.Zero & y < V.Zero));
        var whole = V.Round((x - left) / y);
        var value = V.Select(opposite, whole - V.One, whole);
        return V.Select(V.Equal(y, V.Zero), quotient, V.Select(V.Equal(value, V.Zero), V.CopySign(V.Zero, quotient), value));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V SlopeX<V>(V x, V y, V z)
        where V : struct, IReal<V> => V.Zero;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V SlopeY<V>(V x, V y, V z)
        where V : struct, IReal<V> => V.Zero;
}

/// <summary>The quotient of integers, towards 0.</summary>
internal readonly struct IntegerTruncDivide : IIntegerBinary
{
    public static string Name => "TruncDivide";

    // Dividing the smallest number by -1 overflows: it wraps around.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Apply<T>(T x, T y)
        where T : IBinaryInteger<T> => T.IsNegative(y) && y == -T.One ? T.Zero - x : x / y;
}

/// <summary>The quotient of integers, downwards.</summary>
internal readonly struct IntegerFloorDivide : IIntegerBinary
{
    public static string Name => "FloorDivide";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Apply<T>(T x, T y)
        where T : IBinaryInteger<T>
    {
        var quotient = IntegerTruncDivide.Apply(x, y);
        return T.IsNegative(x) != T.IsNegative(y) && IntegerFMod.Apply(x, y) != T.Zero ? quotient - T.One : quotient;
    }
}

public partial class Tensor
{
    /// <summary>The quotient, rounded; of integers an integer, unless it is not rounded (<c>torch.div(rounding_mode=)</c>).</summary>
    /// <remarks>The derivative of a rounded quotient is zero.</remarks>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    /// <exception cref="AutogradException">An integer would be divided by 0.</exception>
    public Tensor Div(Tensor other, RoundingMode rounding) => rounding switch
    {
        RoundingMode.Trunc => IntegerOp.Serves(this, other)
            ? IntegerOp.Run<IntegerTruncDivide>(this, other)
            : BinaryOp.Apply(this, other, default(TruncDivideFormula)),
        RoundingMode.Floor => IntegerOp.Serves(this, other)
            ? IntegerOp.Run<IntegerFloorDivide>(this, other)
            : BinaryOp.Apply(this, other, default(FloorDivideFormula)),
        _ => Div(other),
    };

    /// <summary>The quotient rounded down, <c>x // y</c> in Python; its derivative is zero (<c>torch.floor_divide</c>).</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    /// <exception cref="AutogradException">An integer would be divided by 0.</exception>
    public Tensor FloorDivide(Tensor other)
    {
        using var face = Face.Of(nameof(FloorDivide));
        return Div(other, RoundingMode.Floor);
    }
}
