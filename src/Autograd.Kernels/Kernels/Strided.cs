using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Autograd.Memory;

namespace Autograd.Kernels;

/// <summary>Walks one to four layouts of equal sizes in row-major order, run by run.</summary>
/// <remarks>
/// Dimensions that every operand steps through without a break are merged, so contiguous operands are one run.
/// Inside a run operand k starts at <c>Offset(k)</c> and steps by <c>Stride(k)</c> (0 where it is broadcast):
/// <code>
/// var walk = new Strided(x, y);
/// while (walk.Next()) Loop(px + walk.Offset(0), walk.Stride(0), py + walk.Offset(1), walk.Stride(1), walk.RunLength);
/// </code>
/// Nothing is allocated unless more than eight dimensions are left after merging.
/// </remarks>
internal ref struct Strided
{
    // Rows of the table: sizes, the strides of each operand, then counters; columns: merged dimensions, innermost last.
    private const int InlineRank = 8;
    private const int StrideRow = 1;
    private const int CounterRow = StrideRow + 4;
    private const int Rows = CounterRow + 1;

    private readonly int[]? spill;
    private readonly int columns;
    private readonly int operands;
    private Table table;
    private Four offsets;
    private int rank;
    private int run;

    public Strided(Layout a)
        : this(1, a, a, a, a)
    {
    }

    public Strided(Layout a, Layout b)
        : this(2, a, b, b, b)
    {
    }

    public Strided(Layout a, Layout b, Layout c)
        : this(3, a, b, c, c)
    {
    }

    public Strided(Layout a, Layout b, Layout c, Layout d)
        : this(4, a, b, c, d)
    {
    }

    private Strided(int operands, Layout a, Layout b, Layout c, Layout d)
    {
        this.operands = operands;
        offsets[0] = a.Offset;
        offsets[1] = b.Offset;
        offsets[2] = c.Offset;
        offsets[3] = d.Offset;
        columns = InlineRank;
        if (a.IsContiguous && b.IsContiguous && c.IsContiguous && d.IsContiguous)
        {
            RunLength = a.Count;
            Runs = a.Count == 0 ? 0 : 1;
            for (int k = 0; k < operands; k++) Cells[(StrideRow + k) * columns] = 1;
            rank = 1;
            Cells[0] = a.Count;
            return;
        }
        if (a.Rank > InlineRank)
        {
            columns = a.Rank;
            spill = new int[Rows * columns];
        }
        Merge(a, b, c, d);
        RunLength = a.Count == 0 ? 0 : Cells[rank - 1];
        Runs = a.Count == 0 ? 0 : a.Count / RunLength;
    }

    /// <summary>The number of elements in every run.</summary>
    public int RunLength { get; }

    /// <summary>The number of runs: 1 for contiguous operands, 0 for empty ones.</summary>
    public int Runs { get; }

    [UnscopedRef]
    private Span<int> Cells => spill ?? MemoryMarshal.CreateSpan(ref Unsafe.As<Table, int>(ref table), Rows * InlineRank);

    /// <summary>Where operand <paramref name="operand"/> starts in the current run.</summary>
    public readonly int Offset(int operand) => offsets[operand];

    /// <summary>The step of operand <paramref name="operand"/> inside a run.</summary>
    public int Stride(int operand) => Cells[((StrideRow + operand) * columns) + rank - 1];

    /// <summary>Moves to the next run; the first call moves to the first one.</summary>
    public bool Next()
    {
        if (run >= Runs) return false;
        if (run++ > 0) Advance();
        return true;
    }

    private void Advance()
    {
        Span<int> cells = Cells;
        for (int d = rank - 2; d >= 0; d--)
        {
            ref int counter = ref cells[(CounterRow * columns) + d];
            int size = cells[d];
            bool carries = ++counter == size;
            int steps = carries ? 1 - size : 1;
            for (int k = 0; k < operands; k++) offsets[k] += steps * cells[((StrideRow + k) * columns) + d];
            if (!carries) return;
            counter = 0;
        }
    }

    private void Merge(Layout a, Layout b, Layout c, Layout d)
    {
        ReadOnlySpan<int> sizes = a.Sizes;
        Span<int> cells = Cells;
        for (int dim = 0; dim < sizes.Length; dim++)
        {
            cells[rank] = sizes[dim];
            for (int k = 0; k < operands; k++) cells[((StrideRow + k) * columns) + rank] = Pick(k, a, b, c, d).Strides[dim];
            rank = Dimensions.Join(cells, columns, operands, rank);
        }
        if (rank == 0) cells[rank++] = 1;
    }

    private static Layout Pick(int operand, Layout a, Layout b, Layout c, Layout d) => operand switch
    {
        0 => a,
        1 => b,
        2 => c,
        _ => d,
    };

    [InlineArray(Rows * InlineRank)]
    private struct Table
    {
        private int first;
    }

    [InlineArray(4)]
    private struct Four
    {
        private int first;
    }
}
