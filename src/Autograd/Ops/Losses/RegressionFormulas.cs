using System.Runtime.CompilerServices;
using Autograd.Formulas;

namespace Autograd;

/// <summary>log cosh(x - y): d^2 / 2 near 0, |d| - log 2 far away, smooth in between.</summary>
internal readonly struct LogCoshFormula : IBinaryFormula
{
    public static string Name => "LogCoshLoss";

    // log1p(2 sinh(d/2)^2) where |d| - log 2 would cancel; the other side does not overflow.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x, V y)
        where V : struct, IReal<V>
    {
        V d = V.Abs(x - y);
        var near = d < V.One;
        V s = RealMath.Sinh(V.Const(0.5) * V.Select(near, d, V.One));
        return V.Select(near, V.Log1p(V.Const(2) * s * s), d + V.Log1p(V.Exp(V.Const(-2) * d)) - V.Const(0.6931471805599453));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V SlopeX<V>(V x, V y, V z)
        where V : struct, IReal<V> => V.Tanh(x - y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V SlopeY<V>(V x, V y, V z)
        where V : struct, IReal<V> => V.Tanh(y - x);
}

/// <summary>100 |x - y| / max(|y|, eps); the slope where both are equal is 0.</summary>
internal readonly struct PercentageErrorFormula(Number eps) : IBinaryFormula
{
    private const double Percent = 100;

    public static string Name => "MapeLoss";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x, V y)
        where V : struct, IReal<V> => V.Const(Percent) * V.Abs(x - y) / Size(y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V SlopeX<V>(V x, V y, V z)
        where V : struct, IReal<V> => V.Const(Percent) * RealMath.Sign(x - y) / Size(y);

    /// <summary>-slope along x - z / y; below eps the divisor stands still.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V SlopeY<V>(V x, V y, V z)
        where V : struct, IReal<V>
    {
        var moves = V.Abs(y) > V.Const(eps);
        return V.Const(Percent) * RealMath.Sign(y - x) / Size(y) - V.Select(moves, z / V.Select(moves, y, V.One), V.Zero);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private V Size<V>(V y)
        where V : struct, IReal<V> => V.Max(V.Abs(y), V.Const(eps));
}

/// <summary>
/// max(q e, (q - 1) e) with e = y - x, whose mean is least at the quantile q (Koenker and Bassett, 1978); where e is 0 the slope is
/// the mean of both sides.
/// </summary>
internal readonly struct QuantileFormula(Number q) : IBinaryFormula
{
    private readonly Number less = q.Real - 1;
    private readonly Number middle = 0.5 - q.Real;

    public static string Name => "QuantileLoss";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x, V y)
        where V : struct, IReal<V>
    {
        V e = y - x;
        return V.Max(V.Const(q) * e, V.Const(less) * e);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V SlopeX<V>(V x, V y, V z)
        where V : struct, IReal<V> => V.Const(middle) - V.Const(0.5) * RealMath.Sign(y - x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V SlopeY<V>(V x, V y, V z)
        where V : struct, IReal<V> => -SlopeX(x, y, z);
}
