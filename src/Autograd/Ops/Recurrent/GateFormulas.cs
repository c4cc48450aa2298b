using System.Runtime.CompilerServices;
using Autograd.Formulas;

namespace Autograd;

/// <summary>A gate over what it lets through: sigmoid(x) tanh(y).</summary>
internal readonly struct GatedTanhFormula : IBinaryFormula
{
    public static string Name => "GatedTanh";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x, V y)
        where V : struct, IReal<V> => RealMath.Sigmoid(x) * V.Tanh(y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V SlopeX<V>(V x, V y, V z)
        where V : struct, IReal<V> => z * RealMath.Sigmoid(-x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V SlopeY<V>(V x, V y, V z)
        where V : struct, IReal<V>
    {
        V t = V.Tanh(y);
        return RealMath.Sigmoid(x) * (V.One - t * t);
    }
}

/// <summary>What a gate keeps and what is added: sigmoid(x) y + z.</summary>
internal readonly struct GatedSumFormula : ITernaryFormula
{
    public static string Name => "GatedSum";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x, V y, V z)
        where V : struct, IReal<V> => RealMath.Sigmoid(x) * y + z;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V SlopeX<V>(V x, V y, V z)
        where V : struct, IReal<V>
    {
        V s = RealMath.Sigmoid(x);
        return s * (V.One - s) * y;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V SlopeY<V>(V x, V y, V z)
        where V : struct, IReal<V> => RealMath.Sigmoid(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V SlopeZ<V>(V x, V y, V z)
        where V : struct, IReal<V> => V.One;
}

/// <summary>A gate of two parts: sigmoid(x + y).</summary>
internal readonly struct SigmoidOfSumFormula : IBinaryFormula
{
    public static string Name => "SigmoidOfSum";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x, V y)
        where V : struct, IReal<V> => RealMath.Sigmoid(x + y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V SlopeX<V>(V x, V y, V z)
        where V : struct, IReal<V> => z * (V.One - z);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V SlopeY<V>(V x, V y, V z)
        where V : struct, IReal<V> => z * (V.One - z);
}

/// <summary>A candidate of which a part passes a gate: tanh(x + y z).</summary>
internal readonly struct TanhOfGatedFormula : ITernaryFormula
{
    public static string Name => "TanhOfGated";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x, V y, V z)
        where V : struct, IReal<V> => V.Tanh(x + y * z);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V SlopeX<V>(V x, V y, V z)
        where V : struct, IReal<V>
    {
        V t = V.Tanh(x + y * z);
        return V.One - t * t;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V SlopeY<V>(V x, V y, V z)
        where V : struct, IReal<V> => SlopeX(x, y, z) * z;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V SlopeZ<V>(V x, V y, V z)
        where V : struct, IReal<V> => SlopeX(x, y, z) * y;
}
