using System.Numerics;
using System.Runtime.CompilerServices;
using Autograd.Kernels;

namespace Autograd;

/// <summary>
/// softmax(scores) V by blocks of scores, with a running maximum and sum, so that memory does not grow with L S (Dao et al., 2022, algorithm 1). A
/// block of queries is a part; its blocks of keys follow in order.
/// </summary>
internal static unsafe class AttentionKernel
{
    /// <summary>Writes the attended values and each query's log-sum-exp of scores; both are 0 for a query that sees no key.</summary>
    /// <param name="block">The operands.</param>
    /// <param name="y"><c>[N, L, V]</c>.</param>
    /// <param name="logSum"><c>[N, L]</c>.</param>
    public static void Run<T>(in AttentionBlock<T> block, T* y, T* logSum)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var sizes = block.Sizes;
        int blocks = (sizes.Queries + AttentionBlock<T>.Rows - 1) / AttentionBlock<T>.Rows;
        Workers.For(sizes.Batch * blocks, new Job<T> { Block = block, Blocks = blocks, Y = y, LogSum = logSum });
    }

    private struct Job<T> : IJob
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public AttentionBlock<T> Block;
        public int Blocks;
        public T* Y;
        public T* LogSum;

        [SkipLocalsInit]
        public readonly void Run(int part)
        {
            var sizes = Block.Sizes;
            int batch = part / Blocks, row = part % Blocks * AttentionBlock<T>.Rows, rows = Math.Min(AttentionBlock<T>.Rows, sizes.Queries - row);
            T* scores = stackalloc T[AttentionBlock<T>.Room];
            T* numbers = stackalloc T[3 * AttentionBlock<T>.Rows];
            T* max = numbers, sum = numbers + AttentionBlock<T>.Rows, now = sum + AttentionBlock<T>.Rows;
            nint first = ((nint)batch * sizes.Queries) + row;
            T* y = Y + (first * sizes.ValueWidth);
            new Span<T>(y, rows * sizes.ValueWidth).Clear();
            new Span<T>(max, rows).Fill(T.NegativeInfinity);
            new Span<T>(sum, rows).Clear();
            int seen = Block.KeysSeen(row, rows);
            for (int column = 0; column < seen; column += AttentionBlock<T>.Columns)
            {
                int columns = Math.Min(AttentionBlock<T>.Columns, seen - column);
                Block.Scores(batch, row, rows, column, columns, scores);
                AttentionBlock<T>.Reduce<MaxMonoid>(scores, now, rows, columns);
                Rescale(y, max, sum, now, rows, sizes.ValueWidth);
                AttentionBlock<T>.Map(default(ExpLessFormula), scores, RowOperand<T>.Numbers(now, 1), scores, rows, columns);
                AttentionBlock<T>.Reduce<SumMonoid>(scores, now, rows, columns);
                for (int i = 0; i < rows; i++) sum[i] += now[i];
                T* v = Block.V + ((((nint)batch * sizes.Keys) + column) * sizes.ValueWidth);
                AttentionBlock<T>.Product(rows, sizes.ValueWidth, columns, scores, columns, 1, v, sizes.ValueWidth, 1, y, sizes.ValueWidth, accumulate: true);
            }
            for (int i = 0; i < rows; i++)
            {
                bool none = sum[i] == T.Zero;
                LogSum[first + i] = none ? T.Zero : Shift(max[i]) + T.Log(sum[i]);
                if (!none) Scale(y + ((nint)i * sizes.ValueWidth), T.One / sum[i], sizes.ValueWidth);
            }
        }

        /// <summary>The largest score so far; what was summed under a smaller one is scaled to it. <paramref name="now"/> becomes the shift of the exponentials.</summary>
        private static void Rescale(T* y, T* max, T* sum, T* now, int rows, int width)
        {
            for (int i = 0; i < rows; i++)
            {
                T larger = T.Max(max[i], now[i]);
                if (larger != max[i] && sum[i] != T.Zero)
                {
                    T factor = T.Exp(max[i] - larger);
                    sum[i] *= factor;
                    Scale(y + ((nint)i * width), factor, width);
                }
                max[i] = larger;
                now[i] = Shift(larger);
            }
        }

        /// <summary>A largest score of -inf shifts by nothing: exp(-inf) is 0, exp(-inf + inf) would be NaN.</summary>
        private static T Shift(T max) => T.IsNegativeInfinity(max) ? T.Zero : max;

        [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
        private static void Scale(T* y, T factor, int count)
        {
            int i = 0;
            for (; i + Vector<T>.Count <= count; i += Vector<T>.Count) (Vector.Load(y + i) * factor).Store(y + i);
            for (; i < count; i++) y[i] *= factor;
        }
    }
}
