using System.Runtime.CompilerServices;

namespace Autograd.Formulas;

/// <summary>Bit patterns without a loop over bits.</summary>
internal static class BitPattern
{
    /// <summary>Eight bits to eight bytes of 0 or 1, the lowest bit first.</summary>
    /// <remarks>
    /// Three steps that halve the distance between neighbours: 4 + 4 bits to two halves, 2 + 2 to four quarters, 1 + 1 to eight bytes.
    /// (The multiplication by 0x8040201008040201 carries between bytes; this does not.)
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong ToBytes(byte bits)
    {
        ulong x = bits;
        x = (x | (x << 28)) & 0x0000000F_0000000F;
        x = (x | (x << 14)) & 0x00030003_00030003;
        return (x | (x << 7)) & 0x01010101_01010101;
    }
}
