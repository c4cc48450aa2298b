using System.Runtime.CompilerServices;
using Autograd.Formulas;
using Autograd.Memory;

namespace Autograd;

/// <summary>
/// The gamma function's logarithm and its derivatives: above 0 by their asymptotic series (Abramowitz and Stegun 6.1.40,
/// 6.3.18, 6.4.12), moved up by the recurrence to where it has full precision; below 0 by reflection.
/// </summary>
internal static class GammaMath
{
    /// <summary>From here on the first term left out is below 3e-17.</summary>
    private const int Far = 12;

    /// <summary>(-1)^k (zeta(k) - 1) / k from k = 27 down to 2.</summary>
    private static ReadOnlySpan<double> Zetas =>
    [
        -2.7595228851242334e-10, 5.7313672416788623e-10, -1.1921401405860912e-09, 2.4836745438024785e-09, -5.1834750419700466e-09,
        1.0838659214896955e-08, -2.2711094608943164e-08, 4.7698101693639804e-08, -1.0043224823968099e-07, 2.1207184805554665e-07,
        -4.4924691987645662e-07, 9.5514121304074194e-07, -2.0392157538013662e-06, 4.3748667899074882e-06, -9.4394882752683967e-06,
        2.0507212775670691e-05, -4.4926236738133142e-05, 9.9457512781808531e-05, -0.00022315475845357939, 0.00050966952474304245,
        -0.001192753911703261, 0.0028905103307415234, -0.0073855510286739857, 0.020580808427784546, -0.067352301053198102,
        0.3224670334241132,
    ];

    /// <summary>The derivatives of log |gamma| of orders 24 to 1, divided by their factorials, at -2.4570247382208006.</summary>
    private static ReadOnlySpan<double> FirstZero =>
    [
        6139385.815291354, 2827023.6968710567, 1407979.5933782964, 641568.3277417478, 326433.7022215633, 146431.99829213394,
        76721.03602398428, 33630.45705579434, 18347.170699977025, 7776.158102344247, 4487.218453188998, 1811.2054188018712,
        1130.457858177513, 425.17984568438214, 296.43641350761317, 100.6481235455116, 82.22915682704253, 24.038823062292956,
        24.824942121894072, 5.800414566599873, 8.721782583815346, 1.41129114307798, 4.8583209516339965, 1.5156034480216574,
    ];

