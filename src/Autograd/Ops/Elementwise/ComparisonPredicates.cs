using System.Runtime.CompilerServices;
using Autograd.Formulas;

namespace Autograd;

/// <summary>Where both are equal (<c>torch.eq</c>).</summary>
internal readonly struct EqFormula : IPredicate
{
    public static string Name => "Eq";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Mask<V> Test<V>(V x, V y)
        where V : struct, INumeric<V> => V.Equal(x, y);
}

/// <summary>Where they differ, NaN from everything (<c>torch.ne</c>).</summary>
internal readonly struct NeFormula : IPredicate
{
    public static string Name => "Ne";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Mask<V> Test<V>(V x, V y)
        where V : struct, INumeric<V> => !V.Equal(x, y);
}

/// <summary>Where x is smaller (<c>torch.lt</c>).</summary>
internal readonly struct LtFormula : IPredicate
{
    public static string Name => "Lt";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Mask<V> Test<V>(V x, V y)
        where V : struct, INumeric<V> => x < y;
}

/// <summary>Where x is not larger (<c>torch.le</c>).</summary>
internal readonly struct LeFormula : IPredicate
{
    public static string Name => "Le";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Mask<V> Test<V>(V x, V y)
        where V : struct, INumeric<V> => x <= y;
}

/// <summary>Where x is larger (<c>torch.gt</c>).</summary>
internal readonly struct GtFormula : IPredicate
{
    public static string Name => "Gt";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Mask<V> Test<V>(V x, V y)
        where V : struct, INumeric<V> => x > y;
}

/// <summary>Where x is not smaller (<c>torch.ge</c>).</summary>
internal readonly struct GeFormula : IPredicate
{
    public static string Name => "Ge";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Mask<V> Test<V>(V x, V y)
        where V : struct, INumeric<V> => x >= y;
}

/// <summary>Where neither is 0 (<c>torch.logical_and</c>).</summary>
internal readonly struct LogicalAndFormula : IPredicate
{
    public static string Name => "LogicalAnd";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Mask<V> Test<V>(V x, V y)
        where V : struct, INumeric<V> => !V.Equal(x, V.Zero) & !V.Equal(y, V.Zero);
}

/// <summary>Where either is not 0 (<c>torch.logical_or</c>).</summary>
internal readonly struct LogicalOrFormula : IPredicate
{
    public static string Name => "LogicalOr";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Mask<V> Test<V>(V x, V y)
        where V : struct, INumeric<V> => !V.Equal(x, V.Zero) | !V.Equal(y, V.Zero);
}

/// <summary>Where exactly one is not 0 (<c>torch.logical_xor</c>).</summary>
internal readonly struct LogicalXorFormula : IPredicate
{
    public static string Name => "LogicalXor";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Mask<V> Test<V>(V x, V y)
        where V : struct, INumeric<V> => (V.Equal(x, V.Zero) & !V.Equal(y, V.Zero)) | (!V.Equal(x, V.Zero) & V.Equal(y, V.Zero));
}
