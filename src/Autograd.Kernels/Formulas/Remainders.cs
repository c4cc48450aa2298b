using System.Runtime.CompilerServices;

namespace Autograd.Formulas;

/// <summary>What division towards 0 leaves, with the sign of x (<c>torch.fmod</c>).</summary>
public readonly struct Fmod : IBinaryFormula
{
    /// <inheritdoc/>
    public static string Name => "fmod";

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x, V y)
        where V : struct, IReal<V> => V.Fmod(x, y);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V SlopeX<V>(V x, V y, V z)
        where V : struct, IReal<V> => V.One;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V SlopeY<V>(V x, V y, V z)
        where V : struct, IReal<V> => -V.Truncate(x / y);
}

/// <summary>What division downwards leaves, with the sign of y (<c>torch.remainder</c>).</summary>
public readonly struct Remainder : IBinaryFormula
{
    /// <inheritdoc/>
    public static string Name => "remainder";

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x, V y)
        where V : struct, IReal<V> => RealMath.Remainder(x, y);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V SlopeX<V>(V x, V y, V z)
        where V : struct, IReal<V> => V.One;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V SlopeY<V>(V x, V y, V z)
        where V : struct, IReal<V> => -V.Floor(x / y);
}

/// <summary>|x| with the sign of y; the slope at x = 0 is 0 (<c>torch.copysign</c>).</summary>
public readonly struct CopySign : IBinaryFormula
{
    /// <inheritdoc/>
    public static string Name => "copysign";

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x, V y)
        where V : struct, IReal<V> => V.CopySign(x, y);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V SlopeX<V>(V x, V y, V z)
        where V : struct, IReal<V> => RealMath.Sign(x) * V.CopySign(V.One, y);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V SlopeY<V>(V x, V y, V z)
        where V : struct, IReal<V> => V.Zero;
}
