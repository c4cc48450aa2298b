using System.Numerics;
using System.Runtime.CompilerServices;
using Autograd.Memory;

namespace Autograd.Kernels;

/// <summary>The sizes of planes [N, C, L] and of their taps [N, P, K].</summary>
internal readonly record struct TapSizes(int Samples, int Channels, int Length, int Points, int Taps)
{
    public static TapSizes Of(Layout planes, Layout taps) => new(planes.Sizes[0], planes.Sizes[1], planes.Sizes[2], taps.Sizes[1], taps.Sizes[2]);

    /// <summary>The number of planes.</summary>
    public int Planes => Samples * Channels;
}

/// <summary>
/// Reads and writes of planes at taps with weights: y[n, c, p] = sum_k w[n, p, k] x[n, c, index[n, p, k]] and its transposes. A plane, or a sample, is one part, and
/// its sums have one order. Negative indices and weights of 0 are left out, whatever lies there; the others lie in [0, L).
/// </summary>
internal static unsafe class TapKernel
{
    /// <summary>y from x and w.</summary>
    public static void Sample<T>(TapSizes sizes, ReadOnlySpan<T> x, ReadOnlySpan<T> w, ReadOnlySpan<long> index, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        fixed (T* px = x, py = y, pw = w)
        fixed (long* pi = index)
        {
            Check(sizes, x.Length, y.Length, w.Length, index.Length);
            Workers.For(sizes.Planes, new PlaneJob<T, SampleStep<T>> { Sizes = sizes, X = px, Y = py, W = pw, Index = pi });
        }
    }

    /// <summary>x from y and w; <paramref name="x"/> is cleared first.</summary>
    public static void Spread<T>(TapSizes sizes, ReadOnlySpan<T> y, ReadOnlySpan<T> w, ReadOnlySpan<long> index, Span<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        x.Clear();
        fixed (T* px = x, py = y, pw = w)
        fixed (long* pi = index)
        {
            Check(sizes, x.Length, y.Length, w.Length, index.Length);
            Workers.For(sizes.Planes, new PlaneJob<T, SpreadStep<T>> { Sizes = sizes, X = px, Y = py, W = pw, Index = pi });
        }
    }

    /// <summary>w[n, p, k] = sum_c y[n, c, p] x[n, c, index[n, p, k]].</summary>
    public static void Dot<T>(TapSizes sizes, ReadOnlySpan<T> y, ReadOnlySpan<T> x, ReadOnlySpan<long> index, Span<T> w)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Check(sizes, x.Length, y.Length, w.Length, index.Length);
        if (w.IsEmpty) return;
        fixed (T* px = x, py = y, pw = w)
        fixed (long* pi = index)
        {
            Workers.For(sizes.Samples, new DotJob<T> { Sizes = sizes, X = px, Y = py, W = pw, Index = pi });
        }
    }

    private static void Check(TapSizes sizes, int x, int y, int w, int index)
    {
        Bounds.Room(x, (long)sizes.Planes * sizes.Length);
        Bounds.Room(y, (long)sizes.Planes * sizes.Points);
        Bounds.Room(w, (long)sizes.Samples * sizes.Points * sizes.Taps);
        Bounds.Room(index, (long)sizes.Samples * sizes.Points * sizes.Taps);
    }

    /// <summary>What is done with one point of y and its taps.</summary>
    private interface ITapStep<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        static abstract void At(T* x, T* y, T* w, long* index, int taps);
    }

    private readonly struct SampleStep<T> : ITapStep<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void At(T* x, T* y, T* w, long* index, int taps)
        {
            T sum = T.Zero;
            for (int k = 0; k < taps; k++)
            {
                if (index[k] >= 0 && w[k] != T.Zero) sum += w[k] * x[index[k]];
            }
            *y = sum;
        }
    }

    private readonly struct SpreadStep<T> : ITapStep<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void At(T* x, T* y, T* w, long* index, int taps)
        {
            for (int k = 0; k < taps; k++)
            {
                if (index[k] >= 0 && w[k] != T.Zero) x[index[k]] += w[k] * *y;
            }
        }
    }

    private struct PlaneJob<T, TStep> : IJob
        where T : unmanaged, IFloatingPointIeee754<T>
        where TStep : struct, ITapStep<T>
    {
        public TapSizes Sizes;
        public T* X;
        public T* Y;
        public T* W;
        public long* Index;

        [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
        public readonly void Run(int part)
        {
            int points = Sizes.Points, taps = Sizes.Taps;
            T* x = X + ((nint)part * Sizes.Length);
            T* y = Y + ((nint)part * points);
            nint first = (nint)(part / Sizes.Channels) * points * taps;
            T* w = W + first;
            long* index = Index + first;
            for (int p = 0; p < points; p++, w += taps, index += taps) TStep.At(x, y + p, w, index, taps);
        }
    }

    private struct DotJob<T> : IJob
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public TapSizes Sizes;
        public T* X;
        public T* Y;
        public T* W;
        public long* Index;

        [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
        public readonly void Run(int part)
        {
            int points = Sizes.Points, taps = Sizes.Taps;
            T* x = X + ((nint)part * Sizes.Channels * Sizes.Length);
            T* y = Y + ((nint)part * Sizes.Channels * points);
            nint first = (nint)part * points * taps;
            for (nint i = 0; i < (nint)points * taps; i++)
            {
                long at = Index[first + i];
                T sum = T.Zero;
                for (int c = 0; at >= 0 && c < Sizes.Channels; c++) sum += y[((nint)c * points) + (i / taps)] * x[((nint)c * Sizes.Length) + (nint)at];
                W[first + i] = sum;
            }
        }
    }
}
