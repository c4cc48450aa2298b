using System.Runtime.CompilerServices;
using Autograd.Memory;

namespace Autograd.Kernels;

/// <summary>Copies and fills between any two layouts of equal sizes; elements move as bits, so one text per element size.</summary>
internal static unsafe class CopyKernel
{
    // Below this many bytes a second core costs more than it copies.
    private const int ParallelBytes = 1 << 18;
    private const int PartBytes = 1 << 16;

    // What exceeds a share of the last cache is written past it.
    private const int StreamBytes = 1 << 23;

    /// <summary>Copies a strided tensor into contiguous memory.</summary>
    public static void Copy<T>(ReadOnlySpan<T> source, Layout from, Span<T> target)
        where T : unmanaged
    {
        if (from.IsContiguous && from.Count * (long)sizeof(T) < ParallelBytes)
        {
            source.Slice(from.Offset, from.Count).CopyTo(target);
            return;
        }
        Copy(source, from, target, from.ToContiguous());
    }

    /// <summary>Copies between two layouts of the same sizes that do not overlap in memory.</summary>
    public static void Copy<T>(ReadOnlySpan<T> source, Layout from, Span<T> target, Layout to)
        where T : unmanaged
    {
        Bounds.Check(source, from);
        Bounds.Check<T>(target, to, from);
        if (from.Count == 0) return;
        if (from.IsContiguous && to.IsContiguous && from.Count * (long)sizeof(T) < ParallelBytes)
        {
            source.Slice(from.Offset, from.Count).CopyTo(target[to.Offset..]);
            return;
        }
        fixed (T* s = source)
        fixed (T* t = target)
        {
            switch (sizeof(T))
            {
                case 1: Move((byte*)s + from.Offset, from, (byte*)t + to.Offset, to); break;
                case 2: Move((ushort*)s + from.Offset, from, (ushort*)t + to.Offset, to); break;
                case 4: Move((uint*)s + from.Offset, from, (uint*)t + to.Offset, to); break;
                default: Move((ulong*)s + from.Offset, from, (ulong*)t + to.Offset, to); break;
            }
        }
    }

    /// <summary>Sets every element of a layout to one value.</summary>
    public static void Fill<T>(Span<T> target, Layout to, T value)
        where T : unmanaged
    {
        var walk = new Strided(to);
        while (walk.Next())
        {
            if (walk.Stride(0) <= 1)
            {
                FillRun(target.Slice(walk.Offset(0), walk.Stride(0) == 0 ? 1 : walk.RunLength), value);
                continue;
            }
            int at = walk.Offset(0);
            for (int i = 0; i < walk.RunLength; i++, at += walk.Stride(0)) target[at] = value;
        }
    }

    private static void FillRun<T>(Span<T> target, T value)
        where T : unmanaged
    {
        if (target.Length * (long)sizeof(T) < ParallelBytes)
        {
            target.Fill(value);
            return;
        }
        fixed (T* t = target) Workers.For((int)(((target.Length * (long)sizeof(T)) - 1) / ParallelBytes) + 1, new FillJob<T> { Target = t, Count = target.Length, Value = value });
    }

    private static void Move<T>(T* source, Layout from, T* target, Layout to)
        where T : unmanaged
    {
        int columns = CopyPlan.Columns(from);
        Span<int> scratch = stackalloc int[3 * columns];
        var plan = new CopyPlan(from, to, scratch);
        bool transposes = plan.MakeTranspose();
        int inner = plan.Rank - 1;
        int outer = 1;
        for (int d = 0; d < inner - 1; d++) outer *= plan.Size(d);
        long bytes = from.Count * (long)sizeof(T);
        fixed (int* cells = scratch)
        {
            var job = new MoveJob<T>
            {
                Source = source,
                Target = target,
                Sizes = cells,
                From = cells + columns,
                To = cells + (2 * columns),
                Inner = inner,
                Transposes = transposes,
                Streams = bytes >= StreamBytes,
                InnerBlock = transposes ? Transpose.Block : Math.Min(plan.Size(inner), PartBytes / sizeof(T)),
            };
            job.MiddleBlock = transposes ? Transpose.Block : Math.Max(1, PartBytes / sizeof(T) / job.InnerBlock);
            job.InnerBlocks = Blocks(plan.Size(inner), job.InnerBlock);
            job.MiddleBlocks = Blocks(plan.Size(inner - 1), job.MiddleBlock);
            job.Tasks = (long)outer * job.InnerBlocks * job.MiddleBlocks;
            job.Parts = bytes < ParallelBytes ? 1 : (int)Math.Min(job.Tasks, bytes / PartBytes);
            Workers.For(job.Parts, job);
        }
    }

    private static int Blocks(int size, int block) => ((size - 1) / block) + 1;

    /// <summary>A batch of matrices, each cut into blocks; a part is a range of blocks in row-major order.</summary>
    private struct MoveJob<T> : IJob
        where T : unmanaged
    {
        public T* Source;
        public T* Target;
        public int* Sizes;
        public int* From;
        public int* To;
        public int Inner;
        public bool Transposes;
        public bool Streams;
        public int InnerBlock;
        public int InnerBlocks;
        public int MiddleBlock;
        public int MiddleBlocks;
        public long Tasks;
        public int Parts;

        [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
        public readonly void Run(int part)
        {
            long end = Tasks * (part + 1) / Parts;
            for (long task = Tasks * part / Parts; task < end; task++)
            {
                long rest = Math.DivRem(task, InnerBlocks, out long i);
                rest = Math.DivRem(rest, MiddleBlocks, out long j);
                i *= InnerBlock;
                j *= MiddleBlock;
                T* s = Source + (i * From[Inner]) + (j * From[Inner - 1]);
                T* t = Target + (i * To[Inner]) + (j * To[Inner - 1]);
                for (int d = Inner - 2; d >= 0; d--)
                {
                    rest = Math.DivRem(rest, Sizes[d], out long at);
                    s += at * From[d];
                    t += at * To[d];
                }
                int columns = (int)Math.Min(InnerBlock, Sizes[Inner] - i);
                int rows = (int)Math.Min(MiddleBlock, Sizes[Inner - 1] - j);
                if (Transposes) Transpose.Run(s, From[Inner], t, To[Inner - 1], columns, rows, Streams);
                else Lines(s, t, rows, columns);
            }
        }

        [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
        private readonly void Lines(T* s, T* t, int rows, int columns)
        {
            nint fromStep = From[Inner];
            nint toStep = To[Inner];
            for (int r = 0; r < rows; r++, s += From[Inner - 1], t += To[Inner - 1])
            {
                if (fromStep == 1 && toStep == 1)
                {
                    new ReadOnlySpan<T>(s, columns).CopyTo(new Span<T>(t, columns));
                    continue;
                }
                T* at = s;
                T* to = t;
                for (int c = 0; c < columns; c++, at += fromStep, to += toStep) *to = *at;
            }
        }
    }

    private struct FillJob<T> : IJob
        where T : unmanaged
    {
        public T* Target;
        public int Count;
        public T Value;

        public readonly void Run(int part)
        {
            int each = ParallelBytes / sizeof(T), first = part * each;
            new Span<T>(Target + first, Math.Min(each, Count - first)).Fill(Value);
        }
    }
}
