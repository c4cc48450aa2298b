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
    public static void Run<T>(in AttentionBlock<T> block, AttentionRows<T> y, T* logSum)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var sizes = block.Sizes;
        int blocks = (sizes.Queries + sizes.Rows - 1) / sizes.Rows;
        Workers.For(sizes.Batch * blocks, new Job<T> { Block = block, Blocks = blocks, Y = y, LogSum = logSum });
    }

    private struct Job<T> : IJob
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public AttentionBlock<T> Block;
        public int Blocks;
        public AttentionRows<T> Y;
        public T* LogSum;

        [SkipLocalsInit]
        public readonly void Run(int part)
        {
            const int Rows = AttentionSizes.MostRows, Columns = AttentionSizes.Columns;
            var sizes = Block.Sizes;
            int batch = part / Blocks, row = part % Blocks * sizes.Rows, rows = Math.Min(sizes.Rows, sizes.Queries - row);
            using var scores = new Scratch<T>(Rows * Columns);
            using var queries = new Scratch<T>((long)Rows * sizes.Width);
            using var values = new Scratch<T>((long)Columns * sizes.ValueWidth);
            T* numbers = stackalloc T[4 * Rows];
            T* max = numbers, sum = max + Rows, before = sum + Rows, now = before + Rows;
            new Span<T>(max, rows).Fill(T.NegativeInfinity);
            new Span<T>(sum, rows).Clear();
            T* q = Block.Q.Scaled(batch, row, rows, sizes.Scale, queries.Start), y = Y.At(batch, row);
            int seen = Block.KeysSeen(row, rows);
            for (int column = 0; column < seen; column += Columns)
            {
                int columns = Math.Min(Columns, seen - column);
                nint pitch = AttentionBlock<T>.Pitch(columns);
                Block.Scores(batch, q, row, rows, column, columns, scores.Start);
                new Span<T>(max, rows).CopyTo(new Span<T>(before, rows));
                AttentionLoops<T>.Largest(scores.Start, rows, pitch, max);
                if (column > 0) Rescale(y, before, max, sum, rows);
                for (int i = 0; i < rows; i++) before[i] = Shift(max[i]);
                AttentionLoops<T>.Exponentials(scores.Start, rows, pitch, before, now);
                for (int i = 0; i < rows; i++) sum[i] += now[i];
                T* v = Block.V.Dense(batch, column, columns, values.Start);
                AttentionBlock<T>.Product(
                    rows, sizes.ValueWidth, columns, scores.Start, pitch, 1, v, sizes.ValueWidth, 1, y, Y.Pitch, accumulate: column > 0);
            }
            if (seen == 0) Y.Clear(batch, row, rows);
            T* logSum = LogSum + ((nint)batch * sizes.Queries) + row;
            for (int i = 0; i < rows; i++, y += Y.Pitch)
            {
                bool none = sum[i] == T.Zero;
                logSum[i] = none ? T.Zero : Shift(max[i]) + T.Log(sum[i]);
                if (!none) AttentionLoops<T>.Scale(y, T.One / sum[i], y, sizes.ValueWidth);
            }
        }

        /// <summary>What was summed under a smaller largest score is scaled to the one of now.</summary>
        private readonly void Rescale(T* y, T* before, T* max, T* sum, int rows)
        {
            for (int i = 0; i < rows; i++, y += Y.Pitch)
            {
                if (max[i] == before[i] || sum[i] == T.Zero) continue;
                T factor = T.Exp(before[i] - max[i]);
                sum[i] *= factor;
                AttentionLoops<T>.Scale(y, factor, y, Y.Width);
            }
        }

        /// <summary>A largest score of -inf shifts by nothing: exp(-inf) is 0, exp(-inf + inf) would be NaN.</summary>
        private static T Shift(T max) => T.IsNegativeInfinity(max) ? T.Zero : max;
    }
}
