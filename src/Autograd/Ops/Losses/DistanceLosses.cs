using System.Runtime.CompilerServices;
using Autograd.Formulas;

namespace Autograd;

/// <summary>(x - y)^2 (<c>torch.nn.functional.mse_loss</c>).</summary>
internal readonly struct SquaredError : IBinaryFormula
{
    public static string Name => "MseLoss";

    public V Value<V>(V x, V y)
        where V : struct, IReal<V>
    {
        V d = x - y;
        return d * d;
    }

    public V SlopeX<V>(V x, V y, V z)
        where V : struct, IReal<V> => V.Const(2) * (x - y);

    public V SlopeY<V>(V x, V y, V z)
        where V : struct, IReal<V> => V.Const(2) * (y - x);
}

/// <summary>|x - y|; the slope where both are equal is 0 (<c>torch.nn.functional.l1_loss</c>).</summary>
internal readonly struct AbsoluteError : IBinaryFormula
{
    public static string Name => "L1Loss";

    public V Value<V>(V x, V y)
        where V : struct, IReal<V> => V.Abs(x - y);

    public V SlopeX<V>(V x, V y, V z)
        where V : struct, IReal<V> => RealMath.Sign(x - y);

    public V SlopeY<V>(V x, V y, V z)
        where V : struct, IReal<V> => RealMath.Sign(y - x);
}

/// <summary>
/// scale d^2 / 2 for |d| below the bound, scale bound (|d| - bound / 2) beyond, d = x - y: Huber's loss with scale 1,
/// the smooth L1 loss with scale 1 / bound (<c>torch.nn.functional.huber_loss</c>, <c>smooth_l1_loss</c>).
/// </summary>
internal readonly struct HuberError(Number bound, Number scale) : IBinaryFormula
{
    private readonly Number minusBound = -bound.Real;
    private readonly Number halfBound = bound.Real / 2;
    private readonly Number halfScale = scale.Real / 2;
    private readonly Number steepest = scale.Real * bound.Real;

    public static string Name => "HuberLoss";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x, V y)
        where V : struct, IReal<V>
    {
        V d = V.Abs(x - y);
        return V.Select(d < V.Const(bound), V.Const(halfScale) * d * d, V.Const(steepest) * (d - V.Const(halfBound)));
    }

    // Clamped as masks, so that the slope at the bound is that of the linear part, as in PyTorch.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V SlopeX<V>(V x, V y, V z)
        where V : struct, IReal<V>
    {
        V d = x - y;
        V edge = V.Const(steepest);
        return V.Select(d >= V.Const(bound), edge, V.Select(d <= V.Const(minusBound), -edge, V.Const(scale) * d));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V SlopeY<V>(V x, V y, V z)
        where V : struct, IReal<V> => -SlopeX(x, y, z);
}
