using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using Autograd.Memory;

namespace Autograd.Kernels;

/// <summary>Reads by indices: <c>gather</c>, <c>index_select</c> and advanced indexing.</summary>
internal static unsafe class GatherKernel
{
    private const int PartBytes = 1 << 17;

    /// <summary>out[i, j, k] = x[i, index[i, j, k], k] (for dimension 1); the index may be smaller than x in the other dimensions.</summary>
    /// <param name="data">The storage of x.</param>
    /// <param name="layout">The layout of x.</param>
    /// <param name="dim">The indexed dimension.</param>
    /// <param name="index">Offsets of <see cref="GatherIndex.TryOffsets"/> with the stride of <paramref name="dim"/>.</param>
    /// <param name="sizes">The shape of the index.</param>
    /// <param name="output">As many elements as there are indices.</param>
    public static void Gather<T>(ReadOnlySpan<T> data, Layout layout, int dim, ReadOnlySpan<int> index, ReadOnlySpan<int> sizes, Span<T> output)
        where T : unmanaged
    {
        if (index.IsEmpty) return;
        Layout along = GatherIndex.Along(layout, dim, sizes);
        Bounds.Check(data, layout);
        Bounds.Check(data, along);
        Bounds.Room(index, along.Count);
        Bounds.Room<T>(output, along.Count);
        fixed (T* x = data)
        fixed (T* y = output)
        fixed (int* at = index)
        {
            var walk = new Strided(along);
            int done = 0;
            while (walk.Next())
            {
                GatherRun(x + walk.Offset(0), walk.Stride(0), at + done, y + done, walk.RunLength);
                done += walk.RunLength;
            }
        }
    }

    /// <summary>out[b, m, a] = x[before(b) + offsets[m] + after(a)]: dimensions before the indexed ones, the indices, dimensions after.</summary>
    /// <remarks>
    /// <c>index_select</c> has one indexed dimension. Indices that are not side by side come first in the output: then
    /// <paramref name="before"/> is <see cref="Layout.Scalar"/> at the offset of x and <paramref name="after"/> all other dimensions.
    /// </remarks>
    public static void Read<T>(ReadOnlySpan<T> data, Layout before, ReadOnlySpan<int> offsets, Layout after, Span<T> output)
        where T : unmanaged
    {
        long blocks = (long)before.Count * offsets.Length;
        if (blocks == 0 || after.Count == 0) return;
        CheckBlocks(data, before, offsets, after);
        Bounds.Room<T>(output, blocks * after.Count);
        using var starts = new Scratch<int>(before.Count);
        using var inside = new Scratch<int>(after.IsContiguous ? 0 : after.Count);
        Offsets(before, starts.Span);
        if (!after.IsContiguous) Offsets(after, inside.Span);
        fixed (T* x = data)
        fixed (T* y = output)
        fixed (int* m = offsets)
        {
            var job = new ReadJob<T>
            {
                X = after.IsContiguous ? x + after.Offset : x, Y = y, Before = starts.Start, Offsets = m, Count = offsets.Length,
                Inside = inside.Start, Block = after.Count, Blocks = blocks,
            };
            job.Parts = (int)Math.Clamp(blocks * after.Count * sizeof(T) / PartBytes, 1, blocks);
            Workers.For(job.Parts, job);
        }
    }

    /// <summary>Every element of x[before(b) + offsets[m] + after(a)] lies in the span.</summary>
    internal static void CheckBlocks<T>(ReadOnlySpan<T> data, Layout before, ReadOnlySpan<int> offsets, Layout after) =>
        Bounds.Room(data, (long)before.End + TensorPrimitives.Max(offsets) + after.End - 1);

    /// <summary>The offset of every element in row-major order, the layout's own offset included.</summary>
    internal static void Offsets(Layout layout, Span<int> offsets)
    {
        int done = 0;
        var walk = new Strided(layout);
        while (walk.Next())
        {
            int at = walk.Offset(0);
            for (int i = 0; i < walk.RunLength; i++, at += walk.Stride(0)) offsets[done++] = at;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void GatherRun<T>(T* x, nint step, int* index, T* y, int count)
        where T : unmanaged
    {
        for (int i = 0; i < count; i++, x += step) y[i] = x[index[i]];
    }

    private struct ReadJob<T> : IJob
        where T : unmanaged
    {
        public T* X;
        public T* Y;
        public int* Before;
        public int* Offsets;
        public int Count;
        public int* Inside;
        public int Block;
        public long Blocks;
        public int Parts;

        [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
        public readonly void Run(int part)
        {
            long end = Blocks * (part + 1) / Parts;
            long first = Blocks * part / Parts;
            int m = (int)(first % Count);
            int b = (int)(first / Count);
            T* y = Y + (first * Block);
            for (long k = first; k < end; k++, y += Block)
            {
                T* x = X + Before[b] + Offsets[m];
                if (++m == Count)
                {
                    m = 0;
                    b++;
                }
                if (Block == 1 && Inside == null)
                {
                    *y = *x;
                }
                else if (Inside == null)
                {
                    new ReadOnlySpan<T>(x, Block).CopyTo(new Span<T>(y, Block));
                }
                else
                {
                    for (int i = 0; i < Block; i++) y[i] = x[Inside[i]];
                }
            }
        }
    }
}
