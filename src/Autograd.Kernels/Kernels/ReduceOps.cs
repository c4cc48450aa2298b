using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Autograd.Kernels;

/// <summary>A reduction: every element is mapped, then combined in the order that <see cref="ReduceKernel"/> defines.</summary>
/// <remarks>The text is in 512-bit vectors on every processor (narrower ones run two halves), so the bits are the same everywhere.</remarks>
internal interface IReduction<T>
    where T : unmanaged, INumber<T>
{
    /// <summary>Combines with anything without changing it; the value of an empty group.</summary>
    static abstract T Identity { get; }

    /// <summary>Whether the map is long: the loop then has it once, or the JIT would leave it a call.</summary>
    static virtual bool IsLong => false;

    /// <summary>What is combined; <paramref name="center"/> is the number that belongs to the element's group, if any.</summary>
    static abstract Vector512<T> Map(Vector512<T> x, Vector512<T> center);

    static abstract Vector512<T> Combine(Vector512<T> a, Vector512<T> b);
}

/// <summary>Sum of x.</summary>
internal readonly struct SumReduction<T> : IReduction<T>
    where T : unmanaged, INumber<T>
{
    public static T Identity => T.Zero;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Map(Vector512<T> x, Vector512<T> center) => x;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Combine(Vector512<T> a, Vector512<T> b) => a + b;
}

/// <summary>Product of x.</summary>
internal readonly struct ProductReduction<T> : IReduction<T>
    where T : unmanaged, INumber<T>
{
    public static T Identity => T.One;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Map(Vector512<T> x, Vector512<T> center) => x;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Combine(Vector512<T> a, Vector512<T> b) => a * b;
}

/// <summary>Largest x; NaN if there is one.</summary>
internal readonly struct MaxReduction<T> : IReduction<T>
    where T : unmanaged, INumber<T>
{
    public static T Identity => T.CreateSaturating(double.NegativeInfinity);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Map(Vector512<T> x, Vector512<T> center) => x;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Combine(Vector512<T> a, Vector512<T> b) => Vector512.Max(a, b);
}

/// <summary>Smallest x; NaN if there is one.</summary>
internal readonly struct MinReduction<T> : IReduction<T>
    where T : unmanaged, INumber<T>
{
    public static T Identity => T.CreateSaturating(double.PositiveInfinity);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Map(Vector512<T> x, Vector512<T> center) => x;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Combine(Vector512<T> a, Vector512<T> b) => Vector512.Min(a, b);
}

/// <summary>Sum of (x - center)^2: the second pass of a variance.</summary>
internal readonly struct SquaredDeviation<T> : IReduction<T>
    where T : unmanaged, INumber<T>
{
    public static T Identity => T.Zero;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Map(Vector512<T> x, Vector512<T> center) => (x - center) * (x - center);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Combine(Vector512<T> a, Vector512<T> b) => a + b;
}
