using System.Runtime.CompilerServices;
using Autograd.Memory;

namespace Autograd.Kernels;

/// <summary>The layouts of the inputs of a map, without an array of them.</summary>
[InlineArray(MapJob.MaxInputs)]
internal struct MapLayouts
{
    private Layout? first;
}

/// <summary>Operands of equal sizes with their dimensions collapsed: neighbours that lie alike in every operand become one.</summary>
/// <remarks>The numbers are the sizes, then the strides operand by operand, each row with room for <c>capacity</c> dimensions.</remarks>
internal static unsafe class MapPlan
{
    /// <summary>The room a plan over layouts of this rank needs.</summary>
    public static int Length(int operands, int rank) => (operands + 1) * rank;

    /// <summary>Whether one step serves the whole operand: 1 (contiguous), 0 (one number), otherwise -1.</summary>
    public static int FlatStep(Layout layout)
    {
        if (layout.Count <= 1) return 0;
        if (layout.IsContiguous) return 1;
        ReadOnlySpan<int> sizes = layout.Sizes, strides = layout.Strides;
        for (int d = 0; d < sizes.Length; d++)
        {
            if (strides[d] != 0 && sizes[d] != 1) return -1;
        }
        return 0;
    }

    /// <summary>Collapses the layouts, of which null ones (absent operands) do not count, and returns the number of dimensions left.</summary>
    public static int Collapse(ref MapLayouts layouts, int operands, ReadOnlySpan<int> sizes, int* numbers)
    {
        int rank = 0, capacity = sizes.Length;
        var table = new Span<int>(numbers, Length(operands, capacity));
        for (int d = 0; d < sizes.Length; d++)
        {
            table[rank] = sizes[d];
            // An absent operand stands still.
            for (int k = 0; k < operands; k++) table[(k + 1) * capacity + rank] = layouts[k]?.Strides[d] ?? 0;
            rank = Dimensions.Join(table, capacity, operands, rank);
        }
        return rank;
    }
}
