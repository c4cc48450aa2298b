using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd.Kernels;

/// <summary>A run of outputs and the inputs that one tap reads for them, <see cref="Stride"/> apart; places are within their planes.</summary>
internal readonly record struct DepthwiseRow(nint Tap, nint Output, nint Input, int Stride, int Count);

/// <summary>Every row of outputs by every tap that lies inside of the input: rows ascending, and taps within a row.</summary>
internal ref struct DepthwiseRows(WindowShape window)
{
    private int d;
    private int h;
    private int tap = -1;

    public DepthwiseRow Current { get; private set; }

    public readonly DepthwiseRows GetEnumerator() => this;

    public bool MoveNext()
    {
        int taps = (int)window.KernelCount;
        if (window.OutputCount == 0) return false;
        while (true)
        {
            if (++tap == taps)
            {
                tap = 0;
                if (++h == window.Height.Output)
                {
                    h = 0;
                    d++;
                }
            }
            if (d == window.Depth.Output || taps == 0) return false;
            int kw = tap % window.Width.Kernel, kh = tap / window.Width.Kernel % window.Height.Kernel, kd = tap / window.Width.Kernel / window.Height.Kernel;
            nint id = window.Depth.At(d, kd), ih = window.Height.At(h, kh);
            if ((nuint)id >= (nuint)window.Depth.Input || (nuint)ih >= (nuint)window.Height.Input) continue;
            var (first, end) = window.Width.Range(kw);
            if (first >= end) continue;
            nint output = ((((nint)d * window.Height.Output) + h) * window.Width.Output) + first;
            nint input = (((id * window.Height.Input) + ih) * window.Width.Input) + window.Width.At(first, kw);
            Current = new DepthwiseRow(tap, output, input, window.Width.Stride, end - first);
            return true;
        }
    }
}

/// <summary>Loops along a row. Elements that lie side by side go by registers; sums and products round as they do one by one.</summary>
internal static unsafe class DepthwiseLoops
{
    /// <summary>y += a x.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Axpy<T>(T a, T* x, nint xStride, T* y, nint yStride, int count)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int i = 0;
        if (xStride == 1 && yStride == 1)
        {
            var factor = new Vector<T>(a);
            for (; i <= count - Vector<T>.Count; i += Vector<T>.Count)
                Unsafe.WriteUnaligned(y + i, Unsafe.ReadUnaligned<Vector<T>>(y + i) + (factor * Unsafe.ReadUnaligned<Vector<T>>(x + i)));
        }
        for (; i < count; i++) y[i * yStride] += a * x[i * xStride];
    }

    /// <summary>The sum of y x: each lane its elements, lanes added up, then the rest.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static T Dot<T>(T* y, T* x, nint xStride, int count)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int i = 0;
        T sum = T.Zero;
        if (xStride == 1 && count >= Vector<T>.Count)
        {
            var lanes = Vector<T>.Zero;
            for (; i <= count - Vector<T>.Count; i += Vector<T>.Count) lanes += Unsafe.ReadUnaligned<Vector<T>>(y + i) * Unsafe.ReadUnaligned<Vector<T>>(x + i);
            sum = Vector.Sum(lanes);
        }
        for (; i < count; i++) sum += y[i] * x[i * xStride];
        return sum;
    }

    /// <summary>sums[k] += the sum of y[i] x[offsets[k] + i]: each lane its elements, lanes added up. The count is one of whole registers.</summary>
    public static void Dots<T>(T* y, T* x, nint* offsets, int taps, nint count, double* sums)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int k = 0; k < taps; k += 4)
        {
            int last = taps - 1;
            var four = Four(y, x + offsets[k], x + offsets[Math.Min(k + 1, last)], x + offsets[Math.Min(k + 2, last)], x + offsets[Math.Min(k + 3, last)], count);
            sums[k] += double.CreateTruncating(Vector.Sum(four.A));
            if (k + 1 < taps) sums[k + 1] += double.CreateTruncating(Vector.Sum(four.B));
            if (k + 2 < taps) sums[k + 2] += double.CreateTruncating(Vector.Sum(four.C));
            if (k + 3 < taps) sums[k + 3] += double.CreateTruncating(Vector.Sum(four.D));
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static (Vector<T> A, Vector<T> B, Vector<T> C, Vector<T> D) Four<T>(T* y, T* x0, T* x1, T* x2, T* x3, nint count)
        where T : unmanaged
    {
        Vector<T> a = default, b = default, c = default, d = default;
        for (nint i = 0; i < count; i += Vector<T>.Count)
        {
            var of = Unsafe.ReadUnaligned<Vector<T>>(y + i);
            a += of * Unsafe.ReadUnaligned<Vector<T>>(x0 + i);
            b += of * Unsafe.ReadUnaligned<Vector<T>>(x1 + i);
            c += of * Unsafe.ReadUnaligned<Vector<T>>(x2 + i);
            d += of * Unsafe.ReadUnaligned<Vector<T>>(x3 + i);
        }
        return (a, b, c, d);
    }
}
