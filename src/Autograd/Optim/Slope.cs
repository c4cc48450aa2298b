using System.Runtime.CompilerServices;
using Autograd.Formulas;

namespace Autograd.Optim;

/// <summary>What an element's step follows: d = ±g + weight_decay p + l1_penalty sign(p), operation for operation as PyTorch.</summary>
internal readonly struct Slope(DescentOptions o, bool decays = true)
{
    private readonly Number decay = o.WeightDecay;
    private readonly Number l1 = o.L1Penalty;
    private readonly bool hasDecay = o.WeightDecay != 0 && decays;
    private readonly bool hasL1 = o.L1Penalty != 0;
    private readonly bool maximize = o.Maximize;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V At<V>(V p, V g)
        where V : struct, IReal<V>
    {
        V d = maximize ? -g : g;
        if (hasDecay) d = V.Fma(p, V.Const(decay), d);
        if (hasL1) d = V.Fma(RealMath.Sign(p), V.Const(l1), d);
        return d;
    }
}

/// <summary>What formulas of steps share.</summary>
internal static class StepMath
{
    /// <summary>
    /// The square root, whose slope at 0 is 0 and not infinite: a state that no gradient has reached yet has no influence on the
    /// step, where infinity times the zero behind it would be NaN.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Root<V>(V x)
        where V : struct, IReal<V>
    {
        Mask<V> isZero = V.Equal(x, V.Zero);
        return V.Select(isZero, V.Zero, V.Sqrt(V.Select(isZero, V.One, x)));
    }

    /// <summary>The denominator of an adaptive step: sqrt(x) + eps, or sqrt(x + eps).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Root<V>(V x, Number eps, bool inside)
        where V : struct, IReal<V> =>
        inside ? V.Sqrt(x + V.Const(eps)) : Root(x) + V.Const(eps);
}
