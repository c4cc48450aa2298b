using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using Autograd.Memory;

namespace Autograd.Kernels;

/// <summary>Reduces any set of dimensions of a strided tensor to a contiguous output.</summary>
/// <remarks>
/// The order is defined by the logical index alone, so the bits depend neither on layout, position and batch size nor on threads:
/// a group's elements e_0 .. e_(n-1) in row-major order are cut into chunks of 4096; a chunk is reduced in lanes as
/// <see cref="ReduceLoops{T, TOp}"/> says; chunks are combined pairwise. The error of a sum grows as 256 + log2(n / 256) roundings.
/// </remarks>
internal static unsafe class ReduceKernel
{
    /// <summary>Elements of a chunk: 16 KB of float32, and 256 additions a lane.</summary>
    public const int Chunk = 4096;

    private const int ParallelCount = 1 << 15;
    private const int PartCount = 1 << 14;
    private const int StackRank = 16;

    // Below this many neighbouring groups, gathering each one is cheaper than a strip that is mostly empty.
    private const int MinStrip = 8;

    /// <summary>Reduces the dimensions of <paramref name="mask"/> (bit d for dimension d); an empty group gives the identity.</summary>
    /// <param name="data">The storage.</param>
    /// <param name="layout">Where its elements lie; at most 64 dimensions.</param>
    /// <param name="mask">The reduced dimensions.</param>
    /// <param name="output">One element a group, row-major over the dimensions that remain.</param>
    /// <param name="centers">What <see cref="IReduction{T}.Map"/> gets for each output; empty if it reads nothing.</param>
    public static void Reduce<T, TOp>(ReadOnlySpan<T> data, Layout layout, ulong mask, Span<T> output, ReadOnlySpan<T> centers = default)
        where T : unmanaged, INumber<T>
        where TOp : struct, IReduction<T>
    {
        if (layout.IsContiguous && layout.Count is > 0 and <= Chunk && mask == (1UL << layout.Rank) - 1)
        {
            // One group of one chunk: nothing to plan.
            fixed (T* x = data)
            fixed (T* o = output)
            fixed (T* c = centers)
                ReduceLoops<T, TOp>.Rows(x + layout.Offset, layout.Count, 1, layout.Count, x + data.Length, c, 0, o, 1);
            return;
        }
        int room = ReducePlan.Scratch(layout);
        Span<int> scratch = room <= 4 * (StackRank + 1) ? stackalloc int[room] : new int[room];
        fixed (int* cells = scratch)
        fixed (T* x = data)
        fixed (T* o = output)
        fixed (T* c = centers)
        {
            ReducePlan plan = ReducePlan.Make(layout, mask, cells);
            if (plan.Outputs == 0) return;
            if (plan.Length == 0)
            {
                output[..plan.Outputs].Fill(TOp.Identity);
                return;
            }
            var job = new ReduceJob<T, TOp> { Plan = plan, X = x + layout.Offset, End = x + data.Length, Centers = c };
            job.Prepare();
            if (job.Chunks == 1)
            {
                job.Results = o;
                Workers.For(Parts(layout.Count, job.Tasks), job.Cut(Parts(layout.Count, job.Tasks)));
                return;
            }
            T[] rented = ArrayPool<T>.Shared.Rent(job.Chunks * plan.Outputs);
            fixed (T* partials = rented)
            {
                job.Results = partials;
                Workers.For(Parts(layout.Count, job.Tasks), job.Cut(Parts(layout.Count, job.Tasks)));
                ReduceLoops<T, TOp>.Pairwise(partials, job.Chunks, plan.Outputs);
                new ReadOnlySpan<T>(partials, plan.Outputs).CopyTo(output);
            }
            ArrayPool<T>.Shared.Return(rented);
        }
    }

    /// <summary>The dimensions in which <paramref name="from"/> was broadcast from <paramref name="to"/>: summing over them is its adjoint.</summary>
    public static ulong BroadcastMask(Layout from, ReadOnlySpan<int> to)
    {
        int leading = from.Rank - to.Length;
        ulong mask = 0;
        for (int d = 0; d < from.Rank; d++)
        {
            if (d < leading || (to[d - leading] == 1 && from.Sizes[d] != 1)) mask |= 1UL << d;
        }
        return mask;
    }

    /// <summary>Sums a tensor down to a shape it was broadcast from.</summary>
    public static void SumTo<T>(ReadOnlySpan<T> data, Layout layout, ReadOnlySpan<int> to, Span<T> output)
        where T : unmanaged, INumber<T> =>
        Reduce<T, SumReduction<T>>(data, layout, BroadcastMask(layout, to), output);

