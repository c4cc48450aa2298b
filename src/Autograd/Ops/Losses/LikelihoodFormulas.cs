using System.Runtime.CompilerServices;
using Autograd.Formulas;

namespace Autograd;

/// <summary>exp(x) - y x, the negative log-likelihood of counts y under a Poisson distribution of mean exp(x), less log(y!).</summary>
internal readonly struct PoissonLogFormula : IBinaryFormula
{
    public static string Name => "PoissonNllLoss";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x, V y)
        where V : struct, IReal<V> => V.Exp(x) - y * x;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V SlopeX<V>(V x, V y, V z)
        where V : struct, IReal<V> => V.Exp(x) - y;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V SlopeY<V>(V x, V y, V z)
        where V : struct, IReal<V> => -x;
}

/// <summary>x - y log(x + eps), the same with the mean x itself.</summary>
internal readonly struct PoissonFormula(Number eps) : IBinaryFormula
{
    public static string Name => "PoissonNllLoss";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x, V y)
        where V : struct, IReal<V> => x - y * V.Log(x + V.Const(eps));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V SlopeX<V>(V x, V y, V z)
        where V : struct, IReal<V> => V.One - y / (x + V.Const(eps));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V SlopeY<V>(V x, V y, V z)
        where V : struct, IReal<V> => -V.Log(x + V.Const(eps));
}

/// <summary>y log y - y + log(2 pi y) / 2 for y above 1, 0 up to 1: Stirling's approximation of log(y!).</summary>
internal readonly struct StirlingFormula : IUnaryFormula
{
    public static string Name => "Stirling";

    // The unselected logarithm reads 1, so that none of its derivatives is NaN.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x)
        where V : struct, IReal<V>
    {
        var above = !(x <= V.One);
        V y = V.Select(above, x, V.One);
        return V.Select(above, y * (V.Log(y) - V.One) + V.Const(0.5) * V.Log(V.Const(2 * Math.PI) * y), V.Zero);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Slope<V>(V x, V y)
        where V : struct, IReal<V>
    {
        var above = !(x <= V.One);
        V t = V.Select(above, x, V.One);
        return V.Select(above, V.Log(t) + V.Const(0.5) / t, V.Zero);
    }
}

/// <summary>(log v + (x - y)^2 / v) / 2, the negative log-likelihood of y under a normal distribution of mean x and variance v, less log(2 pi) / 2.</summary>
internal readonly struct GaussianFormula : ITernaryFormula
{
    public static string Name => "GaussianNllLoss";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x, V y, V v)
        where V : struct, IReal<V>
    {
        V d = x - y;
        return V.Const(0.5) * (V.Log(v) + d * d / v);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V SlopeX<V>(V x, V y, V v)
        where V : struct, IReal<V> => (x - y) / v;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V SlopeY<V>(V x, V y, V v)
        where V : struct, IReal<V> => (y - x) / v;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V SlopeZ<V>(V x, V y, V v)
        where V : struct, IReal<V>
    {
        V d = x - y;
        return V.Const(0.5) * (V.One - d * d / v) / v;
    }
}
