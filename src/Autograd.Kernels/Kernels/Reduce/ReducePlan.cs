using System.Runtime.CompilerServices;
using Autograd.Memory;

namespace Autograd.Kernels;

/// <summary>A reduction as two short lists of dimensions, outputs and reduced, each merged and in row-major order.</summary>
internal unsafe struct ReducePlan
{
    public int* OutSizes;
    public int* OutStrides;
    public int* Sizes;
    public int* Strides;

    /// <summary>Merged output dimensions, at least one.</summary>
    public int OutRank;

    /// <summary>Merged reduced dimensions, at least one.</summary>
    public int Rank;

    /// <summary>The number of groups, each of which becomes one output.</summary>
    public int Outputs;

    /// <summary>The number of elements in a group.</summary>
    public int Length;

    public readonly int InnerOutputs => OutSizes[OutRank - 1];

    public readonly int InnerOutStride => OutStrides[OutRank - 1];

    /// <summary>Numbers of scratch that a plan takes: at most some hundred, as there are 64 dimensions at most.</summary>
    public static int Scratch(Layout layout) => 4 * (layout.Rank + 1);

    /// <summary>Splits the dimensions by <paramref name="mask"/>: bit d set means that dimension d is reduced.</summary>
    public static ReducePlan Make(Layout layout, ulong mask, int* scratch)
    {
        int room = layout.Rank + 1;
        var plan = new ReducePlan
        {
            OutSizes = scratch,
            OutStrides = scratch + room,
            Sizes = scratch + (2 * room),
            Strides = scratch + (3 * room),
        };
        plan.OutRank = Merge(layout, ~mask, plan.OutSizes, out plan.Outputs);
        plan.Rank = Merge(layout, mask, plan.Sizes, out plan.Length);
        return plan;
    }

    /// <summary>Where group <paramref name="output"/> begins, from the layout's offset on.</summary>
    public readonly nint OutOffset(long output)
    {
        nint at = 0;
        for (int d = OutRank - 1; d >= 0 && output > 0; d--)
        {
            output = Math.DivRem(output, OutSizes[d], out long index);
            at += (nint)index * OutStrides[d];
        }
        return at;
    }

    /// <summary>Copies elements [start, start + count) of a group, in its logical order, into contiguous memory.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public readonly void Gather<T>(T* group, int start, int count, T* target)
        where T : unmanaged
    {
        int inner = Sizes[Rank - 1];
        nint step = Strides[Rank - 1];
        int column = start % inner;
        int row = start / inner;
        while (count > 0)
        {
            int length = Math.Min(count, inner - column);
            T* from = group + RowOffset(row++) + (column * step);
            if (step == 1)
            {
                new ReadOnlySpan<T>(from, length).CopyTo(new Span<T>(target, length));
            }
            else
            {
                for (int i = 0; i < length; i++, from += step) target[i] = *from;
            }
            column = 0;
            target += length;
            count -= length;
        }
    }

    /// <summary>The offsets of elements [start, start + count) of a group.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public readonly void Offsets(int start, int count, int* target)
    {
        int inner = Sizes[Rank - 1];
        int step = Strides[Rank - 1];
        int column = start % inner;
        int row = start / inner;
        int at = (int)RowOffset(row) + (column * step);
        for (int i = 0; i < count; i++)
        {
            target[i] = at;
            at += step;
            if (++column < inner) continue;
            column = 0;
            at = (int)RowOffset(++row);
        }
    }

    private readonly nint RowOffset(int row)
    {
        nint at = 0;
        for (int d = Rank - 2; d >= 0 && row > 0; d--)
        {
            row = Math.DivRem(row, Sizes[d], out int index);
            at += (nint)index * Strides[d];
        }
        return at;
    }

    private static int Merge(Layout layout, ulong mask, int* table, out int count)
    {
        int columns = layout.Rank + 1, rank = 0;
        var cells = new Span<int>(table, 2 * columns);
        count = 1;
        for (int d = 0; d < layout.Rank; d++)
        {
            if ((mask >> d & 1) == 0) continue;
            count *= layout.Sizes[d];
            (cells[rank], cells[columns + rank]) = (layout.Sizes[d], layout.Strides[d]);
            rank = Dimensions.Join(cells, columns, operands: 1, rank);
        }
        if (rank > 0) return rank;
        (cells[0], cells[columns]) = (1, 1);
        return 1;
    }
}