    /// <summary>The same at -2.7476826467274127.</summary>
    private static ReadOnlySpan<double> SecondZero =>
    [
        9398485347630.648, -2474505336668.4854, 652740666207.5258, -172540549493.28647, 45711723541.79555, -12140906400.864338,
        3233548126.0760565, -863873252.9293209, 231593359.80352938, -62330684.832407415, 16850484.270697366, -4578716.594581718,
        1251567.4465251002, -344497.5934348329, 95617.4516433497, -26804.57842061811, 7610.397986658329, -2193.112776480624,
        646.9059997129283, -194.76615530344623, 62.627282713513715, -20.095134916842603, 9.575189475709667, -1.9143501856115988,
    ];

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
        var series = Series(t, [-691.0 / 360360, 1.0 / 1188, -1.0 / 1680, 1.0 / 1260, -1.0 / 360, 1.0 / 12]);
        // (z - 1/2) log z - z + log(2 pi) / 2, so that infinities do not meet.
        var value = (z - V.Const(0.5)) * (V.Log(z) - V.One) + V.Const(0.41893853320467274) + series * r;
        value = value - V.Select(far, V.Zero, V.Log(V.Select(far, V.One, product)));
        value = V.Select((p > V.Const(0.5)) & (p < V.Const(2.5)), NearZeros(p), value);
        var turn = x - V.Round(x);
        var reflected = V.Const(1.1447298858494002) - V.Log(V.Abs(V.Sin(V.Const(Math.PI) * turn))) - value;
        reflected = V.Select(V.Abs(x + V.Const(2.6)) < V.Const(0.2), NearNegativeZeros(x, reflected), reflected);
        var pole = V.Equal(turn, V.Zero) | V.Equal(x, V.Const(double.NegativeInfinity));
        return V.Select(below, V.Select(pole, V.Const(double.PositiveInfinity), reflected), value);
    }

    /// <summary>
    /// log gamma(1 + e) = -log1p(e) + (1 - gamma) e + sum_k (-1)^k (zeta(k) - 1) e^k / k (Abramowitz and Stegun 6.1.33), and
    /// without the logarithm that of 2 + e: full relative precision at the zeros 1 and 2.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V NearZeros<V>(V x)
        where V : struct, IReal<V>
    {
        var first = x < V.Const(1.5);
        var e = x - V.Select(first, V.One, V.Const(2));
        var sum = (Series(e, Zetas) * e + V.Const(0.42278433509846714)) * e;
        return V.Select(first, sum - V.Log1p(e), sum);
    }

    /// <summary>
    /// By the series around its zeros -2.4570... and -2.7476..., within 0.05 of them: there the two large numbers of the
    /// reflection cancel. A call of its own, as the rest fills the JIT's room for locals.
    /// </summary>
    /// <remarks>Each zero is a float32 and the rest, so that x minus it loses nothing in either precision.</remarks>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static V NearNegativeZeros<V>(V x, V elsewhere)
        where V : struct, IReal<V>
    {
        var first = x > V.Const(-2.6);
        var e = V.Select(
            first,
            x + V.Const(2.4570248126983643) - V.Const(7.447756363477305e-08),
            x + V.Const(2.747682571411133) + V.Const(7.531627978889148e-08));
        var sum = V.Zero;
        for (int k = 0; k < FirstZero.Length; k++) sum = sum * e + V.Select(first, V.Const(FirstZero[k]), V.Const(SecondZero[k]));
        return V.Select(V.Abs(e) < V.Const(0.05), sum * e, elsewhere);
    }

    /// <summary>A polynomial, the highest coefficient first; a loop keeps the number of locals below the JIT's limit.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Series<V>(V t, ReadOnlySpan<double> coefficients)
        where V : struct, IReal<V>
    {
        var sum = V.Zero;
        foreach (double c in coefficients) sum = sum * t + V.Const(c);
        return sum;
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
        var series = Series(t, [691.0 / 32760, -1.0 / 132, 1.0 / 240, -1.0 / 252, 1.0 / 120, -1.0 / 12]);
        var value = V.Log(z) - V.Const(0.5) * r + series * t - sum;
        return V.Select(below, value - PiCotangent(x), value);
    }

    /// <summary>pi / tan(pi x), NaN at whole numbers and infinitely steep there; a call of its own, as the rest fills the JIT's room for locals.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static V PiCotangent<V>(V x)
        where V : struct, IReal<V>
    {
        var turn = x - V.Round(x);
        // A sum, not a choice: the derivative of a constant would be 0.
        return V.Const(Math.PI) / V.Tan(V.Const(Math.PI) * turn) + V.Select(V.Equal(turn, V.Zero), V.Const(double.NaN), V.Zero);
    }

    /// <summary>1/p^2 + 1/(p + 1)^2 + ...; a call of its own, as the rest fills the JIT's room for locals.</summary>
    /// <remarks>Squares of quotients: the derivative of 1/p^2 by the rule of quotients is 0/0 at 0.</remarks>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static V Squares<V>(V p)
        where V : struct, IReal<V>
    {
        var sum = V.Zero;
        for (int k = 0; k < Far; k++)
        {
            var q = V.One / (p + V.Const(k));
            sum = sum + q * q;
        }
        return sum;
    }

    /// <summary>The second derivative of log gamma.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Trigamma<V>(V x)
        where V : struct, IReal<V>
    {
        var below = x < V.Zero;
        var p = V.Select(below, V.One - x, x);
        var r = V.One / (p + V.Const(Far));
        var t = r * r;
        var series = Series(t, [-691.0 / 2730, 5.0 / 66, -1.0 / 30, 1.0 / 42, -1.0 / 30, 1.0 / 6]);
        var value = Squares(p) + r + V.Const(0.5) * t + series * t * r;
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

    /// <summary>The n-th derivative of <see cref="Digamma"/>: itself for 0, trigamma for 1 (<c>torch.polygamma</c>). Integers become float32.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The order is neither 0 nor 1.</exception>
    /// <exception cref="DTypeException">The dtype is float16 or bfloat16.</exception>
    public Tensor Polygamma(int n) => n switch
    {
        0 => Digamma(),
        1 => Trigamma(DType.IsFloat ? this : To(DType.Float32)),
        _ => throw new ArgumentOutOfRangeException(nameof(n), n, "Polygamma: orders 0 and 1 are there"),
    };

    /// <summary>The slope of digamma, times 1: its derivatives are those of the slope.</summary>
    private static Tensor Trigamma(Tensor x)
    {
        using var face = Face.Of(nameof(Polygamma));
        DTypes.NeedFloat("Polygamma", x.DType);
        return Op.Call(new SlopeOp<DigammaFormula>(default), OnesLike(x), x, null);
    }
}
