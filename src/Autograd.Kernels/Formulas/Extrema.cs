using System.Runtime.CompilerServices;

namespace Autograd.Formulas;

/// <summary>The larger of both, NaN if either is; equal numbers share the slope (<c>torch.maximum</c>).</summary>
public readonly struct Maximum : INumericBinary
{
    /// <inheritdoc/>
    public static string Name => "maximum";

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x, V y)
        where V : struct, INumeric<V> => V.Max(x, y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    V IBinaryFormula.Value<V>(V x, V y) => Value(x, y);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V SlopeX<V>(V x, V y, V z)
        where V : struct, IReal<V> => V.Select(x > y, V.One, V.Select(V.Equal(x, y), V.Const(0.5), V.Zero));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V SlopeY<V>(V x, V y, V z)
        where V : struct, IReal<V> => V.Select(y > x, V.One, V.Select(V.Equal(x, y), V.Const(0.5), V.Zero));
}

/// <summary>The smaller of both, NaN if either is; equal numbers share the slope (<c>torch.minimum</c>).</summary>
public readonly struct Minimum : INumericBinary
{
    /// <inheritdoc/>
    public static string Name => "minimum";

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x, V y)
        where V : struct, INumeric<V> => V.Min(x, y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    V IBinaryFormula.Value<V>(V x, V y) => Value(x, y);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V SlopeX<V>(V x, V y, V z)
        where V : struct, IReal<V> => V.Select(x < y, V.One, V.Select(V.Equal(x, y), V.Const(0.5), V.Zero));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V SlopeY<V>(V x, V y, V z)
        where V : struct, IReal<V> => V.Select(y < x, V.One, V.Select(V.Equal(x, y), V.Const(0.5), V.Zero));
}

/// <summary>The larger of both, the other one if one is NaN; equal numbers leave the slope to the first (<c>torch.fmax</c>).</summary>
public readonly struct Fmax : IBinaryFormula
{
    /// <inheritdoc/>
    public static string Name => "fmax";

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x, V y)
        where V : struct, IReal<V> => V.Select(V.IsNaN(x), y, V.Select(V.IsNaN(y), x, V.Max(x, y)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V SlopeX<V>(V x, V y, V z)
        where V : struct, IReal<V> => V.Select((x >= y) | V.IsNaN(y), V.One, V.Zero);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V SlopeY<V>(V x, V y, V z)
        where V : struct, IReal<V> => V.Select((x >= y) | V.IsNaN(y), V.Zero, V.One);
}

/// <summary>The smaller of both, the other one if one is NaN; equal numbers leave the slope to the first (<c>torch.fmin</c>).</summary>
public readonly struct Fmin : IBinaryFormula
{
    /// <inheritdoc/>
    public static string Name => "fmin";

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x, V y)
        where V : struct, IReal<V> => V.Select(V.IsNaN(x), y, V.Select(V.IsNaN(y), x, V.Min(x, y)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V SlopeX<V>(V x, V y, V z)
        where V : struct, IReal<V> => V.Select((x <= y) | V.IsNaN(y), V.One, V.Zero);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V SlopeY<V>(V x, V y, V z)
        where V : struct, IReal<V> => V.Select((x <= y) | V.IsNaN(y), V.Zero, V.One);
}
