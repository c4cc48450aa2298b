using System.Numerics;
using System.Runtime.CompilerServices;
using Autograd.Formulas;

namespace Autograd.Kernels;

/// <summary>How two results become one: associative up to rounding, with a number that changes nothing.</summary>
internal interface IMonoid
{
    /// <summary>The name of the reduction, <c>Sum</c>.</summary>
    static abstract string Name { get; }

    /// <summary>Combines with anything without changing it; the value of an empty group.</summary>
    static abstract T Identity<T>()
        where T : unmanaged, INumber<T>;

    /// <summary>Both together, in any reading.</summary>
    static abstract V Combine<V>(V a, V b)
        where V : struct, INumeric<V>;
}

/// <summary>a + b</summary>
internal readonly struct SumMonoid : IMonoid
{
    public static string Name => "Sum";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Identity<T>()
        where T : unmanaged, INumber<T> => T.Zero;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Combine<V>(V a, V b)
        where V : struct, INumeric<V> => a + b;
}

/// <summary>a b</summary>
internal readonly struct ProductMonoid : IMonoid
{
    public static string Name => "Prod";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Identity<T>()
        where T : unmanaged, INumber<T> => T.One;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Combine<V>(V a, V b)
        where V : struct, INumeric<V> => a * b;
}

/// <summary>The larger; NaN if there is one.</summary>
internal readonly struct MaxMonoid : IMonoid
{
    public static string Name => "Max";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Identity<T>()
        where T : unmanaged, INumber<T> => T.CreateSaturating(double.NegativeInfinity);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Combine<V>(V a, V b)
        where V : struct, INumeric<V> => V.Max(a, b);
}

/// <summary>The smaller; NaN if there is one.</summary>
internal readonly struct MinMonoid : IMonoid
{
    public static string Name => "Min";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Identity<T>()
        where T : unmanaged, INumber<T> => T.CreateSaturating(double.PositiveInfinity);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Combine<V>(V a, V b)
        where V : struct, INumeric<V> => V.Min(a, b);
}
