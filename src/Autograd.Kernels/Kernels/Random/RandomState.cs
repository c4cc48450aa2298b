using System.Buffers.Binary;

namespace Autograd.Kernels;

/// <summary>The state of a <see cref="MersenneTwister"/> as bytes, in the layout of <c>torch.get_rng_state()</c>.</summary>
/// <remarks>
/// Little-endian: seed (8), words left + 1 (4), seeded (4), index of the next word (8), 624 words of 8 bytes each,
/// three doubles of which the second is the pending normal sample, its flag (4), and 12 bytes for a float sample that
/// PyTorch's CPU generator never uses.
/// </remarks>
internal static class RandomState
{
    public const int ByteCount = 5056;
    private const int WordsAt = 24;
    private const int NormalAt = WordsAt + 8 * MersenneTwister.Size + 8;
    private const int HasNormalAt = NormalAt + 16;

    /// <summary>The state as bytes.</summary>
    public static byte[] Save(MersenneTwister twister)
    {
        var bytes = new byte[ByteCount];
        var (words, left, twisted) = twister.State;
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, twister.Seed);
        // PyTorch counts down to 1, at which the next draw twists.
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(8), left + 1);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(12), 1);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(16), twisted ? MersenneTwister.Size - left : 0);
        for (int i = 0; i < MersenneTwister.Size; i++)
            BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(WordsAt + 8 * i), words.Span[i]);
        BinaryPrimitives.WriteDoubleLittleEndian(bytes.AsSpan(NormalAt), twister.PendingNormal ?? 0);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(HasNormalAt), twister.PendingNormal is null ? 0 : 1);
        return bytes;
    }

    /// <summary>Continues from a saved state.</summary>
    /// <exception cref="ArgumentException">Not a state: the length or the count of words left is wrong.</exception>
    public static void Load(MersenneTwister twister, ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != ByteCount)
            throw new ArgumentException(FormattableString.Invariant($"A generator state has {ByteCount} bytes, not {bytes.Length}"), nameof(bytes));
        int left = BinaryPrimitives.ReadInt32LittleEndian(bytes[8..]);
        if (left is < 1 or > MersenneTwister.Size + 1)
            throw new ArgumentException(FormattableString.Invariant($"The generator state is damaged: {left} words left of {MersenneTwister.Size}"), nameof(bytes));
        Span<uint> words = stackalloc uint[MersenneTwister.Size];
        for (int i = 0; i < words.Length; i++) words[i] = (uint)BinaryPrimitives.ReadUInt64LittleEndian(bytes[(WordsAt + 8 * i)..]);
        double? normal = BinaryPrimitives.ReadInt32LittleEndian(bytes[HasNormalAt..]) == 0
            ? null
            : BinaryPrimitives.ReadDoubleLittleEndian(bytes[NormalAt..]);
        bool twisted = left > 1 || BinaryPrimitives.ReadInt64LittleEndian(bytes[16..]) != 0;
        twister.Restore(BinaryPrimitives.ReadUInt64LittleEndian(bytes), words, left - 1, twisted, normal);
    }
}
