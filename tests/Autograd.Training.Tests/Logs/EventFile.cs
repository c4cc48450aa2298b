using System.Buffers.Binary;
using System.Text;

namespace Autograd.Training.Tests.Logs;

/// <summary>Reads event files by nothing but their format: frames with checksums computed bit by bit, and protobuf's wire format.</summary>
internal static class EventFile
{
    /// <summary>The data of the records, all checksums compared.</summary>
    public static IReadOnlyList<byte[]> Records(string path)
    {
        byte[] file = File.ReadAllBytes(path);
        var records = new List<byte[]>();
        for (int at = 0; at < file.Length;)
        {
            int length = checked((int)BinaryPrimitives.ReadUInt64LittleEndian(file.AsSpan(at)));
            Assert.Equal(Masked(file.AsSpan(at, 8)), BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(at + 8)));
            var data = file.AsSpan(at + 12, length);
            Assert.Equal(Masked(data), BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(at + 12 + length)));
            records.Add(data.ToArray());
            at += 12 + length + 4;
        }
        return records;
    }

    /// <summary>CRC-32C by its definition: the remainder of a division by the polynomial 0x1EDC6F41, bits reversed.</summary>
    public static uint Crc32C(ReadOnlySpan<byte> data)
    {
        uint crc = 0xFFFFFFFF;
        foreach (byte b in data)
        {
            crc ^= b;
            for (int bit = 0; bit < 8; bit++) crc = (crc & 1) != 0 ? (crc >> 1) ^ 0x82F63B78 : crc >> 1;
        }
        return ~crc;
    }

    /// <summary>The fields of a message: of each number the values, a varint or fixed number as 8 bytes, the rest as they are.</summary>
    public static ILookup<int, byte[]> Fields(ReadOnlySpan<byte> message)
    {
        var fields = new List<(int Number, byte[] Value)>();
        while (message.Length > 0)
        {
            ulong tag = Varint(ref message);
            int length = (tag & 7) switch { 1 => 8, 5 => 4, 2 => (int)Varint(ref message), 0 => 0, var other => throw new InvalidDataException(FormattableString.Invariant($"wire type {other}")) };
            byte[] value = (tag & 7) == 0 ? BitConverter.GetBytes(Varint(ref message)) : message[..length].ToArray();
            message = message[length..];
            fields.Add(((int)(tag >> 3), value));
        }
        return fields.ToLookup(static f => f.Number, static f => f.Value);
    }

    public static double Double(byte[] value) => BinaryPrimitives.ReadDoubleLittleEndian(value);

    public static double[] Doubles(byte[] packed) => [.. Enumerable.Range(0, packed.Length / 8).Select(i => BinaryPrimitives.ReadDoubleLittleEndian(packed.AsSpan(8 * i)))];

    public static string Text(byte[] value) => Encoding.UTF8.GetString(value);

    private static uint Masked(ReadOnlySpan<byte> data)
    {
        uint crc = Crc32C(data);
        return unchecked(((crc >> 15) | (crc << 17)) + 0xa282ead8);
    }

    private static ulong Varint(ref ReadOnlySpan<byte> bytes)
    {
        ulong value = 0;
        for (int shift = 0; ; shift += 7)
        {
            byte b = bytes[0];
            bytes = bytes[1..];
            value |= (ulong)(b & 0x7f) << shift;
            if (b < 0x80) return value;
        }
    }
}
