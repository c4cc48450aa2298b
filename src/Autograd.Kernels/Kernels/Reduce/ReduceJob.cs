using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd.Kernels;

/// <summary>A planned reduction in parts. Tasks are (block of neighbouring outputs, block of chunks); results lie as [chunk, output].</summary>
/// <remarks>Which way a block is brought before the loops decides about speed alone: all give the same bits.</remarks>
internal unsafe struct ReduceJob<T, M> : IJob
    where T : unmanaged, INumber<T>
    where M : struct, IMonoid
{
    private const int ParallelCount = 1 << 15;
    private const int PartCount = 1 << 14;

    // Below this many neighbouring groups, gathering each one is cheaper than registers that are mostly empty.
    private const int MinStrip = 8;

    // Columns that are mapped before they are reduced: with one run of every lane 64 KB, in the second cache.
    private const int MappedColumns = 64;

    private readonly ReducePlan plan;
    private readonly StripMap<T> map;
    private readonly T* x;
    private readonly T* end;
    private readonly T* centers;
    private readonly Way way;
    private readonly int outBlock;
    private readonly int outBlocks;
    private readonly int chunkBlock;
    private readonly int chunkBlocks;
    private readonly long tasks;
    private T* results;
    private int parts;

    /// <summary>Plans the parts.</summary>
    /// <param name="plan">Outputs and groups.</param>
    /// <param name="map">What every element passes first.</param>
    /// <param name="x">The first element.</param>
    /// <param name="end">The end of readable memory.</param>
    /// <param name="centers">The number of each output that <paramref name="map"/> reads, or null.</param>
    public ReduceJob(ReducePlan plan, StripMap<T> map, T* x, T* end, T* centers)
    {
        this.plan = plan;
        this.map = map;
        this.x = x;
        this.end = end;
        this.centers = centers;
        bool contiguous = plan.Rank == 1 && (plan.Strides[0] == 1 || plan.Length == 1);
        bool side = plan.InnerOutStride == 1 && plan.InnerOutputs >= Math.Max(MinStrip, ReduceLoops<T, M>.MinColumns);
        way = side && (plan.Strides[plan.Rank - 1] != 1 || plan.Length == 1) ? Way.Columns : contiguous ? Way.Rows : Way.Gathered;
        Chunks = ((plan.Length - 1) / ReduceKernel.Chunk) + 1;
        outBlock = way == Way.Columns ? StripWidth(map) : Chunks > 1 ? 1 : PartCount / plan.Length;
        outBlock = Math.Min(outBlock, plan.InnerOutputs);
        outBlocks = ((plan.InnerOutputs - 1) / outBlock) + 1;
        // A last block too narrow for a register is taken together with the one before.
        int rest = plan.InnerOutputs % outBlock;
        if (way == Way.Columns && rest != 0 && rest < ReduceLoops<T, M>.MinColumns) outBlocks--;
        chunkBlock = way == Way.Rows ? PartCount / ReduceKernel.Chunk : 1;
        chunkBlocks = ((Chunks - 1) / chunkBlock) + 1;
        tasks = (long)(plan.Outputs / plan.InnerOutputs) * outBlocks * chunkBlocks;
    }

    private enum Way
    {
        Rows,
        Columns,
        Gathered,
    }

    /// <summary>Chunks of each group.</summary>
    public int Chunks { get; }

    // The last register of a lane may be a whole one beyond the chunk.
    private static int Strip => ReduceKernel.Chunk + (ReduceLoops<T, M>.Lanes * ReduceLoops<T, M>.Lanes);

    /// <summary>Says where results go; the number of parts depends on the number of elements alone.</summary>
    public int Cut(int count, T* to)
    {
        results = to;
        return parts = count < ParallelCount ? 1 : (int)Math.Min(tasks, count / PartCount);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Run(int part)
    {
        long last = tasks * (part + 1) / parts;
        for (long task = tasks * part / parts; task < last; task++)
        {
            long rest = Math.DivRem(task, outBlocks, out long block);
            long outer = Math.DivRem(rest, chunkBlocks, out long chunks);
            int inner = (int)block * outBlock;
            int count = block == outBlocks - 1 ? plan.InnerOutputs - inner : outBlock;
            Block((outer * plan.InnerOutputs) + inner, count, (int)chunks * chunkBlock);
        }
    }

    private static int StripWidth(StripMap<T> map) => map.IsNone ? ReduceKernel.Chunk / ReduceLoops<T, M>.Lanes : MappedColumns;

    private readonly void Block(long output, int count, int chunk)
    {
        T* group = x + plan.OutOffset(output);
        T* to = results + ((long)chunk * plan.Outputs) + output;
        T* numbers = centers == null ? null : centers + output;
        int start = chunk * ReduceKernel.Chunk;
        int length = Math.Min(ReduceKernel.Chunk, plan.Length - start);
        switch (way)
        {
            case Way.Columns:
                Columns(group, numbers, start, length, count, to);
                break;
            case Way.Rows when Chunks == 1:
                RowPieces.Reduce<T, M>(map, RowOperand<T>.Elements(group, plan.InnerOutStride, end), RowOperand<T>.Numbers(numbers, 1), count, length, to, 1);
                break;
            case Way.Rows:
                int last = Math.Min(chunk + chunkBlock, Chunks);
                int elements = Math.Min(plan.Length, last * ReduceKernel.Chunk) - start;
                RowPieces.ReduceChunks<T, M>(map, RowOperand<T>.Elements(group + start, 0, end), RowOperand<T>.Numbers(numbers, 0), elements, to, plan.Outputs);
                break;
            default:
                Gathered(group, numbers, start, length, count, to);
                break;
        }
    }

    [SkipLocalsInit]
    private readonly void Columns(T* group, T* numbers, int start, int length, int width, T* to)
    {
        int run = ReduceLoops<T, M>.RunElements;
        T* strip = stackalloc T[Strip];
        int* offsets = stackalloc int[run];
        T* mapped = null;
        if (!map.IsNone)
        {
            T* room = stackalloc T[run * (MappedColumns + ReduceLoops<T, M>.MinColumns)];
            mapped = room;
        }
        for (int i = 0; i < length; i += run)
        {
            int n = Math.Min(run, length - i);
            plan.Offsets(start + i, n, offsets);
            if (mapped == null)
            {
                ReduceLoops<T, M>.RunOfColumns(group, offsets, n, width, strip, i == 0);
                continue;
            }
            for (int k = 0; k < n; k++)
            {
                map.Rows(RowOperand<T>.Elements(group + offsets[k], 0, end), RowOperand<T>.Elements(numbers, 0, null), mapped + (k * width), width, 1, width);
                offsets[k] = k * width;
            }
            ReduceLoops<T, M>.RunOfColumns(mapped, offsets, n, width, strip, i == 0);
        }
        ReduceLoops<T, M>.FoldColumns(strip, length, width, to);
    }

    [SkipLocalsInit]
    private readonly void Gathered(T* group, T* numbers, int start, int length, int count, T* to)
    {
        T* strip = stackalloc T[Strip];
        int together = Math.Max(1, ReduceKernel.Chunk / length);
        for (int first = 0; first < count; first += together)
        {
            int rows = Math.Min(together, count - first);
            for (int r = 0; r < rows; r++) plan.Gather(group + ((nint)(first + r) * plan.InnerOutStride), start, length, strip + (r * length));
            if (!map.IsNone) map.Rows(RowOperand<T>.Elements(strip, length, null), RowOperand<T>.Numbers(numbers + first, 1), strip, length, rows, length);
            ReduceLoops<T, M>.Rows(strip, length, rows, length, strip + Strip, to + first, 1);
        }
    }
}
