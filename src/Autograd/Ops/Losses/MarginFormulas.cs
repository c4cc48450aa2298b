using System.Runtime.CompilerServices;
using Autograd.Formulas;

namespace Autograd;

/// <summary>
/// x where y is 1, max(0, margin - x) where y is -1, and their sum elsewhere; at x = margin the slope is -1
/// (<c>torch.nn.functional.hinge_embedding_loss</c>).
/// </summary>
internal readonly struct HingeEmbeddingFormula(Number margin) : IBinaryFormula
{
    public static string Name => "HingeEmbeddingLoss";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x, V y)
        where V : struct, IReal<V> =>
        V.Select(V.Equal(y, -V.One), V.Zero, x) + V.Select(V.Equal(y, V.One), V.Zero, V.Max(V.Const(margin) - x, V.Zero));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V SlopeX<V>(V x, V y, V z)
        where V : struct, IReal<V> =>
        V.Select(V.Equal(y, -V.One), V.Zero, V.One) - V.Select(V.Equal(y, V.One) | (x > V.Const(margin)), V.Zero, V.One);

    /// <summary>y says which of two functions is meant: a step.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V SlopeY<V>(V x, V y, V z)
        where V : struct, IReal<V> => V.Zero;
}

/// <summary>log(1 + exp(-x y)), without overflow (<c>torch.nn.functional.soft_margin_loss</c>).</summary>
internal readonly struct SoftMarginFormula : IBinaryFormula
{
    public static string Name => "SoftMarginLoss";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x, V y)
        where V : struct, IReal<V> => RealMath.Softplus(-(x * y));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V SlopeX<V>(V x, V y, V z)
        where V : struct, IReal<V> => -y * RealMath.Sigmoid(-(x * y));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V SlopeY<V>(V x, V y, V z)
        where V : struct, IReal<V> => -x * RealMath.Sigmoid(-(x * y));
}
