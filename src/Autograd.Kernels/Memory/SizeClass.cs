using System.Numerics;

namespace Autograd.Memory;

/// <summary>The sizes in which blocks are made: each power of two is cut into four equal steps.</summary>
/// <remarks>
/// Class 4(e - 12) + s holds (5 + s) 2^(e-2) bytes, s = 0..3: 5120, 6144, 7168, 8192, 10240, ...
/// A block is at most a quarter larger than what was asked for, and always a multiple of 1024 bytes.
/// </remarks>
internal static class SizeClass
{
    private const int SmallestExponent = 12;

    /// <summary>Enough for 2^31 - 1 elements of 8 bytes.</summary>
    public const int Count = (34 - SmallestExponent) * 4;

    private const int Steps = 4;

    /// <summary>The class of a block that holds <paramref name="bytes"/>, which are more than 4096.</summary>
    public static int Of(long bytes)
    {
        int exponent = BitOperations.Log2((ulong)(bytes - 1));
        int step = (int)((bytes - 1) >> (exponent - 2)) & (Steps - 1);
        return ((exponent - SmallestExponent) * Steps) + step;
    }

    /// <summary>The bytes in a block of this class.</summary>
    public static long Bytes(int sizeClass) =>
        (long)(Steps + 1 + (sizeClass % Steps)) << (SmallestExponent - 2 + (sizeClass / Steps));
}
