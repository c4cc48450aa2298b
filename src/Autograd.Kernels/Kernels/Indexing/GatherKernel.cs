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
    /// <param name="index">The storage of the index.</param>
    /// <param name="at">The layout of the index.</param>
    /// <param name="output">As many elements as there are indices.</param>
    /// <returns>Whether all indices were inside; if not, what was written is worth nothing.</returns>
    public static bool TryGather<T>(ReadOnlySpan<T> data, Layout layout, int dim, ReadOnlySpan<long> index, Layout at, Span<T> output)
        where T : unmanaged
    {
        if (at.Count == 0) return true;
        Layout along = IndexParts.Along(layout, dim, at.Sizes);
        Bounds.Check(data, layout);
        Bounds.Check(data, along);
        Bounds.Check(index, at);
        Bounds.Room<T>(output, at.Count);
        int failed = 0;
        fixed (T* x = data)
        fixed (T* y = output)
        fixed (long* i = index)
        {
            var job = new GatherJob<T>
            {
                X = x, Index = i, Y = y, Along = along, At = at, To = at.ToContiguous(), Stride = layout.Strides[dim], Size = layout.Sizes[dim],
                Parts = new IndexParts(at.Sizes, fixedDim: -1), Failed = &failed,
            };
            Workers.For(job.Parts.Count, job);
        }
        return failed == 0;
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

    private struct GatherJob<T> : IJob
        where T : unmanaged
    {
        public T* X;
        public long* Index;
        public T* Y;
        public Layout Along;
        public Layout At;
        public Layout To;
        public nint Stride;
        public long Size;
        public IndexParts Parts;
        public int* Failed;

        public readonly void Run(int part)
        {
            var walk = new Strided(Parts.Slice(Along, part), Parts.Slice(At, part), Parts.Slice(To, part));
            bool inside = true;
            while (inside && walk.Next())
            {
                T* x = X + walk.Offset(0), y = Y + walk.Offset(2);
                long* at = Index + walk.Offset(1);
                inside = walk.Stride(1) == 1 && walk.Stride(2) == 1
                    ? Registers(x, walk.Stride(0), at, y, walk.RunLength)
                    : Stepped(x, walk.Stride(0), at, walk.Stride(1), y, walk.Stride(2), walk.RunLength);
            }
            if (!inside) Volatile.Write(ref *Failed, 1);
        }

        private readonly bool Registers(T* x, nint step, long* index, T* y, int count)
        {
            if (!GatherRegisters.Fits<T>()) return Contiguous(x, step, index, y, count);
            int whole = count / GatherRegisters.Lanes * GatherRegisters.Lanes;
            return GatherRegisters.Run((int*)x, step, Stride, Size, index, (int*)y, whole / GatherRegisters.Lanes)
                && Contiguous(x + (whole * step), step, index + whole, y + whole, count - whole);
        }

        [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
        private readonly bool Contiguous(T* x, nint step, long* index, T* y, int count)
        {
            long size = Size;
            nint stride = Stride;
            for (nint i = 0; i < count; i++, x += step)
            {
                long k = index[i];
                k += (k >> 63) & size;
                if ((ulong)k >= (ulong)size) return false;
                y[i] = x[(nint)k * stride];
            }
            return true;
        }

        [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
        private readonly bool Stepped(T* x, nint step, long* index, nint from, T* y, nint to, int count)
        {
            for (int i = 0; i < count; i++, x += step, index += from, y += to)
            {
                long k = *index + ((*index >> 63) & Size);
                if ((ulong)k >= (ulong)Size) return false;
                *y = x[(nint)k * Stride];
            }
            return true;
        }
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
