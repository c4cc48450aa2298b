using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Autograd.Kernels;

/// <summary>Softmax and log-softmax along the rows of a contiguous [rows, n] matrix, and their fused backward.</summary>
/// <remarks>
/// Rows are taken in blocks that stay in the first cache for all passes; sums have the order of <see cref="ReduceKernel"/>.
/// The output shares no memory with the inputs: a register stored at a row's end reaches into the next row.
/// </remarks>
internal static unsafe class SoftmaxKernel
{
    private const int PartCount = 1 << 13;

    private enum Kind
    {
        Softmax,
        SoftmaxBackward,
        LogSoftmax,
        LogSoftmaxBackward,
    }

    /// <summary>y = exp(x - max) / sum(exp(x - max)).</summary>
    public static void Softmax<T>(ReadOnlySpan<T> x, int n, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T> => Run(Kind.Softmax, x, x, n, y);

    /// <summary>gx = y (g - sum(g y)).</summary>
    public static void SoftmaxBackward<T>(ReadOnlySpan<T> g, ReadOnlySpan<T> y, int n, Span<T> gx)
        where T : unmanaged, IFloatingPointIeee754<T> => Run(Kind.SoftmaxBackward, g, y, n, gx);

    /// <summary>y = x - max - log(sum(exp(x - max))).</summary>
    public static void LogSoftmax<T>(ReadOnlySpan<T> x, int n, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T> => Run(Kind.LogSoftmax, x, x, n, y);

    /// <summary>gx = g - exp(y) sum(g).</summary>
    public static void LogSoftmaxBackward<T>(ReadOnlySpan<T> g, ReadOnlySpan<T> y, int n, Span<T> gx)
        where T : unmanaged, IFloatingPointIeee754<T> => Run(Kind.LogSoftmaxBackward, g, y, n, gx);

    /// <summary>Rows of one block: together at most one chunk.</summary>
    internal static int BlockRows(int n) => Math.Max(1, ReduceKernel.Chunk / Pitch<byte>(n));

    /// <summary>Rows of one part: whole blocks, about 8192 elements; everything if there is too little to wake a thread for.</summary>
    internal static int PartRows(int rows, int n)
    {
        if ((long)rows * n < 4 * PartCount) return rows;
        int block = BlockRows(n);
        return block * Math.Max(1, (int)(PartCount / ((long)block * n)));
    }

    // 64 elements at most are a register of any type; a padded row never shares one with its neighbour.
    internal static int Pitch<T>(int n)
        where T : unmanaged => (Math.Max(n, 1) + Vector512<T>.Count - 1) / Vector512<T>.Count * Vector512<T>.Count;

    private static void Run<T>(Kind kind, ReadOnlySpan<T> a, ReadOnlySpan<T> b, int n, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (a.IsEmpty) return;
        fixed (T* pa = a)
        fixed (T* pb = b)
        fixed (T* py = y)
        {
            var job = new Job<T> { Kind = kind, A = pa, B = pb, Y = py, N = n, Count = a.Length / n, Block = BlockRows(n) };
            job.PartRows = PartRows(job.Count, n);
            Workers.For(((job.Count - 1) / job.PartRows) + 1, job);
        }
    }

    private struct Job<T> : IJob
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public Kind Kind;
        public T* A;
        public T* B;
        public T* Y;
        public int N;
        public int Count;
        public int Block;
        public int PartRows;

        [SkipLocalsInit]
        public readonly void Run(int part)
        {
            T* scratch = stackalloc T[ReduceKernel.Chunk];
            T* c0 = stackalloc T[Block];
            T* c1 = stackalloc T[Block];
            int end = (int)Math.Min(Count, (long)(part + 1) * PartRows);
            for (int row = part * PartRows; row < end; row += Block)
            {
                int rows = Math.Min(Block, end - row);
                nint first = (nint)row * N;
                nint last = (nint)(row + rows) * N;
                // Reading past a row is allowed to the end of the tensor, writing only to the end of this block.
                var a = new Rows<T>(A + first, N, A + ((nint)Count * N));
                var b = new Rows<T>(B + first, N, B + ((nint)Count * N));
                var y = new Rows<T>(Y + first, N, Y + last);
                Rows<T> work = N <= ReduceKernel.Chunk ? new Rows<T>(scratch, Pitch<T>(N), scratch + ReduceKernel.Chunk) : y;
                BlockOf(a, b, y, work, c0, c1, rows);
            }
        }

        [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
        private readonly void BlockOf(Rows<T> a, Rows<T> b, Rows<T> y, Rows<T> work, T* c0, T* c1, int rows)
        {
            switch (Kind)
            {
                case Kind.Softmax:
                    SoftmaxRows.Reduce<T, MaxReduction<T>>(a, rows, N, null, c0);
                    SoftmaxRows.Map<T, ExpShifted<T>>(a, a, c0, null, null, work, rows, N);
                    SoftmaxRows.Reduce<T, SumReduction<T>>(work, rows, N, null, c0);
                    for (int r = 0; r < rows; r++) c0[r] = T.One / c0[r];
                    SoftmaxRows.Map<T, RowMultiple<T>>(work, work, c0, null, null, y, rows, N);
                    break;
                case Kind.SoftmaxBackward:
                    SoftmaxRows.Map<T, RowProduct<T>>(a, b, null, null, null, work, rows, N);
                    SoftmaxRows.Reduce<T, SumReduction<T>>(work, rows, N, null, c0);
                    SoftmaxRows.Map<T, SoftmaxSlope<T>>(a, b, c0, null, null, y, rows, N);
                    break;
                case Kind.LogSoftmax:
                    SoftmaxRows.Reduce<T, MaxReduction<T>>(a, rows, N, null, c0);
                    SoftmaxRows.Map<T, ExpShifted<T>>(a, a, c0, null, null, work, rows, N);
                    SoftmaxRows.Reduce<T, SumReduction<T>>(work, rows, N, null, c1);
                    for (int r = 0; r < rows; r++) c1[r] = T.Log(c1[r]);
                    SoftmaxRows.Map<T, LogSoftmaxValue<T>>(a, a, c0, c1, null, y, rows, N);
                    break;
                default:
                    SoftmaxRows.Reduce<T, SumReduction<T>>(a, rows, N, null, c0);
                    SoftmaxRows.Map<T, LogSoftmaxSlope<T>>(a, b, c0, null, null, y, rows, N);
                    break;
            }
        }
    }
}
