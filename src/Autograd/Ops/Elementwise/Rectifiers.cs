using System.Runtime.CompilerServices;
using Autograd.Formulas;

namespace Autograd;

/// <summary>max(x, 0); its slope at 0 is 0 (<c>torch.nn.functional.relu</c>).</summary>
internal readonly struct ReLUFormula : INumericUnary
{
    public static string Name => "ReLU";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x)
        where V : struct, INumeric<V> => V.Select(x <= V.Zero, V.Zero, x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    V IUnaryFormula.Value<V>(V x) => Value(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Slope<V>(V x, V y)
        where V : struct, IReal<V> => V.Select(y <= V.Zero, V.Zero, V.One);
}

/// <summary>min(max(x, 0), 6); its slope at the bounds is 0 (<c>torch.nn.functional.relu6</c>).</summary>
internal readonly struct ReLU6Formula : INumericUnary
{
    public static string Name => "ReLU6";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x)
        where V : struct, INumeric<V> => V.Min(V.Max(x, V.Zero), V.Const(6));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    V IUnaryFormula.Value<V>(V x) => Value(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Slope<V>(V x, V y)
        where V : struct, IReal<V> => V.Select((x <= V.Zero) | (x >= V.Const(6)), V.Zero, V.One);
}

/// <summary>x above 0, <c>negativeSlope x</c> below; the slope at 0 is that below (<c>torch.nn.functional.leaky_relu</c>).</summary>
/// <param name="negativeSlope">The slope below 0; PyTorch's default is 0.01.</param>
internal readonly struct LeakyReLUFormula(Number negativeSlope) : IUnaryFormula
{
    public static string Name => "LeakyReLU";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x)
        where V : struct, IReal<V> => V.Select(x > V.Zero, x, V.Const(negativeSlope) * x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Slope<V>(V x, V y)
        where V : struct, IReal<V> => V.Select(x > V.Zero, V.One, V.Const(negativeSlope));
}

/// <summary>What the exponential linear units have in common.</summary>
internal static class Elu
{
    /// <summary>1 above 0 and for NaN, the slope of the exponential below; at 0 that slope, and there, as in PyTorch, no curvature.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Slope<V>(V x, V atZero, V below)
        where V : struct, IReal<V> => V.Select(x < V.Zero, below, V.Select(V.Equal(x, V.Zero), atZero, V.One));
}

/// <summary>x above 0, <c>alpha (exp(x) - 1)</c> below (<c>torch.nn.functional.elu</c>).</summary>
/// <param name="alpha">The limit at minus infinity is -alpha; PyTorch's default is 1.</param>
internal readonly struct EluFormula(Number alpha) : IUnaryFormula
{
    public static string Name => "ELU";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x)
        where V : struct, IReal<V> => V.Select(x > V.Zero, x, V.Const(alpha) * V.Expm1(x));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Slope<V>(V x, V y)
        where V : struct, IReal<V> => Elu.Slope(x, V.Const(alpha), V.Const(alpha) * V.Exp(x));
}

/// <summary>x above 0, <c>alpha (exp(x / alpha) - 1)</c> below (<c>torch.nn.functional.celu</c>).</summary>
/// <param name="alpha">The limit at minus infinity is -alpha; PyTorch's default is 1.</param>
internal readonly struct CeluFormula(Number alpha) : IUnaryFormula
{
    public static string Name => "CELU";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x)
        where V : struct, IReal<V> => V.Select(x > V.Zero, x, V.Const(alpha) * V.Expm1(x / V.Const(alpha)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Slope<V>(V x, V y)
        where V : struct, IReal<V> => Elu.Slope(x, V.One, V.Exp(x / V.Const(alpha)));
}

/// <summary>The self-normalising unit: elu with fixed alpha and scale (<c>torch.nn.functional.selu</c>).</summary>
internal readonly struct SeluFormula : IUnaryFormula
{
    public static string Name => "SELU";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x)
        where V : struct, IReal<V> => V.Const(Scale) * V.Select(x > V.Zero, x, V.Const(Alpha) * V.Expm1(x));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Slope<V>(V x, V y)
        where V : struct, IReal<V> => V.Const(Scale) * Elu.Slope(x, V.Const(Alpha), V.Const(Alpha) * V.Exp(x));

    private const double Alpha = 1.6732632423543772848170429916717;
    private const double Scale = 1.0507009873554804934193349852946;
}

/// <summary>x above the threshold, a constant elsewhere (<c>torch.nn.functional.threshold</c>).</summary>
/// <param name="threshold">The largest number that is replaced.</param>
/// <param name="value">What replaces it.</param>
internal readonly struct ThresholdFormula(Number threshold, Number value) : INumericUnary
{
    public static string Name => "Threshold";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x)
        where V : struct, INumeric<V> => V.Select(x <= V.Const(threshold), V.Const(value), x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    V IUnaryFormula.Value<V>(V x) => Value(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Slope<V>(V x, V y)
        where V : struct, IReal<V> => V.Select(x <= V.Const(threshold), V.Zero, V.One);
}
