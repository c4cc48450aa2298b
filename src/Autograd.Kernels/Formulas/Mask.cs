using System.Runtime.CompilerServices;

namespace Autograd.Formulas;

/// <summary>The outcome of a comparison in the reading <typeparamref name="V"/>; combines by <c>&amp;</c>, <c>|</c> and <c>!</c>.</summary>
/// <typeparam name="V">The reading that was compared.</typeparam>
/// <remarks>A type of its own, so that a truth value cannot be added to a number by mistake.</remarks>
public readonly struct Mask<V>
    where V : struct, INumeric<V>
{
    /// <summary>Wraps the reading's own representation of a truth value (for lanes: all bits set, or none).</summary>
    /// <param name="bits">The representation; only the reading itself knows how to make one.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Mask(V bits) => Bits = bits;

    /// <summary>The reading's own representation of the truth value.</summary>
    public V Bits { get; }

    /// <summary>Where both hold.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Mask<V> operator &(Mask<V> a, Mask<V> b) => V.And(a, b);

    /// <summary>Where either holds.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Mask<V> operator |(Mask<V> a, Mask<V> b) => V.Or(a, b);

    /// <summary>Where it does not hold.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Mask<V> operator !(Mask<V> a) => V.Not(a);
}
