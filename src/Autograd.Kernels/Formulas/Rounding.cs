using System.Runtime.CompilerServices;

namespace Autograd.Formulas;

/// <summary>1, 0 or -1 (<c>torch.sign</c>).</summary>
public readonly struct Sign : INumericUnary, IZeroAlmostEverywhere
{
    /// <inheritdoc/>
    public static string Name => "sign";

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x)
        where V : struct, INumeric<V> => RealMath.Sign(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    V IUnaryFormula.Value<V>(V x) => Value(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Slope<V>(V x, V y)
        where V : struct, IReal<V> => V.Zero;
}

/// <summary>The largest whole number not above x (<c>torch.floor</c>).</summary>
public readonly struct Floor : IUnaryFormula, IZeroAlmostEverywhere
{
    /// <inheritdoc/>
    public static string Name => "floor";

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x)
        where V : struct, IReal<V> => V.Floor(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Slope<V>(V x, V y)
        where V : struct, IReal<V> => V.Zero;
}

/// <summary>The smallest whole number not below x (<c>torch.ceil</c>).</summary>
public readonly struct Ceil : IUnaryFormula, IZeroAlmostEverywhere
{
    /// <inheritdoc/>
    public static string Name => "ceil";

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x)
        where V : struct, IReal<V> => V.Ceiling(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Slope<V>(V x, V y)
        where V : struct, IReal<V> => V.Zero;
}

/// <summary>The nearest whole number, halves to the even one (<c>torch.round</c>).</summary>
public readonly struct Round : IUnaryFormula, IZeroAlmostEverywhere
{
    /// <inheritdoc/>
    public static string Name => "round";

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x)
        where V : struct, IReal<V> => V.Round(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Slope<V>(V x, V y)
        where V : struct, IReal<V> => V.Zero;
}

/// <summary>The whole part (<c>torch.trunc</c>).</summary>
public readonly struct Trunc : IUnaryFormula, IZeroAlmostEverywhere
{
    /// <inheritdoc/>
    public static string Name => "trunc";

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x)
        where V : struct, IReal<V> => V.Truncate(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Slope<V>(V x, V y)
        where V : struct, IReal<V> => V.Zero;
}

/// <summary>What the whole part leaves, <c>x - trunc(x)</c> (<c>torch.frac</c>).</summary>
public readonly struct Frac : IUnaryFormula
{
    /// <inheritdoc/>
    public static string Name => "frac";

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x)
        where V : struct, IReal<V> => x - V.Truncate(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Slope<V>(V x, V y)
        where V : struct, IReal<V> => V.One;
}
