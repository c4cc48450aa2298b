using System.Numerics;
using System.Runtime.CompilerServices;
using Autograd.Memory;

namespace Autograd.Kernels;

/// <summary>Writes by indices of whole blocks: <c>index_copy</c>, <c>index_add</c>, and with them advanced indexing.</summary>
/// <remarks>
/// target[before(b) + offsets[m] + after(a)] for m = 0, 1, ..: where an offset comes twice, the last value stays (or the values are added in
/// that order). Threads share the b and slices of the a, so that the bits do not depend on them.
/// </remarks>
internal static unsafe class BlockKernel
{
    private const int PartCount = 1 << 14;

    // A cache line of float32: the least a part has of a block.
    private const int LeastSlice = 16;

    /// <summary>target[before(b) + offsets[m] + after(a)] = source[b, m, a]: the adjoint of <see cref="GatherKernel.Read{T}"/> that overwrites.</summary>
    public static void Write<T>(Span<T> target, Layout before, ReadOnlySpan<int> offsets, Layout after, ReadOnlySpan<T> source)
        where T : unmanaged => Put<T, ScatterOver<T>>(target, before, offsets, after, source);

    /// <summary>target[before(b) + offsets[m] + after(a)] += source[b, m, a]: the adjoint of <see cref="GatherKernel.Read{T}"/>.</summary>
    public static void Accumulate<T>(Span<T> target, Layout before, ReadOnlySpan<int> offsets, Layout after, ReadOnlySpan<T> source)
        where T : unmanaged, INumber<T> => Put<T, ScatterSum<T>>(target, before, offsets, after, source);

    private static void Put<T, TPut>(Span<T> target, Layout before, ReadOnlySpan<int> offsets, Layout after, ReadOnlySpan<T> source)
        where T : unmanaged
        where TPut : struct, IScatterPut<T>
    {
        if (offsets.IsEmpty || before.Count == 0 || after.Count == 0) return;
        long count = (long)before.Count * offsets.Length * after.Count;
        GatherKernel.CheckBlocks<T>(target, before, offsets, after);
        Bounds.Room(source, count);
        using var starts = new Scratch<int>(before.Count);
        using var inside = new Scratch<int>(after.IsContiguous ? 0 : after.Count);
        GatherKernel.Offsets(before, starts.Span);
        if (!after.IsContiguous) GatherKernel.Offsets(after, inside.Span);
        fixed (T* t = target)
        fixed (T* s = source)
        fixed (int* m = offsets)
        {
            int wanted = (int)Math.Max(1, count / PartCount);
            var job = new Job<T, TPut>
            {
                Target = after.IsContiguous ? t + after.Offset : t, Source = s, Before = starts.Start, Offsets = m, Count = offsets.Length,
                Inside = inside.Start, Block = after.Count,
                Slices = Math.Clamp(wanted / before.Count, 1, Math.Max(1, after.Count / LeastSlice)),
            };
            job.Tasks = (long)before.Count * job.Slices;
            job.Parts = (int)Math.Min(wanted, job.Tasks);
            Workers.For(job.Parts, job);
        }
    }

    private struct Job<T, TPut> : IJob
        where T : unmanaged
        where TPut : struct, IScatterPut<T>
    {
        public T* Target;
        public T* Source;
        public int* Before;
        public int* Offsets;
        public int Count;
        public int* Inside;
        public int Block;
        public int Slices;
        public long Tasks;
        public int Parts;

        public readonly void Run(int part)
        {
            long end = Tasks * (part + 1) / Parts;
            for (long task = Tasks * part / Parts; task < end; task++)
            {
                (long b, long slice) = Math.DivRem(task, Slices);
                int first = (int)(Block * slice / Slices), width = (int)(Block * (slice + 1) / Slices) - first;
                T* target = Target + Before[b], source = Source + (b * Count * Block) + first;
                if (Inside != null) Scattered(target, source, Inside + first, width);
                else if (width == 1) Single(target + first, source);
                else for (int m = 0; m < Count; m++, source += Block) TPut.Put(target + first + Offsets[m], source, width);
            }
        }

        [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
        private readonly void Single(T* target, T* source)
        {
            for (int m = 0; m < Count; m++, source += Block) target[Offsets[m]] = TPut.Put(target[Offsets[m]], *source);
        }

        [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
        private readonly void Scattered(T* target, T* source, int* inside, int width)
        {
            for (int m = 0; m < Count; m++, source += Block)
            {
                T* t = target + Offsets[m];
                for (int i = 0; i < width; i++) t[inside[i]] = TPut.Put(t[inside[i]], source[i]);
            }
        }
    }
}
