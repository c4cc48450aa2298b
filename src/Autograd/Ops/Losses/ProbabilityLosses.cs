using System.Runtime.CompilerServices;
using Autograd.Formulas;

namespace Autograd;

/// <summary>
/// -(y log p + (1 - y) log(1 - p)), logarithms not below -100, so that a certain and wrong answer costs 100 and not
/// infinity (<c>torch.nn.functional.binary_cross_entropy</c>).
/// </summary>
internal readonly struct BinaryCrossEntropy : IBinaryFormula
{
    private const double Floor = -100;

    public static string Name => "BinaryCrossEntropy";

    public V Value<V>(V x, V y)
        where V : struct, IReal<V> => (y - V.One) * LogNot(x) - y * Log(x);

    public V SlopeX<V>(V x, V y, V z)
        where V : struct, IReal<V> => (x - y) / V.Max((V.One - x) * x, V.Const(1e-12));

    public V SlopeY<V>(V x, V y, V z)
        where V : struct, IReal<V> => LogNot(x) - Log(x);

    private static V Log<V>(V x)
        where V : struct, IReal<V> => V.Max(V.Log(x), V.Const(Floor));

    private static V LogNot<V>(V x)
        where V : struct, IReal<V> => V.Max(V.Log(V.One - x), V.Const(Floor));
}

/// <summary>max(x, 0) - x y + log(1 + exp(-|x|)), the cross-entropy of sigmoid(x) with y, without overflow (<c>binary_cross_entropy_with_logits</c>).</summary>
internal readonly struct BinaryCrossEntropyWithLogits : IBinaryFormula
{
    public static string Name => "BinaryCrossEntropyWithLogits";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x, V y)
        where V : struct, IReal<V> => V.Max(x, V.Zero) - x * y + V.Log1p(V.Exp(-V.Abs(x)));

    // sigmoid(x) from an exponential that cannot overflow, so that its derivatives do not either. Not by |x|, whose slope
    // at 0 is 0: the sign is part of the derivative.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V SlopeX<V>(V x, V y, V z)
        where V : struct, IReal<V>
    {
        var positive = x >= V.Zero;
        V e = V.Exp(V.Select(positive, -x, x));
        return V.Select(positive, V.One, e) / (V.One + e) - y;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V SlopeY<V>(V x, V y, V z)
        where V : struct, IReal<V> => -x;
}

/// <summary>y (log y - x) with x a logarithm, 0 where y is 0 (Kullback and Leibler, 1951; <c>torch.nn.functional.kl_div</c>).</summary>
internal readonly struct KlDivergence : IBinaryFormula
{
    public static string Name => "KlDiv";

    // The unselected logarithm reads 1, so that none of its derivatives is NaN.
    public V Value<V>(V x, V y)
        where V : struct, IReal<V>
    {
        var zero = V.Equal(y, V.Zero);
        return V.Select(zero, V.Zero, y * V.Log(V.Select(zero, V.One, y))) - y * x;
    }

    public V SlopeX<V>(V x, V y, V z)
        where V : struct, IReal<V> => -y;

    public V SlopeY<V>(V x, V y, V z)
        where V : struct, IReal<V>
    {
        var zero = V.Equal(y, V.Zero);
        return V.Select(zero, V.Zero, V.Log(V.Select(zero, V.One, y)) + V.One) - x;
    }
}

/// <summary>exp(y) (y - x), both logarithms (<c>kl_div(log_target=True)</c>).</summary>
internal readonly struct KlDivergenceOfLogs : IBinaryFormula
{
    public static string Name => "KlDiv";

    public V Value<V>(V x, V y)
        where V : struct, IReal<V> => V.Exp(y) * (y - x);

    public V SlopeX<V>(V x, V y, V z)
        where V : struct, IReal<V> => -V.Exp(y);

    public V SlopeY<V>(V x, V y, V z)
        where V : struct, IReal<V> => V.Exp(y) * (y - x + V.One);
}
