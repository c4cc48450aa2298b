using System.Buffers.Binary;
using System.Numerics;

namespace Autograd.Training;

/// <summary>
/// TFRecord frames: the length of the data (uint64), its masked checksum (uint32), the data, its masked checksum (uint32); all little-endian. The checksum is CRC-32C (Castagnoli), masked as
/// ((crc >> 15) | (crc &lt;&lt; 17)) + 0xa282ead8, so that a checksum of data with checksums in it does not cancel out.
/// </summary>
internal static class RecordFile
{
    private const int Head = 12, Foot = 4;

    public static byte[] Framed(ReadOnlySpan<byte> data)
    {
        byte[] record = new byte[Head + data.Length + Foot];
        BinaryPrimitives.WriteUInt64LittleEndian(record, (ulong)data.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(8), Masked(record.AsSpan(0, 8)));
        data.CopyTo(record.AsSpan(Head));
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(Head + data.Length), Masked(data));
        return record;
    }

    /// <summary>How far a file consists of whole records; behind that at most one that was begun.</summary>
    /// <exception cref="InvalidDataException">A record that is there in its full length has a wrong checksum.</exception>
    public static long WholeLength(FileStream file)
    {
        file.Seek(0, SeekOrigin.Begin);
        Span<byte> head = stackalloc byte[Head];
        for (long at = 0; ;)
        {
            if (file.Length - at < Head) return at;
            file.ReadExactly(head);
            ulong length = BinaryPrimitives.ReadUInt64LittleEndian(head);
            if (BinaryPrimitives.ReadUInt32LittleEndian(head[8..]) != Masked(head[..8])) throw Wrong(file, at);
            if (length > (ulong)(file.Length - at - Head) || file.Length - at - Head - (long)length < Foot) return at;
            if (length > (ulong)Array.MaxLength - Foot) throw Wrong(file, at);
            byte[] data = new byte[(int)length + Foot];
            file.ReadExactly(data);
            if (BinaryPrimitives.ReadUInt32LittleEndian(data.AsSpan((int)length)) != Masked(data.AsSpan(0, (int)length))) throw Wrong(file, at);
            at += Head + (long)length + Foot;
        }
    }

    private static uint Masked(ReadOnlySpan<byte> data)
    {
        uint crc = uint.MaxValue;
        foreach (byte b in data) crc = BitOperations.Crc32C(crc, b);
        crc = ~crc;
        return unchecked(BitOperations.RotateRight(crc, 15) + 0xa282ead8);
    }

    private static InvalidDataException Wrong(FileStream file, long at) =>
        new(FormattableString.Invariant($"EventWriter.Append: {file.Name} has no record with a right checksum at byte {at}: it is no event file, or damaged; begin a new one"));
}
