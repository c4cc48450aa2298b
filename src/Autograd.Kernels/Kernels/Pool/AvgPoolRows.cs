using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd.Kernels;

/// <summary>One row of the outputs of a mean pool, there and back.</summary>
/// <param name="height">The rows of a plane of the input.</param>
/// <param name="width">The elements of one.</param>
/// <param name="outputs">The outputs of a row.</param>
/// <param name="spans">What each of them sees along the row.</param>
/// <param name="divisors">Their divisors, as far as the row decides about them.</param>
/// <param name="totals">Working memory, a number an output.</param>
/// <param name="sums">Working memory, a number an input of a row.</param>
internal readonly unsafe struct AvgPoolRows<T>(int height, int width, int outputs, PoolSpan* spans, double* divisors, double* totals, double* sums)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>y[w] = the sum of what output w sees, divided.</summary>
    public void Average(T* x, PoolSpan depths, PoolSpan heights, double others, T* y)
    {
        nint first = (((nint)depths.First * height) + heights.First) * width;
        if (depths.Count == 1 && heights.Count == 1)
        {
            Windows(x + first);
        }
        else
        {
            new Span<double>(sums, width).Clear();
            for (int d = depths.First; d < depths.End; d++)
            {
                for (int h = heights.First; h < heights.End; h++) AddTo(sums, x + ((((nint)d * height) + h) * width), width);
            }
            Windows(sums);
        }
        for (int w = 0; w < outputs; w++) y[w] = T.CreateTruncating(totals[w] / (divisors[w] * others));
    }

    /// <summary>Adds y[w], divided, to every input that output w sees.</summary>
    public void Spread(T* x, PoolSpan depths, PoolSpan heights, double others, T* y)
    {
        // The room of the sums has space for a row of T, which is no larger than float64.
        T* shares = (T*)sums;
        new Span<T>(shares, width).Clear();
        Shares(y, others, shares);
        for (int d = depths.First; d < depths.End; d++)
        {
            for (int h = heights.First; h < heights.End; h++) Add(x + ((((nint)d * height) + h) * width), shares, width);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private void Windows<TFrom>(TFrom* from)
        where TFrom : unmanaged, IFloatingPointIeee754<TFrom>
    {
        for (int w = 0; w < outputs; w++) totals[w] = PoolSum.Of(from + spans[w].First, spans[w].Count);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private void Shares(T* y, double others, T* shares)
    {
        for (int w = 0; w < outputs; w++) totals[w] = double.CreateTruncating(y[w]) / (divisors[w] * others);
        for (int w = 0; w < outputs; w++)
        {
            T share = T.CreateTruncating(totals[w]);
            for (int i = spans[w].First; i < spans[w].End; i++) shares[i] += share;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void AddTo(double* sums, T* x, int n)
    {
        int i = 0;
        if (typeof(T) == typeof(float))
        {
            int half = Vector<double>.Count;
            for (; i + Vector<float>.Count <= n; i += Vector<float>.Count)
            {
                var values = Vector.Load((float*)x + i);
                (Vector.Load(sums + i) + Vector.WidenLower(values)).Store(sums + i);
                (Vector.Load(sums + i + half) + Vector.WidenUpper(values)).Store(sums + i + half);
            }
        }
        for (; i < n; i++) sums[i] += double.CreateTruncating(x[i]);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Add(T* to, T* x, int n)
    {
        int i = 0;
        for (; i + Vector<T>.Count <= n; i += Vector<T>.Count) (Vector.Load(to + i) + Vector.Load(x + i)).Store(to + i);
        for (; i < n; i++) to[i] += x[i];
    }
}
