using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Autograd.Memory;

namespace Autograd.Kernels;

/// <summary>
/// What a kernel asks at its door, before it takes addresses: that the layouts lie inside of their spans. A layout knows how far it
/// reaches, so that this is one comparison an operand, and what is wrong outside of a kernel never becomes a wild write in it.
/// </summary>
internal static class Bounds
{
    /// <summary>All elements of the layout lie in the span.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Check<T>(ReadOnlySpan<T> data, Layout layout)
    {
        if (layout.End > data.Length) ThrowOutside(data.Length, layout);
    }

    /// <summary>All elements of the layout lie in the span, and it has the sizes of the operation's other operands.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Check<T>(ReadOnlySpan<T> data, Layout layout, Layout sizes) => Check(data.Length, layout, sizes);

    /// <summary>All elements of the layout lie in memory of this length, and it has the sizes of the operation's other operands.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Check(int length, Layout layout, Layout sizes)
    {
        if (!layout.SameSizes(sizes)) ThrowSizes(layout, sizes);
        if (layout.End > length) ThrowOutside(length, layout);
    }

    /// <summary>The span has room for this many elements.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Room<T>(ReadOnlySpan<T> data, long count) => Room(data.Length, count);

    /// <summary>Memory of this length has room for this many elements.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Room(int length, long count)
    {
        if (count > length) ThrowRoom(length, count);
    }

    [DoesNotReturn]
    private static void ThrowOutside(int length, Layout layout) =>
        throw new ShapeException($"A kernel was given {length} elements of memory and a layout of shape {layout} with strides {Layout.Describe(layout.Strides)} from {layout.Offset} on, which takes {layout.End}");

    [DoesNotReturn]
    private static void ThrowSizes(Layout layout, Layout sizes) =>
        throw new ShapeException($"A kernel was given operands of shapes {sizes} and {layout}, which must be the same");

    [DoesNotReturn]
    private static void ThrowRoom(int length, long count) =>
        throw new ShapeException($"A kernel was given room for {length} elements and has {count}");
}
