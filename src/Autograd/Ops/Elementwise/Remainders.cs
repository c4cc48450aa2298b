using System.Runtime.CompilerServices;
using Autograd.Formulas;

namespace Autograd;

/// <summary>What division towards 0 leaves, with the sign of x (<c>torch.fmod</c>).</summary>
internal readonly struct FmodFormula : IBinaryFormula
{
    public static string Name => "FMod";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x, V y)
        where V : struct, IReal<V> => V.Fmod(x, y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V SlopeX<V>(V x, V y, V z)
        where V : struct, IReal<V> => V.One;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V SlopeY<V>(V x, V y, V z)
        where V : struct, IReal<V> => -V.Truncate(x / y);
}

/// <summary>What division downwards leaves, with the sign of y (<c>torch.remainder</c>).</summary>
internal readonly struct RemainderFormula : IBinaryFormula
{
    public static string Name => "Remainder";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x, V y)
        where V : struct, IReal<V> => RealMath.Remainder(x, y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V SlopeX<V>(V x, V y, V z)
        where V : struct, IReal<V> => V.One;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V SlopeY<V>(V x, V y, V z)
        where V : struct, IReal<V> => -V.Floor(x / y);
}

/// <summary>|x| with the sign of y; the slope at x = 0 is 0 (<c>torch.copysign</c>).</summary>
internal readonly struct CopySignFormula : IBinaryFormula
{
    public static string Name => "CopySign";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x, V y)
        where V : struct, IReal<V> => V.CopySign(x, y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V SlopeX<V>(V x, V y, V z)
        where V : struct, IReal<V> => RealMath.Sign(x) * V.CopySign(V.One, y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V SlopeY<V>(V x, V y, V z)
        where V : struct, IReal<V> => V.Zero;
}
