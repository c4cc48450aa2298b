using System.Numerics;
using System.Runtime.CompilerServices;
using Autograd.Formulas;
using Autograd.Kernels;

namespace Autograd;

/// <summary>What division towards 0 leaves, with the sign of x (<c>torch.fmod</c>).</summary>
internal readonly struct FmodFormula : IBinaryFormula
{
    public static string Name => "FMod";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x, V y)
        where V : struct, IReal<V> => V.Fmod(x, y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V SlopeX<V>(V x, V y, V z)
        where V : struct, IReal<V> => V.One;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V SlopeY<V>(V x, V y, V z)
        where V : struct, IReal<V> => -V.Truncate(x / y);
}

/// <summary>What division downwards leaves, with the sign of y (<c>torch.remainder</c>).</summary>
internal readonly struct RemainderFormula : IBinaryFormula
{
    public static string Name => "Remainder";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x, V y)
        where V : struct, IReal<V> => RealMath.Remainder(x, y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V SlopeX<V>(V x, V y, V z)
        where V : struct, IReal<V> => V.One;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V SlopeY<V>(V x, V y, V z)
        where V : struct, IReal<V> => -V.Floor(x / y);
}

/// <summary>What integer division towards 0 leaves.</summary>
internal readonly struct IntegerFMod : IIntegerBinary
{
    public static string Name => "FMod";

    // Dividing the smallest number by -1 overflows; nothing is left of it.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Apply<T>(T x, T y)
        where T : IBinaryInteger<T> => y == -T.One && T.IsNegative(y) ? T.Zero : x % y;
}

/// <summary>What integer division downwards leaves.</summary>
internal readonly struct IntegerRemainder : IIntegerBinary
{
    public static string Name => "Remainder";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Apply<T>(T x, T y)
        where T : IBinaryInteger<T>
    {
        var left = IntegerFMod.Apply(x, y);
        return left != T.Zero && T.IsNegative(left) != T.IsNegative(y) ? left + y : left;
    }
}

public partial class Tensor
{
    /// <summary>The remainder of a division rounded towards 0, with the sign of x (<c>torch.fmod</c>); of integers an integer.</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    /// <exception cref="AutogradException">An integer would be divided by 0.</exception>
    public Tensor FMod(Tensor other) => IntegerOp.Serves(this, other)
        ? IntegerOp.Run<IntegerFMod>(this, other)
        : BinaryOp.Apply(this, other, default(FmodFormula));

    /// <summary>The remainder of a division rounded down, with the sign of y (<c>torch.remainder</c>); of integers an integer.</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    /// <exception cref="AutogradException">An integer would be divided by 0.</exception>
    public Tensor Remainder(Tensor other) => IntegerOp.Serves(this, other)
        ? IntegerOp.Run<IntegerRemainder>(this, other)
        : BinaryOp.Apply(this, other, default(RemainderFormula));
}
