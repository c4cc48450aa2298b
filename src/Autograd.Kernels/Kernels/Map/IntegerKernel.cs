using System.Numerics;
using System.Runtime.CompilerServices;
using Autograd.Memory;

namespace Autograd.Kernels;

/// <summary>An operation on two integers that lanes have no instruction for, or that needs the bits.</summary>
internal interface IIntegerBinary
{
    static abstract string Name { get; }

    static abstract T Apply<T>(T x, T y)
        where T : IBinaryInteger<T>;
}

/// <summary>z = op(x, y) for integers, element by element.</summary>
internal static class IntegerKernel
{
    /// <summary>Both operands are broadcast to the sizes of the contiguous result.</summary>
    /// <exception cref="DivideByZeroException">The operation divides and an element of y is 0.</exception>
    public static void Run<T, TOp>(ReadOnlySpan<T> x, Layout xl, ReadOnlySpan<T> y, Layout yl, Span<T> z)
        where T : unmanaged, IBinaryInteger<T>
        where TOp : struct, IIntegerBinary
    {
        var walk = new Strided(xl, yl);
        int at = 0;
        while (walk.Next())
        {
            Loop<T, TOp>(x[walk.Offset(0)..], walk.Stride(0), y[walk.Offset(1)..], walk.Stride(1), z.Slice(at, walk.RunLength));
            at += walk.RunLength;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Loop<T, TOp>(ReadOnlySpan<T> x, int xs, ReadOnlySpan<T> y, int ys, Span<T> z)
        where T : unmanaged, IBinaryInteger<T>
        where TOp : struct, IIntegerBinary
    {
        for (int i = 0; i < z.Length; i++) z[i] = TOp.Apply(x[i * xs], y[i * ys]);
    }
}
