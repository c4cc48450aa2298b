using System.Runtime.CompilerServices;
using Autograd.Formulas;

namespace Autograd;

/// <summary>
/// The gamma function's logarithm and its derivatives: above 0 by their asymptotic series (Abramowitz and Stegun 6.1.40,
/// 6.3.18, 6.4.12), moved up by the recurrence to where it has full precision; below 0 by reflection.
/// </summary>
internal static class GammaMath
{
    /// <summary>From here on the first term left out is below 3e-17.</summary>
    private const int Far = 12;

    /// <summary>log |gamma(x)|.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V LogGamma<V>(V x)
        where V : struct, IReal<V>
    {
        var below = x < V.Zero;
        var p = V.Select(below, V.One - x, x);
        var far = p >= V.Const(Far);
        var product = p;
        for (int k = 1; k < Far; k++) product = product * (p + V.Const(k));
        var z = V.Select(far, p, p + V.Const(Far));
        var r = V.One / z;
        var t = r * r;
        var series = V.Const(-691.0 / 360360);
        series = series * t + V.Const(1.0 / 1188);
        series = series * t + V.Const(-1.0 / 1680);
        series = series * t + V.Const(1.0 / 1260);
        series = series * t + V.Const(-1.0 / 360);
        series = series * t + V.Const(1.0 / 12);
        // (z - 1/2) log z - z + log(2 pi) / 2, so that infinities do not meet.
        var value = (z - V.Const(0.5)) * (V.Log(z) - V.One) + V.Const(0.41893853320467274) + series * r;
        value = value - V.Select(far, V.Zero, V.Log(V.Select(far, V.One, product)));
        var turn = x - V.Round(x);
        var reflected = V.Const(1.1447298858494002) - V.Log(V.Abs(V.Sin(V.Const(Math.PI) * turn))) - value;
        var pole = V.Equal(turn, V.Zero) | V.Equal(x, V.Const(double.NegativeInfinity));
        return V.Select(below, V.Select(pole, V.Const(double.PositiveInfinity), reflected), value);
    }

    /// <summary>The first derivative of log gamma.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Digamma<V>(V x)
        where V : struct, IReal<V>
    {
        var below = x < V.Zero;
        var p = V.Select(below, V.One - x, x);
        var sum = V.One / p;
        for (int k = 1; k < Far; k++) sum = sum + V.One / (p + V.Const(k));
        var z = p + V.Const(Far);
        var r = V.One / z;
        var t = r * r;
        var series = V.Const(691.0 / 32760);
        series = series * t + V.Const(-1.0 / 132);
        series = series * t + V.Const(1.0 / 240);
        series = series * t + V.Const(-1.0 / 252);
        series = series * t + V.Const(1.0 / 120);
        series = series * t + V.Const(-1.0 / 12);
        var value = V.Log(z) - V.Const(0.5) * r + series * t - sum;
        var turn = V.Select(below, x - V.Round(x), V.Const(0.25));
        var pole = V.Equal(turn, V.Zero);
        var reflected = value - V.Const(Math.PI) / V.Tan(V.Const(Math.PI) * V.Select(pole, V.Const(0.25), turn));
        return V.Select(below, V.Select(pole, V.Const(double.NaN), reflected), value);
    }

    /// <summary>The second derivative of log gamma.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Trigamma<V>(V x)
        where V : struct, IReal<V>
    {
        var below = x < V.Zero;
        var p = V.Select(below, V.One - x, x);
        var sum = V.One / (p * p);
        for (int k = 1; k < Far; k++)
        {
            var q = p + V.Const(k);
            sum = sum + V.One / (q * q);
        }
        var r = V.One / (p + V.Const(Far));
        var t = r * r;
        var series = V.Const(-691.0 / 2730);
        series = series * t + V.Const(5.0 / 66);
        series = series * t + V.Const(-1.0 / 30);
        series = series * t + V.Const(1.0 / 42);
        series = series * t + V.Const(-1.0 / 30);
        series = series * t + V.Const(1.0 / 6);
        var value = sum + r + V.Const(0.5) * t + series * t * r;
        var sine = V.Sin(V.Const(Math.PI) * V.Select(below, x - V.Round(x), V.Const(0.25)));
        return V.Select(below, V.Const(Math.PI * Math.PI) / (sine * sine) - value, value);
    }
}

/// <summary>log |gamma(x)| (<c>torch.lgamma</c>).</summary>
internal readonly struct LgammaFormula : IUnaryFormula
{
    public static string Name => "Lgamma";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x)
        where V : struct, IReal<V> => GammaMath.LogGamma(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Slope<V>(V x, V y)
        where V : struct, IReal<V> => GammaMath.Digamma(x);
}

/// <summary>The derivative of log gamma (<c>torch.digamma</c>).</summary>
internal readonly struct DigammaFormula : IUnaryFormula
{
    public static string Name => "Digamma";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x)
        where V : struct, IReal<V> => V.Select(V.Equal(x, V.Zero), V.CopySign(V.Const(double.PositiveInfinity), -x), GammaMath.Digamma(x));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Slope<V>(V x, V y)
        where V : struct, IReal<V> => GammaMath.Trigamma(x);
}

public partial class Tensor
{
    /// <summary>The logarithm of the absolute value of the gamma function; infinite at 0, -1, ... (<c>torch.lgamma</c>). Integers become float32.</summary>
    /// <exception cref="DTypeException">The dtype is float16 or bfloat16.</exception>
    public Tensor Lgamma() => UnaryOp.Apply(this, default(LgammaFormula));

    /// <summary>The derivative of <see cref="Lgamma"/>; NaN at -1, -2, ... (<c>torch.digamma</c>). Integers become float32.</summary>
    /// <exception cref="DTypeException">The dtype is float16 or bfloat16.</exception>
    public Tensor Digamma() => UnaryOp.Apply(this, default(DigammaFormula));
}
