using System.Numerics;
using System.Runtime.CompilerServices;
using Autograd.Memory;

namespace Autograd.Kernels;

/// <summary>What index tensors must be: inside of [-size, size). A negative index counts from the end.</summary>
internal static unsafe class GatherIndex
{
    // Indices of one part: 256 KB of them.
    private const int PartCount = 1 << 15;

    /// <summary>Whether all indices are inside, looked at by all threads and before anything is written by them.</summary>
    /// <param name="index">The storage of the index tensor.</param>
    /// <param name="layout">Its layout.</param>
    /// <param name="size">The size of the indexed dimension.</param>
    public static bool AllInside(ReadOnlySpan<long> index, Layout layout, int size)
    {
        Bounds.Check(index, layout);
        int failed = 0;
        var walk = new Strided(layout);
        fixed (long* at = index)
        {
            while (walk.Next())
            {
                var job = new InsideJob { Index = at + walk.Offset(0), Step = walk.Stride(0), Count = walk.RunLength, Size = size, Failed = &failed };
                Workers.For(((walk.RunLength - 1) / PartCount) + 1, job);
            }
        }
        return failed == 0;
    }

    /// <summary>The first index in row-major order that is outside, where there is one.</summary>
    public static long FirstOutside(ReadOnlySpan<long> index, Layout layout, int size)
    {
        var walk = new Strided(layout);
        while (walk.Next())
        {
            int at = walk.Offset(0);
            for (int i = 0; i < walk.RunLength; i++, at += walk.Stride(0))
            {
                if (index[at] < -size || index[at] >= size) return index[at];
            }
        }
        return 0;
    }

    /// <summary>offsets[i] = index[i] * stride in row-major order.</summary>
    /// <param name="index">The storage of the index tensor.</param>
    /// <param name="layout">Its layout, expanded to the common shape where it was broadcast.</param>
    /// <param name="size">The size of the indexed dimension; all indices are inside.</param>
    /// <param name="stride">The stride of the indexed dimension; 1 gives the indices themselves.</param>
    /// <param name="offsets">One number an index.</param>
    public static void Offsets(ReadOnlySpan<long> index, Layout layout, int size, int stride, Span<int> offsets)
    {
        int done = 0;
        var walk = new Strided(layout);
        while (walk.Next())
        {
            int from = walk.Offset(0);
            for (int i = 0; i < walk.RunLength; i++, from += walk.Stride(0))
                offsets[done++] = (int)(index[from] < 0 ? index[from] + size : index[from]) * stride;
        }
    }

    private struct InsideJob : IJob
    {
        public long* Index;
        public nint Step;
        public int Count;
        public long Size;
        public int* Failed;

        public readonly void Run(int part)
        {
            int first = part * PartCount, count = Math.Min(PartCount, Count - first);
            long* from = Index + (first * Step);
            if ((Step == 1 ? Contiguous(from, count, Size) : Stepped(from, Step, count, Size)) < 0) Volatile.Write(ref *Failed, 1);
        }

        // i + n and n - 1 - i are both not negative for i in [-n, n), and one of them is negative for all others, also where the other one wraps.
        [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
        private static long Contiguous(long* index, int count, long size)
        {
            var n = new Vector<long>(size);
            var last = new Vector<long>(size - 1);
            var signs = Vector<long>.Zero;
            int i = 0;
            for (; i + Vector<long>.Count <= count; i += Vector<long>.Count)
            {
                var at = Vector.Load(index + i);
                signs |= (at + n) | (last - at);
            }
            long all = Vector.LessThanAny(signs, Vector<long>.Zero) ? -1 : 0;
            for (; i < count; i++) all |= (index[i] + size) | (size - 1 - index[i]);
            return all;
        }

        [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
        private static long Stepped(long* index, nint step, int count, long size)
        {
            long all = 0;
            for (int i = 0; i < count; i++, index += step) all |= (*index + size) | (size - 1 - *index);
            return all;
        }
    }
}
