using System.Runtime.CompilerServices;

namespace Autograd.Formulas;

/// <summary>The hyperbolic sine (<c>torch.sinh</c>).</summary>
public readonly struct Sinh : IUnaryFormula
{
    /// <inheritdoc/>
    public static string Name => "sinh";

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x)
        where V : struct, IReal<V> => RealMath.Sinh(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Slope<V>(V x, V y)
        where V : struct, IReal<V> => RealMath.Cosh(x);
}

/// <summary>The hyperbolic cosine (<c>torch.cosh</c>).</summary>
public readonly struct Cosh : IUnaryFormula
{
    /// <inheritdoc/>
    public static string Name => "cosh";

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x)
        where V : struct, IReal<V> => RealMath.Cosh(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Slope<V>(V x, V y)
        where V : struct, IReal<V> => RealMath.Sinh(x);
}

/// <summary>The hyperbolic tangent (<c>torch.tanh</c>).</summary>
public readonly struct Tanh : IUnaryFormula
{
    /// <inheritdoc/>
    public static string Name => "tanh";

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x)
        where V : struct, IReal<V> => V.Tanh(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Slope<V>(V x, V y)
        where V : struct, IReal<V> => V.One - y * y;
}

/// <summary>The inverse hyperbolic sine (<c>torch.asinh</c>).</summary>
public readonly struct Asinh : IUnaryFormula
{
    /// <inheritdoc/>
    public static string Name => "asinh";

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x)
        where V : struct, IReal<V> => RealMath.Asinh(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Slope<V>(V x, V y)
        where V : struct, IReal<V> => V.One / V.Sqrt(V.One + x * x);
}

/// <summary>The inverse hyperbolic cosine (<c>torch.acosh</c>).</summary>
public readonly struct Acosh : IUnaryFormula
{
    /// <inheritdoc/>
    public static string Name => "acosh";

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x)
        where V : struct, IReal<V> => RealMath.Acosh(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Slope<V>(V x, V y)
        where V : struct, IReal<V> => V.One / V.Sqrt((x - V.One) * (x + V.One));
}

/// <summary>The inverse hyperbolic tangent (<c>torch.atanh</c>).</summary>
public readonly struct Atanh : IUnaryFormula
{
    /// <inheritdoc/>
    public static string Name => "atanh";

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x)
        where V : struct, IReal<V> => RealMath.Atanh(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Slope<V>(V x, V y)
        where V : struct, IReal<V> => V.One / ((V.One - x) * (V.One + x));
}
