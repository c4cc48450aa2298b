using Autograd.Memory;

namespace Autograd.Kernels;

/// <summary>The dimensions of a copy, ordered for the writer: largest destination stride first, neighbours merged.</summary>
/// <remarks>The order of a copy is free, so a permuted destination is written as if the permutation were on the source.</remarks>
internal ref struct CopyPlan
{
    private readonly Span<int> cells;
    private readonly int columns;

    /// <summary>Plans a copy between layouts of the same sizes.</summary>
    /// <param name="from">The source.</param>
    /// <param name="to">The destination.</param>
    /// <param name="scratch">Room for 3 x <see cref="Columns"/> numbers.</param>
    public CopyPlan(Layout from, Layout to, Span<int> scratch)
    {
        columns = Columns(from);
        cells = scratch;
        int rank = 0;
        for (int d = 0; d < from.Rank; d++)
        {
            if (from.Sizes[d] == 1) continue;
            Insert(rank++, from.Sizes[d], from.Strides[d], to.Strides[d]);
        }
        if (rank == 0) Insert(rank++, 1, 1, 1);
        Rank = Merge(rank);
        if (Rank > 1) return;
        (Size(1), From(1), To(1)) = (Size(0), From(0), To(0));
        (Size(0), From(0), To(0)) = (1, 0, 0);
        Rank = 2;
    }

    /// <summary>The dimensions a plan has room for: at least two, since every plan ends in a matrix of lines.</summary>
    public static int Columns(Layout layout) => Math.Max(layout.Rank, 2);

    public int Rank { get; private set; }

    public readonly ref int Size(int d) => ref cells[d];

    public readonly ref int From(int d) => ref cells[columns + d];

    public readonly ref int To(int d) => ref cells[(2 * columns) + d];

    /// <summary>
    /// If the source runs along another dimension than the destination, moves that dimension next to the innermost one:
    /// the copy is then a batch of matrix transposes.
    /// </summary>
    public readonly bool MakeTranspose()
    {
        int inner = Rank - 1;
        if (To(inner) != 1 || From(inner) == 1) return false;
        for (int d = 0; d < inner; d++)
        {
            if (From(d) != 1 || Size(d) == 1) continue;
            (int size, int from, int to) = (Size(d), From(d), To(d));
            for (int k = d; k < inner - 1; k++) (Size(k), From(k), To(k)) = (Size(k + 1), From(k + 1), To(k + 1));
            (Size(inner - 1), From(inner - 1), To(inner - 1)) = (size, from, to);
            return true;
        }
        return false;
    }

    private readonly void Insert(int rank, int size, int from, int to)
    {
        int at = rank;
        while (at > 0 && (To(at - 1) < to || (To(at - 1) == to && From(at - 1) < from)))
        {
            (Size(at), From(at), To(at)) = (Size(at - 1), From(at - 1), To(at - 1));
            at--;
        }
        (Size(at), From(at), To(at)) = (size, from, to);
    }

    private readonly int Merge(int rank)
    {
        int merged = 0;
        for (int d = 0; d < rank; d++)
        {
            (Size(merged), From(merged), To(merged)) = (Size(d), From(d), To(d));
            merged = Dimensions.Join(cells, columns, operands: 2, merged);
        }
        return merged;
    }
}
