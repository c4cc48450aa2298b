using System.Runtime.CompilerServices;

namespace Autograd.Formulas;

/// <summary>e to the power x (<c>torch.exp</c>).</summary>
public readonly struct Exp : IUnaryFormula
{
    /// <inheritdoc/>
    public static string Name => "exp";

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x)
        where V : struct, IReal<V> => V.Exp(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Slope<V>(V x, V y)
        where V : struct, IReal<V> => y;
}

/// <summary>2 to the power x (<c>torch.exp2</c>).</summary>
public readonly struct Exp2 : IUnaryFormula
{
    /// <inheritdoc/>
    public static string Name => "exp2";

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x)
        where V : struct, IReal<V> => V.Pow(V.Const(2), x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Slope<V>(V x, V y)
        where V : struct, IReal<V> => y * V.Const(0.6931471805599453);
}

/// <summary><c>exp(x) - 1</c>, exact near 0 (<c>torch.expm1</c>).</summary>
public readonly struct Expm1 : IUnaryFormula
{
    /// <inheritdoc/>
    public static string Name => "expm1";

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x)
        where V : struct, IReal<V> => V.Expm1(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Slope<V>(V x, V y)
        where V : struct, IReal<V> => y + V.One;
}

/// <summary>The natural logarithm (<c>torch.log</c>).</summary>
public readonly struct Log : IUnaryFormula
{
    /// <inheritdoc/>
    public static string Name => "log";

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x)
        where V : struct, IReal<V> => V.Log(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Slope<V>(V x, V y)
        where V : struct, IReal<V> => V.One / x;
}

/// <summary>The logarithm to base 2 (<c>torch.log2</c>).</summary>
public readonly struct Log2 : IUnaryFormula
{
    /// <inheritdoc/>
    public static string Name => "log2";

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x)
        where V : struct, IReal<V> => V.Log(x) / V.Const(0.6931471805599453);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Slope<V>(V x, V y)
        where V : struct, IReal<V> => V.One / (x * V.Const(0.6931471805599453));
}

/// <summary>The logarithm to base 10 (<c>torch.log10</c>).</summary>
public readonly struct Log10 : IUnaryFormula
{
    /// <inheritdoc/>
    public static string Name => "log10";

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x)
        where V : struct, IReal<V> => V.Log(x) / V.Const(2.302585092994046);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Slope<V>(V x, V y)
        where V : struct, IReal<V> => V.One / (x * V.Const(2.302585092994046));
}

/// <summary><c>log(1 + x)</c>, exact near 0 (<c>torch.log1p</c>).</summary>
public readonly struct Log1p : IUnaryFormula
{
    /// <inheritdoc/>
    public static string Name => "log1p";

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x)
        where V : struct, IReal<V> => V.Log1p(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Slope<V>(V x, V y)
        where V : struct, IReal<V> => V.One / (V.One + x);
}

/// <summary>The square root (<c>torch.sqrt</c>).</summary>
public readonly struct Sqrt : IUnaryFormula
{
    /// <inheritdoc/>
    public static string Name => "sqrt";

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x)
        where V : struct, IReal<V> => V.Sqrt(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Slope<V>(V x, V y)
        where V : struct, IReal<V> => V.Const(0.5) / y;
}

/// <summary>The reciprocal of the square root (<c>torch.rsqrt</c>).</summary>
public readonly struct Rsqrt : IUnaryFormula
{
    /// <inheritdoc/>
    public static string Name => "rsqrt";

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x)
        where V : struct, IReal<V> => V.One / V.Sqrt(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Slope<V>(V x, V y)
        where V : struct, IReal<V> => V.Const(-0.5) * y * y * y;
}