    private static int Parts(int count, long tasks) => count < ParallelCount ? 1 : (int)Math.Min(tasks, count / PartCount);

    /// <summary>Tasks are (block of neighbouring outputs, block of chunks); results lie as [chunk, output].</summary>
    private struct ReduceJob<T, TOp> : IJob
        where T : unmanaged, INumber<T>
        where TOp : struct, IReduction<T>
    {
        public ReducePlan Plan;
        public T* X;
        public T* End;
        public T* Centers;
        public T* Results;
        public int Chunks;
        public long Tasks;
        private Way way;
        private int outBlock;
        private int outBlocks;
        private int chunkBlock;
        private int chunkBlocks;
        private int parts;

        private enum Way
        {
            Rows,
            Columns,
            Gathered,
        }

        public void Prepare()
        {
            bool contiguous = Plan.Rank == 1 && (Plan.Strides[0] == 1 || Plan.Length == 1);
            bool strips = Plan.InnerOutStride == 1 && Plan.InnerOutputs >= MinStrip && (Plan.Strides[Plan.Rank - 1] != 1 || Plan.Length == 1);
            way = strips ? Way.Columns : contiguous ? Way.Rows : Way.Gathered;
            Chunks = ((Plan.Length - 1) / Chunk) + 1;
            outBlock = way == Way.Columns ? ReduceLoops<T, TOp>.StripWidth : Chunks > 1 ? 1 : PartCount / Plan.Length;
            outBlock = Math.Min(outBlock, Plan.InnerOutputs);
            outBlocks = ((Plan.InnerOutputs - 1) / outBlock) + 1;
            chunkBlock = way == Way.Rows ? PartCount / Chunk : 1;
            chunkBlocks = ((Chunks - 1) / chunkBlock) + 1;
            Tasks = (long)(Plan.Outputs / Plan.InnerOutputs) * outBlocks * chunkBlocks;
        }

        public ReduceJob<T, TOp> Cut(int count)
        {
            parts = count;
            return this;
        }

        [SkipLocalsInit]
        [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
        public readonly void Run(int part)
        {
            T* strip = stackalloc T[Chunk];
            int* offsets = stackalloc int[Chunk];
            long end = Tasks * (part + 1) / parts;
            for (long task = Tasks * part / parts; task < end; task++)
            {
                long rest = Math.DivRem(task, outBlocks, out long block);
                long outer = Math.DivRem(rest, chunkBlocks, out long chunks);
                int inner = (int)block * outBlock;
                int count = Math.Min(outBlock, Plan.InnerOutputs - inner);
                Block((outer * Plan.InnerOutputs) + inner, count, (int)chunks * chunkBlock, strip, offsets);
            }
        }

        private readonly void Block(long output, int count, int chunk, T* strip, int* offsets)
        {
            T* x = X + Plan.OutOffset(output);
            T* results = Results + ((long)chunk * Plan.Outputs) + output;
            T* centers = Centers == null ? null : Centers + output;
            int start = chunk * Chunk;
            int length = Math.Min(Chunk, Plan.Length - start);
            switch (way)
            {
                case Way.Columns:
                    Plan.Offsets(start, length, offsets);
                    ReduceLoops<T, TOp>.Columns(x, offsets, length, count, End, centers, strip, results);
                    break;
                case Way.Rows when Chunks == 1:
                    ReduceLoops<T, TOp>.Rows(x, Plan.InnerOutStride, count, length, End, centers, 1, results, 1);
                    break;
                case Way.Rows:
                    int last = Math.Min(chunk + chunkBlock, Chunks) - 1;
                    int tail = Math.Min(Chunk, Plan.Length - (last * Chunk));
                    int full = last - chunk + (tail == Chunk ? 1 : 0);
                    ReduceLoops<T, TOp>.Rows(x + start, Chunk, full, Chunk, End, centers, 0, results, Plan.Outputs);
                    if (tail == Chunk) break;
                    x += (nint)last * Chunk;
                    ReduceLoops<T, TOp>.Rows(x, Chunk, 1, tail, End, centers, 0, results + ((long)full * Plan.Outputs), Plan.Outputs);
                    break;
                default:
                    int together = Math.Max(1, Chunk / length);
                    for (int first = 0; first < count; first += together)
                    {
                        int rows = Math.Min(together, count - first);
                        for (int r = 0; r < rows; r++) Plan.Gather(x + ((nint)(first + r) * Plan.InnerOutStride), start, length, strip + (r * length));
                        ReduceLoops<T, TOp>.Rows(strip, length, rows, length, strip + Chunk, centers == null ? null : centers + first, 1, results + first, 1);
                    }
                    break;
            }
        }
    }
}
