using System.Numerics;
using System.Runtime.CompilerServices;
using Autograd.Memory;

namespace Autograd.Kernels;

/// <summary>Writes by indices, an index for every element: <c>scatter</c> and <c>scatter_add</c>.</summary>
/// <remarks>
/// In the row-major order of the indices: where an index comes twice, the last value stays (or the values are added in that order). Threads
/// share a dimension that is not indexed, so that the bits do not depend on them.
/// </remarks>
internal static unsafe class ScatterKernel
{
    /// <summary>target[i, index[i, j, k], k] = source[i, j, k] (for dimension 1).</summary>
    /// <param name="target">The storage that is written.</param>
    /// <param name="layout">The layout of the target.</param>
    /// <param name="dim">The indexed dimension.</param>
    /// <param name="index">The storage of the index; all are inside (<see cref="GatherIndex.AllInside"/>).</param>
    /// <param name="at">The layout of the index.</param>
    /// <param name="source">The storage of the values.</param>
    /// <param name="from">The layout of the values; at least as large as the index in every dimension.</param>
    public static void Scatter<T>(Span<T> target, Layout layout, int dim, ReadOnlySpan<long> index, Layout at, ReadOnlySpan<T> source, Layout from)
        where T : unmanaged => Put<T, ScatterOver<T>>(target, layout, dim, index, at, source, from);

    /// <summary>target[i, index[i, j, k], k] += source[i, j, k] (for dimension 1); parameters as in <see cref="Scatter{T}"/>.</summary>
    public static void ScatterAdd<T>(Span<T> target, Layout layout, int dim, ReadOnlySpan<long> index, Layout at, ReadOnlySpan<T> source, Layout from)
        where T : unmanaged, INumber<T> => Put<T, ScatterSum<T>>(target, layout, dim, index, at, source, from);

    private static void Put<T, TPut>(Span<T> target, Layout layout, int dim, ReadOnlySpan<long> index, Layout at, ReadOnlySpan<T> source, Layout from)
        where T : unmanaged
        where TPut : struct, IScatterPut<T>
    {
        if (at.Count == 0) return;
        Layout to = IndexParts.Along(layout, dim, at.Sizes), read = Layout.Strided(at.Sizes, from.Strides, from.Offset);
        Bounds.Check(target, layout);
        Bounds.Check(target, to);
        Bounds.Check(source, read);
        Bounds.Check(index, at);
        fixed (T* t = target)
        fixed (T* s = source)
        fixed (long* i = index)
        {
            var job = new Job<T, TPut>
            {
                Target = t, Index = i, Source = s, To = to, At = at, From = read, Stride = layout.Strides[dim], Size = layout.Sizes[dim],
                Parts = new IndexParts(at.Sizes, dim),
            };
            Workers.For(job.Parts.Count, job);
        }
    }

    private struct Job<T, TPut> : IJob
        where T : unmanaged
        where TPut : struct, IScatterPut<T>
    {
        public T* Target;
        public long* Index;
        public T* Source;
        public Layout To;
        public Layout At;
        public Layout From;
        public nint Stride;
        public long Size;
        public IndexParts Parts;

        public readonly void Run(int part)
        {
            var walk = new Strided(Parts.Slice(To, part), Parts.Slice(At, part), Parts.Slice(From, part));
            while (walk.Next())
            {
                T* t = Target + walk.Offset(0), s = Source + walk.Offset(2);
                long* at = Index + walk.Offset(1);
                if (walk.Stride(1) == 1 && walk.Stride(2) == 1) Contiguous(t, walk.Stride(0), at, s, walk.RunLength);
                else Stepped(t, walk.Stride(0), at, walk.Stride(1), s, walk.Stride(2), walk.RunLength);
            }
        }

        [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
        private readonly void Contiguous(T* t, nint step, long* index, T* s, int count)
        {
            long size = Size;
            nint stride = Stride;
            for (nint i = 0; i < count; i++, t += step)
            {
                long k = index[i];
                T* there = t + ((nint)(k + ((k >> 63) & size)) * stride);
                *there = TPut.Put(*there, s[i]);
            }
        }

        [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
        private readonly void Stepped(T* t, nint step, long* index, nint at, T* s, nint from, int count)
        {
            for (int i = 0; i < count; i++, t += step, index += at, s += from)
            {
                T* there = t + ((nint)(*index + ((*index >> 63) & Size)) * Stride);
                *there = TPut.Put(*there, *s);
            }
        }
    }
}
