using System.Numerics;
using Autograd.Formulas;

namespace Autograd.Kernels;

/// <summary>One number a channel, or none: row r of [rows, K P] holds the K channels from (r mod G) K on, each at P positions.</summary>
internal readonly unsafe struct ChannelRows<T>(int groups, int channels, int positions, T* numbers)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly T* numbers = numbers;

    /// <summary>Whether there are numbers.</summary>
    public bool Any => numbers != null;

    /// <summary>The numbers where they lie as the elements of every row do; otherwise null.</summary>
    public T* Beside => groups == 1 && positions == 1 ? numbers : null;

    /// <summary>y = f(a, number of the channel) for every element of a block of rows.</summary>
    public void Map<F>(F f, in RowBlock<T> rows, RowOperand<T> a)
        where F : struct, IBinaryFormula
    {
        if (channels == 1) NumberARow(f, rows, a);
        else if (groups == 1 && positions == 1) rows.Map(f, a, RowOperand<T>.Elements(numbers, 0, numbers + channels), rows.Y);
        else ChannelByChannel(f, rows, a);
    }

    private void NumberARow<F>(F f, in RowBlock<T> rows, RowOperand<T> a)
        where F : struct, IBinaryFormula
    {
        for (int r = 0; r < rows.Count; r++) rows.Third.Start[r] = numbers[(rows.Start + r) % groups];
        rows.Map(f, a, rows.Third, rows.Y);
    }

    private void ChannelByChannel<F>(F f, in RowBlock<T> rows, RowOperand<T> a)
        where F : struct, IBinaryFormula
    {
        var map = StripMap<T>.Binary(ref f);
        // Channels mapped at one call are at most a chunk of elements.
        int together = Math.Max(1, ReduceKernel.Chunk / positions);
        for (int r = 0; r < rows.Count; r++)
        {
            T* of = numbers + ((nint)((rows.Start + r) % groups) * channels);
            for (int k = 0; k < channels; k += together)
            {
                int count = Math.Min(together, channels - k);
                nint at = (nint)k * positions;
                var elements = RowOperand<T>.Elements(a.Start + (r * a.Pitch) + at, positions, a.End);
                map.Rows(elements, RowOperand<T>.Numbers(of + k, 1), rows.Y.Start + (r * rows.Y.Pitch) + at, positions, count, positions);
            }
        }
    }
}
