using System.Numerics;
using Autograd.Kernels;

namespace Autograd;

/// <summary>
/// The gradients of an attention by blocks (Dao et al., 2022, algorithm 4): P = exp(scores - log-sum-exp) and T = P (g V^T - delta) are made anew,
/// gq = s T K, gk = s T^T Q and gv = P^T g. Where there are many matrices, one is a part; otherwise blocks of queries are parts of their own and
/// then blocks of keys, for which P and T are made twice. No two parts write to one place, and sums have one order in both ways.
/// </summary>
internal static unsafe class AttentionSlopeKernel
{
    // Enough parts for that many cores.
    private const int ManyMatrices = 16;

    /// <summary>Writes the gradients.</summary>
    /// <param name="pair">The operands.</param>
    /// <param name="gq"><c>[N, L, E]</c>.</param>
    /// <param name="gk"><c>[N, S, E]</c>.</param>
    /// <param name="gv"><c>[N, S, V]</c>.</param>
    public static void Run<T>(in AttentionPair<T> pair, AttentionRows<T> gq, AttentionRows<T> gk, AttentionRows<T> gv)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var sizes = pair.Block.Sizes;
        if (sizes.Batch >= ManyMatrices)
        {
            Workers.For(sizes.Batch, new OfMatrices<T> { Pair = pair, Queries = gq, Keys = gk, Values = gv });
            return;
        }
        int rows = (sizes.Queries + sizes.Rows - 1) / sizes.Rows;
        Workers.For(sizes.Batch * rows, new OfQueries<T> { Pair = pair, Blocks = rows, Queries = gq });
        int columns = (sizes.Keys + AttentionSizes.Columns - 1) / AttentionSizes.Columns;
        Workers.For(sizes.Batch * columns, new OfKeys<T> { Pair = pair, Blocks = columns, Keys = gk, Values = gv });
    }

    private struct OfMatrices<T> : IJob
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public AttentionPair<T> Pair;
        public AttentionRows<T> Queries;
        public AttentionRows<T> Keys;
        public AttentionRows<T> Values;

        public readonly void Run(int part)
        {
            var sizes = Pair.Block.Sizes;
            using var room = new AttentionRoom<T>(sizes);
            Queries.Clear(part, 0, sizes.Queries);
            for (int column = 0; column < sizes.Keys; column += AttentionSizes.Columns)
            {
                int columns = Math.Min(AttentionSizes.Columns, sizes.Keys - column);
                Pair.RunKeys(room, part, column, columns, Queries, Keys, Values);
            }
            Queries.Scale(part, 0, sizes.Queries, sizes.Scale);
        }
    }

    private struct OfQueries<T> : IJob
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public AttentionPair<T> Pair;
        public int Blocks;
        public AttentionRows<T> Queries;

        public readonly void Run(int part)
        {
            var sizes = Pair.Block.Sizes;
            using var room = new AttentionRoom<T>(sizes);
            int batch = part / Blocks, row = part % Blocks * sizes.Rows, rows = Math.Min(sizes.Rows, sizes.Queries - row);
            Queries.Clear(batch, row, rows);
            int seen = Pair.Block.KeysSeen(row, rows);
            for (int column = 0; column < seen; column += AttentionSizes.Columns)
            {
                int columns = Math.Min(AttentionSizes.Columns, seen - column);
                T* k = Pair.Block.K.Dense(batch, column, columns, room.Keys);
                Pair.Make(room, batch, row, rows, column, columns, out _);
                AttentionPair<T>.ToQueries(room, rows, columns, k, Queries, batch, row);
            }
            Queries.Scale(batch, row, rows, sizes.Scale);
        }
    }

    private struct OfKeys<T> : IJob
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public AttentionPair<T> Pair;
        public int Blocks;
        public AttentionRows<T> Keys;
        public AttentionRows<T> Values;

        public readonly void Run(int part)
        {
            var sizes = Pair.Block.Sizes;
            using var room = new AttentionRoom<T>(sizes);
            int batch = part / Blocks, column = part % Blocks * AttentionSizes.Columns;
            Pair.RunKeys(room, batch, column, Math.Min(AttentionSizes.Columns, sizes.Keys - column), null, Keys, Values);
        }
    }
}
