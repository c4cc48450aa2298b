using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Autograd.Kernels;

/// <summary>Operations on the rows of a matrix: the first level of BLAS.</summary>
/// <remarks>Sums run in 64 bytes of lanes on every processor, so that their bits depend on the length alone.</remarks>
internal static class Vectors
{
    /// <summary>y += a x.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void AddScaled<T>(Span<T> y, T a, ReadOnlySpan<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        x = x[..y.Length];
        ref T py = ref MemoryMarshal.GetReference(y);
        ref T px = ref MemoryMarshal.GetReference(x);
        var factor = Vector256.Create(a);
        int i = 0, lanes = Vector256<T>.Count;
        for (; i <= y.Length - lanes; i += lanes)
            (Vector256.LoadUnsafe(ref py, (nuint)i) + (factor * Vector256.LoadUnsafe(ref px, (nuint)i))).StoreUnsafe(ref py, (nuint)i);
        for (; i < y.Length; i++) y[i] += a * x[i];
    }

    /// <summary>The sum of x[i] y[i].</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static T Dot<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        y = y[..x.Length];
        ref T px = ref MemoryMarshal.GetReference(x);
        ref T py = ref MemoryMarshal.GetReference(y);
        int i = 0, lanes = Vector256<T>.Count;
        Vector256<T> low = Vector256<T>.Zero, high = Vector256<T>.Zero;
        for (; i <= x.Length - (2 * lanes); i += 2 * lanes)
        {
            low += Vector256.LoadUnsafe(ref px, (nuint)i) * Vector256.LoadUnsafe(ref py, (nuint)i);
            high += Vector256.LoadUnsafe(ref px, (nuint)(i + lanes)) * Vector256.LoadUnsafe(ref py, (nuint)(i + lanes));
        }
        var lanesSum = low + high;
        T sum = T.Zero;
        for (int l = 0; l < lanes; l++) sum += lanesSum[l];
        for (; i < x.Length; i++) sum += x[i] * y[i];
        return sum;
    }

    /// <summary>The plane rotation (x, y) = (c x - s y, s x + c y).</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Rotate<T>(Span<T> x, Span<T> y, T c, T s)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        y = y[..x.Length];
        ref T px = ref MemoryMarshal.GetReference(x);
        ref T py = ref MemoryMarshal.GetReference(y);
        Vector256<T> cosine = Vector256.Create(c), sine = Vector256.Create(s);
        int i = 0, lanes = Vector256<T>.Count;
        for (; i <= x.Length - lanes; i += lanes)
        {
            Vector256<T> a = Vector256.LoadUnsafe(ref px, (nuint)i), b = Vector256.LoadUnsafe(ref py, (nuint)i);
            ((cosine * a) - (sine * b)).StoreUnsafe(ref px, (nuint)i);
            ((sine * a) + (cosine * b)).StoreUnsafe(ref py, (nuint)i);
        }
        for (; i < x.Length; i++) (x[i], y[i]) = ((c * x[i]) - (s * y[i]), (s * x[i]) + (c * y[i]));
    }

    /// <summary>x *= a.</summary>
    public static void Scale<T>(Span<T> x, T a)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        foreach (ref T v in x) v *= a;
    }

    /// <summary>The Euclidean norm, by quotients to the largest magnitude: it neither overflows nor underflows where the result does not.</summary>
    public static T Norm<T>(ReadOnlySpan<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T largest = T.Zero;
        foreach (T v in x) largest = T.Max(largest, T.Abs(v));
        if (largest == T.Zero || !T.IsFinite(largest)) return largest;
        T sum = T.Zero;
        foreach (T v in x) sum += v / largest * (v / largest);
        return largest * T.Sqrt(sum);
    }
}
