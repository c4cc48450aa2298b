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
        plan.OutRank = Merge(layout, ~mask, plan.OutSizes, plan.OutStrides, out plan.Outputs);
        plan.Rank = Merge(layout, mask, plan.Sizes, plan.Strides, out plan.Length);
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

    private static int Merge(Layout layout, ulong mask, int* sizes, int* strides, out int count)
    {
        int last = -1;
        count = 1;
        for (int d = 0; d < layout.Rank; d++)
        {
            int size = layout.Sizes[d];
            int stride = layout.Strides[d];
            if ((mask >> d & 1) == 0) continue;
            count *= size;
            if (size == 1) continue;
            if (last >= 0 && strides[last] == (long)stride * size) size *= sizes[last];
            else last++;
            sizes[last] = size;
            strides[last] = stride;
        }
        if (last >= 0) return last + 1;
        sizes[0] = 1;
        strides[0] = 1;
        return 1;
    }
}
