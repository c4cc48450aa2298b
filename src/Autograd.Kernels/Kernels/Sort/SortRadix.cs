using System.Runtime.CompilerServices;

namespace Autograd.Kernels;

/// <summary>Sorts by the upper 32 bits, least significant byte first; elements with equal keys stay in their order.</summary>
internal static class SortRadix
{
    /// <summary>Below this the counting costs more than comparing.</summary>
    public const int MinLength = 512;

    private const int Passes = 4;

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Sort(Span<ulong> keys, Span<ulong> spare)
    {
        // All histograms in one reading.
        Span<int> counts = stackalloc int[Passes * 256];
        counts.Clear();
        foreach (ulong key in keys)
        {
            counts[(int)(byte)(key >> 32)]++;
            counts[256 + (byte)(key >> 40)]++;
            counts[512 + (byte)(key >> 48)]++;
            counts[768 + (byte)(key >> 56)]++;
        }
        Span<ulong> from = keys;
        Span<ulong> to = spare[..keys.Length];
        for (int pass = 0; pass < Passes; pass++)
        {
            int shift = 32 + (8 * pass);
            Span<int> starts = counts.Slice(256 * pass, 256);
            // A byte that is the same in all keys orders nothing: small integers need one pass or two.
            if (starts[(byte)(from[0] >> shift)] == from.Length) continue;
            int start = 0;
            for (int b = 0; b < starts.Length; b++) (starts[b], start) = (start, start + starts[b]);
            foreach (ulong key in from) to[starts[(byte)(key >> shift)]++] = key;
            Span<ulong> swap = from;
            from = to;
            to = swap;
        }
        if (from != keys) from.CopyTo(keys);
    }
}
