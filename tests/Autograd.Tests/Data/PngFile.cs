using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Autograd.Tests.Data;

/// <summary>PNG files, written from the standard and from nothing of the library: any colour type, depth, filter and chunk.</summary>
internal static class PngFile
{
    public static readonly byte[] Signature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

    /// <summary>A file of given lines, as they stand before they are filtered.</summary>
    public static byte[] Of(int width, int height, int depth, int type, byte[][] lines, Func<int, int> filter, byte[]? palette = null, byte[]? transparent = null, int parts = 1, byte interlace = 0)
    {
        int samples = type switch { 2 => 3, 4 => 2, 6 => 4, _ => 1 }, left = Math.Max(1, samples * depth / 8);
        using var deflated = new MemoryStream();
        using (var stream = new ZLibStream(deflated, CompressionLevel.Optimal, leaveOpen: true))
        {
            byte[] above = new byte[lines.Length == 0 ? 0 : lines[0].Length];
            for (int y = 0; y < lines.Length; y++)
            {
                stream.WriteByte((byte)filter(y));
                stream.Write(Filtered(lines[y], above, left, filter(y)));
                above = lines[y];
            }
        }
        byte[] data = deflated.ToArray();
        int size = (data.Length + parts - 1) / parts;
        return
        [
            .. Signature, .. Chunk("IHDR", [.. Word(width), .. Word(height), (byte)depth, (byte)type, 0, 0, interlace]), .. Chunk("tEXt", "by\0hand"u8.ToArray()),
            .. palette is null ? [] : Chunk("PLTE", palette), .. transparent is null ? [] : Chunk("tRNS", transparent),
            .. data.Chunk(Math.Max(1, size)).SelectMany(part => Chunk("IDAT", part)), .. Chunk("IEND", []),
        ];
    }

    /// <summary>A chunk with its length and checksum.</summary>
    public static byte[] Chunk(string type, byte[] content)
    {
        byte[] body = [.. Encoding.ASCII.GetBytes(type), .. content];
        return [.. Word(content.Length), .. body, .. Word((int)Crc(body))];
    }

    public static byte[] Word(int value)
    {
        byte[] bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        return bytes;
    }

    /// <summary>Bit by bit, as the standard's appendix defines it.</summary>
    private static uint Crc(byte[] bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte b in bytes)
        {
            crc ^= b;
            for (int bit = 0; bit < 8; bit++) crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ 0xedb88320;
        }
        return ~crc;
    }

    private static byte[] Filtered(byte[] line, byte[] above, int left, int filter)
    {
        byte[] result = new byte[line.Length];
        for (int i = 0; i < line.Length; i++)
        {
            int a = i < left ? 0 : line[i - left], b = above[i], c = i < left ? 0 : above[i - left];
            int guess = filter switch { 1 => a, 2 => b, 3 => (a + b) / 2, 4 => Paeth(a, b, c), _ => 0 };
            result[i] = (byte)(line[i] - guess);
        }
        return result;
    }

    private static int Paeth(int a, int b, int c)
    {
        int p = a + b - c, pa = Math.Abs(p - a), pb = Math.Abs(p - b), pc = Math.Abs(p - c);
        if (pa <= pb && pa <= pc) return a;
        return pb <= pc ? b : c;
    }
}
