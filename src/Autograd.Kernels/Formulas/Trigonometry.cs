using System.Runtime.CompilerServices;

namespace Autograd.Formulas;

/// <summary>The sine (<c>torch.sin</c>).</summary>
public readonly struct Sin : IUnaryFormula
{
    /// <inheritdoc/>
    public static string Name => "sin";

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x)
        where V : struct, IReal<V> => V.Sin(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Slope<V>(V x, V y)
        where V : struct, IReal<V> => V.Cos(x);
}

/// <summary>The cosine (<c>torch.cos</c>).</summary>
public readonly struct Cos : IUnaryFormula
{
    /// <inheritdoc/>
    public static string Name => "cos";

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x)
        where V : struct, IReal<V> => V.Cos(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Slope<V>(V x, V y)
        where V : struct, IReal<V> => -V.Sin(x);
}

/// <summary>The tangent (<c>torch.tan</c>).</summary>
public readonly struct Tan : IUnaryFormula
{
    /// <inheritdoc/>
    public static string Name => "tan";

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x)
        where V : struct, IReal<V> => V.Tan(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Slope<V>(V x, V y)
        where V : struct, IReal<V> => V.One + y * y;
}

/// <summary>The arc sine (<c>torch.asin</c>).</summary>
public readonly struct Asin : IUnaryFormula
{
    /// <inheritdoc/>
    public static string Name => "asin";

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x)
        where V : struct, IReal<V> => RealMath.Asin(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Slope<V>(V x, V y)
        where V : struct, IReal<V> => V.One / V.Sqrt((V.One - x) * (V.One + x));
}

/// <summary>The arc cosine (<c>torch.acos</c>).</summary>
public readonly struct Acos : IUnaryFormula
{
    /// <inheritdoc/>
    public static string Name => "acos";

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x)
        where V : struct, IReal<V> => RealMath.Acos(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Slope<V>(V x, V y)
        where V : struct, IReal<V> => -V.One / V.Sqrt((V.One - x) * (V.One + x));
}

/// <summary>The arc tangent (<c>torch.atan</c>).</summary>
public readonly struct Atan : IUnaryFormula
{
    /// <inheritdoc/>
    public static string Name => "atan";

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x)
        where V : struct, IReal<V> => V.Atan(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Slope<V>(V x, V y)
        where V : struct, IReal<V> => V.One / (V.One + x * x);
}
