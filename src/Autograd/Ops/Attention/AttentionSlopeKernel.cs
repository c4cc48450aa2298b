using System.Numerics;
using System.Runtime.CompilerServices;
using Autograd.Kernels;

namespace Autograd;

/// <summary>
/// The gradients of an attention by blocks (Dao et al., 2022, algorithm 4): P = exp(scores - log-sum-exp) and T = P (g V^T - delta) are made anew,
/// gq = s T K for blocks of queries, gk = s T^T Q and gv = P^T g for blocks of keys. Each block of results is one part: no two write to one place.
/// </summary>
internal static unsafe class AttentionSlopeKernel
{
    /// <summary>Writes the gradients.</summary>
    /// <param name="block">The operands.</param>
    /// <param name="g"><c>[N, L, V]</c>.</param>
    /// <param name="logSum"><c>[N, L]</c>.</param>
    /// <param name="delta"><c>[N, L]</c>: what the derivative of a probability is less than g v.</param>
    /// <param name="gq"><c>[N, L, E]</c>.</param>
    /// <param name="gk"><c>[N, S, E]</c>.</param>
    /// <param name="gv"><c>[N, S, V]</c>.</param>
    public static void Run<T>(in AttentionBlock<T> block, T* g, T* logSum, T* delta, T* gq, T* gk, T* gv)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var sizes = block.Sizes;
        var job = new Pair<T> { Block = block, G = g, LogSum = logSum, Delta = delta };
        int rows = (sizes.Queries + AttentionBlock<T>.Rows - 1) / AttentionBlock<T>.Rows;
        Workers.For(sizes.Batch * rows, new OfQueries<T> { Pair = job, Blocks = rows, Result = gq });
        int columns = (sizes.Keys + AttentionBlock<T>.Columns - 1) / AttentionBlock<T>.Columns;
        Workers.For(sizes.Batch * columns, new OfKeys<T> { Pair = job, Blocks = columns, Keys = gk, Values = gv });
    }

    /// <summary>P and T of a block of queries and a block of keys.</summary>
    private struct Pair<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public AttentionBlock<T> Block;
        public T* G;
        public T* LogSum;
        public T* Delta;

        public readonly T* Gradient(int batch, int row) => G + ((((nint)batch * Block.Sizes.Queries) + row) * Block.Sizes.ValueWidth);

        public readonly void Run(int batch, int row, int rows, int column, int columns, T* p, T* t)
        {
            var sizes = Block.Sizes;
            nint first = ((nint)batch * sizes.Queries) + row;
            Block.Scores(batch, row, rows, column, columns, p);
            AttentionBlock<T>.Map(default(ExpLessFormula), p, RowOperand<T>.Numbers(LogSum + first, 1), p, rows, columns);
            T* v = Block.V + ((((nint)batch * sizes.Keys) + column) * sizes.ValueWidth);
            AttentionBlock<T>.Product(rows, columns, sizes.ValueWidth, Gradient(batch, row), sizes.ValueWidth, 1, v, 1, sizes.ValueWidth, t, columns, accumulate: false);
            AttentionBlock<T>.Map(default(SubFormula), t, RowOperand<T>.Numbers(Delta + first, 1), t, rows, columns);
            AttentionBlock<T>.Map(default(MulFormula), t, AttentionBlock<T>.Block(p, columns), t, rows, columns);
        }

        public readonly void Scale(T* x, int count)
        {
            T s = T.CreateTruncating(Block.Sizes.Scale);
            for (int i = 0; i < count; i++) x[i] *= s;
        }
    }

    private struct OfQueries<T> : IJob
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public Pair<T> Pair;
        public int Blocks;
        public T* Result;

        [SkipLocalsInit]
        public readonly void Run(int part)
        {
            T* p = stackalloc T[AttentionBlock<T>.Room];
            T* t = stackalloc T[AttentionBlock<T>.Room];
            var sizes = Pair.Block.Sizes;
            int batch = part / Blocks, row = part % Blocks * AttentionBlock<T>.Rows, rows = Math.Min(AttentionBlock<T>.Rows, sizes.Queries - row);
            T* gq = Result + ((((nint)batch * sizes.Queries) + row) * sizes.Width);
            new Span<T>(gq, rows * sizes.Width).Clear();
            int seen = Pair.Block.KeysSeen(row, rows);
            for (int column = 0; column < seen; column += AttentionBlock<T>.Columns)
            {
                int columns = Math.Min(AttentionBlock<T>.Columns, seen - column);
                Pair.Run(batch, row, rows, column, columns, p, t);
                T* k = Pair.Block.K + ((((nint)batch * sizes.Keys) + column) * sizes.Width);
                AttentionBlock<T>.Product(rows, sizes.Width, columns, t, columns, 1, k, sizes.Width, 1, gq, sizes.Width, accumulate: true);
            }
            Pair.Scale(gq, rows * sizes.Width);
        }
    }

    private struct OfKeys<T> : IJob
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public Pair<T> Pair;
        public int Blocks;
        public T* Keys;
        public T* Values;

        [SkipLocalsInit]
        public readonly void Run(int part)
        {
            T* p = stackalloc T[AttentionBlock<T>.Room];
            T* t = stackalloc T[AttentionBlock<T>.Room];
            var sizes = Pair.Block.Sizes;
            int batch = part / Blocks, column = part % Blocks * AttentionBlock<T>.Columns, columns = Math.Min(AttentionBlock<T>.Columns, sizes.Keys - column);
            nint first = ((nint)batch * sizes.Keys) + column;
            T* gk = Keys + (first * sizes.Width);
            T* gv = Values + (first * sizes.ValueWidth);
            new Span<T>(gk, columns * sizes.Width).Clear();
            new Span<T>(gv, columns * sizes.ValueWidth).Clear();
            // Queries before the first key of the block do not see it.
            int start = sizes.IsCausal ? column / AttentionBlock<T>.Rows * AttentionBlock<T>.Rows : 0;
            for (int row = start; row < sizes.Queries; row += AttentionBlock<T>.Rows)
            {
                int rows = Math.Min(AttentionBlock<T>.Rows, sizes.Queries - row);
                Pair.Run(batch, row, rows, column, columns, p, t);
                T* q = Pair.Block.Q + ((((nint)batch * sizes.Queries) + row) * sizes.Width);
                AttentionBlock<T>.Product(columns, sizes.Width, rows, t, 1, columns, q, sizes.Width, 1, gk, sizes.Width, accumulate: true);
                AttentionBlock<T>.Product(columns, sizes.ValueWidth, rows, p, 1, columns, Pair.Gradient(batch, row), sizes.ValueWidth, 1, gv, sizes.ValueWidth, accumulate: true);
            }
            Pair.Scale(gk, columns * sizes.Width);
        }
    }
}
