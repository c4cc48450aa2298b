using System.Numerics;
using Autograd.Kernels;

namespace Autograd;

/// <summary>Working memory of a part: P and T of one block, and its operands without gaps.</summary>
internal readonly unsafe ref struct AttentionRoom<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private const int Scores = AttentionSizes.MostRows * AttentionSizes.Columns;

    private readonly Scratch<T> room;

    public AttentionRoom(AttentionSizes sizes)
    {
        nint queries = (nint)AttentionSizes.MostRows * sizes.Width, gradients = (nint)AttentionSizes.MostRows * sizes.ValueWidth;
        room = new Scratch<T>((2 * Scores) + queries + gradients + ((nint)AttentionSizes.Columns * sizes.Width));
        P = room.Start;
        T0 = P + Scores;
        Queries = T0 + Scores;
        Gradients = Queries + queries;
        Keys = Gradients + gradients;
    }

    /// <summary>P: [rows, pitch].</summary>
    public T* P { get; }

    /// <summary>T: [rows, pitch].</summary>
    public T* T0 { get; }

    /// <summary>s q: [rows, E].</summary>
    public T* Queries { get; }

    /// <summary>g: [rows, V].</summary>
    public T* Gradients { get; }

    /// <summary>k: [columns, E].</summary>
    public T* Keys { get; }

    public void Dispose() => room.Dispose();
}

/// <summary>The operands of an attention's gradients, and P and T of a block of queries and a block of keys.</summary>
internal unsafe struct AttentionPair<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public AttentionBlock<T> Block;

    /// <summary>g: [N, L, V].</summary>
    public AttentionRows<T> G;

    /// <summary>z: [N, L].</summary>
    public T* LogSum;

    /// <summary>What the derivative of a probability is less than g v: [N, L].</summary>
    public T* Delta;

    /// <summary>P and T in the room, and s q; <paramref name="g"/> is the gradient of the rows without gaps.</summary>
    public readonly void Make(in AttentionRoom<T> room, int batch, int row, int rows, int column, int columns, out T* g)
    {
        nint first = ((nint)batch * Block.Sizes.Queries) + row, pitch = AttentionBlock<T>.Pitch(columns);
        T* q = Block.Q.Scaled(batch, row, rows, Block.Sizes.Scale, room.Queries);
        g = G.Dense(batch, row, rows, room.Gradients);
        Block.Scores(batch, q, row, rows, column, columns, room.P);
        AttentionBlock<T>.Product(rows, columns, G.Width, g, G.Width, 1, Block.V.At(batch, column), 1, Block.V.Pitch, room.T0, pitch, accumulate: false);
        AttentionLoops<T>.Slopes(room.P, room.T0, rows, pitch, LogSum + first, Delta + first);
    }

    /// <summary>gk and gv of a block of keys over all queries that see it; to gq, where it is given, is added what the block contributes to it, over s.</summary>
    public readonly void RunKeys(in AttentionRoom<T> room, int batch, int column, int columns, AttentionRows<T>? gq, AttentionRows<T> gk, AttentionRows<T> gv)
    {
        var sizes = Block.Sizes;
        gk.Clear(batch, column, columns);
        gv.Clear(batch, column, columns);
        T* k = Block.K.Dense(batch, column, columns, room.Keys);
        // Queries before the first key of the block do not see it.
        int start = sizes.IsCausal ? column / sizes.Rows * sizes.Rows : 0;
        for (int row = start; row < sizes.Queries; row += sizes.Rows)
        {
            int rows = Math.Min(sizes.Rows, sizes.Queries - row);
            int seen = Math.Min(columns, Block.KeysSeen(row, rows) - column);
            nint pitch = AttentionBlock<T>.Pitch(seen);
            Make(room, batch, row, rows, column, seen, out T* g);
            AttentionBlock<T>.Product(seen, gk.Width, rows, room.T0, 1, pitch, room.Queries, gk.Width, 1, gk.At(batch, column), gk.Pitch, accumulate: true);
            AttentionBlock<T>.Product(seen, gv.Width, rows, room.P, 1, pitch, g, gv.Width, 1, gv.At(batch, column), gv.Pitch, accumulate: true);
            if (gq is { } queries) ToQueries(room, rows, seen, k, queries, batch, row);
        }
    }

    /// <summary>gq += T k, for T in the room and keys without gaps.</summary>
    public static void ToQueries(in AttentionRoom<T> room, int rows, int columns, T* k, AttentionRows<T> gq, int batch, int row) =>
        AttentionBlock<T>.Product(
            rows, gq.Width, columns, room.T0, AttentionBlock<T>.Pitch(columns), 1, k, gq.Width, 1, gq.At(batch, row), gq.Pitch, accumulate: true);
}
