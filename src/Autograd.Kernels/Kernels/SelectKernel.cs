using System.Runtime.CompilerServices;
using Autograd.Memory;

namespace Autograd.Kernels;

/// <summary>z = condition ? x : y, element by element, for elements of any size.</summary>
internal static class SelectKernel
{
    /// <summary>All three operands are broadcast to the sizes of the contiguous result.</summary>
    public static void Run<T>(ReadOnlySpan<byte> condition, Layout cl, ReadOnlySpan<T> x, Layout xl, ReadOnlySpan<T> y, Layout yl, Span<T> z)
        where T : unmanaged
    {
        var walk = new Strided(cl, xl, yl);
        int at = 0;
        while (walk.Next())
        {
            Loop(
                ref Unsafe.Add(ref Unsafe.AsRef(in condition[0]), walk.Offset(0)), walk.Stride(0),
                ref Unsafe.Add(ref Unsafe.AsRef(in x[0]), walk.Offset(1)), walk.Stride(1),
                ref Unsafe.Add(ref Unsafe.AsRef(in y[0]), walk.Offset(2)), walk.Stride(2),
                z.Slice(at, walk.RunLength));
            at += walk.RunLength;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Loop<T>(ref byte c, nint cs, ref T x, nint xs, ref T y, nint ys, Span<T> z)
        where T : unmanaged
    {
        for (int i = 0; i < z.Length; i++)
            z[i] = Unsafe.Add(ref c, i * cs) != 0 ? Unsafe.Add(ref x, i * xs) : Unsafe.Add(ref y, i * ys);
    }
}
