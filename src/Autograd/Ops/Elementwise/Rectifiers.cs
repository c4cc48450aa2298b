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

public partial class Tensor
{
    /// <summary>max(x, 0); the slope at 0 is 0 (<c>torch.relu</c>). Integers keep their dtype.</summary>
    public Tensor ReLU() => UnaryOp.ApplyNumeric(this, default(ReLUFormula));

    /// <summary>min(max(x, 0), 6) (<c>torch.nn.functional.relu6</c>).</summary>
    public Tensor ReLU6() => UnaryOp.ApplyNumeric(this, default(ReLU6Formula));

    /// <summary>x where x &gt; 0, slope x elsewhere (<c>torch.nn.functional.leaky_relu</c>).</summary>
    public Tensor LeakyReLU(double negativeSlope = 0.01) => UnaryOp.Apply(this, new LeakyReLUFormula(negativeSlope));

    /// <summary>x where x &gt; threshold, value elsewhere (<c>torch.nn.functional.threshold</c>).</summary>
    public Tensor Threshold(double threshold, double value) => UnaryOp.ApplyNumeric(this, new ThresholdFormula(threshold, value));
}
