using System.Runtime.CompilerServices;

namespace Autograd.Formulas;

/// <summary>Where both are equal (<c>torch.eq</c>).</summary>
public readonly struct Eq : IPredicate
{
    /// <inheritdoc/>
    public static string Name => "eq";

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Mask<V> Test<V>(V x, V y)
        where V : struct, INumeric<V> => V.Equal(x, y);
}

/// <summary>Where they differ, NaN from everything (<c>torch.ne</c>).</summary>
public readonly struct Ne : IPredicate
{
    /// <inheritdoc/>
    public static string Name => "ne";

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Mask<V> Test<V>(V x, V y)
        where V : struct, INumeric<V> => !V.Equal(x, y);
}

/// <summary>Where x is smaller (<c>torch.lt</c>).</summary>
public readonly struct Lt : IPredicate
{
    /// <inheritdoc/>
    public static string Name => "lt";

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Mask<V> Test<V>(V x, V y)
        where V : struct, INumeric<V> => x < y;
}

/// <summary>Where x is not larger (<c>torch.le</c>).</summary>
public readonly struct Le : IPredicate
{
    /// <inheritdoc/>
    public static string Name => "le";

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Mask<V> Test<V>(V x, V y)
        where V : struct, INumeric<V> => x <= y;
}

/// <summary>Where x is larger (<c>torch.gt</c>).</summary>
public readonly struct Gt : IPredicate
{
    /// <inheritdoc/>
    public static string Name => "gt";

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Mask<V> Test<V>(V x, V y)
        where V : struct, INumeric<V> => x > y;
}

/// <summary>Where x is not smaller (<c>torch.ge</c>).</summary>
public readonly struct Ge : IPredicate
{
    /// <inheritdoc/>
    public static string Name => "ge";

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Mask<V> Test<V>(V x, V y)
        where V : struct, INumeric<V> => x >= y;
}

/// <summary>Where neither is 0 (<c>torch.logical_and</c>).</summary>
public readonly struct LogicalAnd : IPredicate
{
    /// <inheritdoc/>
    public static string Name => "logical_and";

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Mask<V> Test<V>(V x, V y)
        where V : struct, INumeric<V> => !V.Equal(x, V.Zero) & !V.Equal(y, V.Zero);
}

/// <summary>Where either is not 0 (<c>torch.logical_or</c>).</summary>
public readonly struct LogicalOr : IPredicate
{
    /// <inheritdoc/>
    public static string Name => "logical_or";

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Mask<V> Test<V>(V x, V y)
        where V : struct, INumeric<V> => !V.Equal(x, V.Zero) | !V.Equal(y, V.Zero);
}

/// <summary>Where exactly one is not 0 (<c>torch.logical_xor</c>).</summary>
public readonly struct LogicalXor : IPredicate
{
    /// <inheritdoc/>
    public static string Name => "logical_xor";

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Mask<V> Test<V>(V x, V y)
        where V : struct, INumeric<V> => (V.Equal(x, V.Zero) & !V.Equal(y, V.Zero)) | (!V.Equal(x, V.Zero) & V.Equal(y, V.Zero));
}
