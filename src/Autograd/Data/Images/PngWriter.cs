using System.Buffers.Binary;
using System.IO.Compression;

namespace Autograd.Data;

/// <summary>Writes PNG of 8 bits, lines unfiltered.</summary>
internal static class PngWriter
{
    private static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0d, 0x0a, 0x1a, 0x0a];

    public static void Write(Stream stream, Picture picture)
    {
        stream.Write(Signature);
        var type = picture.Channels switch { 1 => PngColorType.Gray, 2 => PngColorType.GrayAlpha, 3 => PngColorType.Rgb, _ => PngColorType.RgbAlpha };
        Span<byte> header = stackalloc byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, picture.Width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], picture.Height);
        // 8 bits; compression, filtering and interlacing by the only or the plainest way: 0.
        (header[8], header[9]) = (8, (byte)type);
        header[10..].Clear();
        Chunk(stream, "IHDR"u8, header);
        using var lines = new MemoryStream();
        using (var deflate = new ZLibStream(lines, CompressionLevel.Optimal, leaveOpen: true)) Lines(deflate, picture);
        Chunk(stream, "IDAT"u8, lines.GetBuffer().AsSpan(0, (int)lines.Length));
        Chunk(stream, "IEND"u8, []);
    }

    private static void Lines(Stream stream, Picture picture)
    {
        int n = picture.Height * picture.Width;
        // The filter, 0 for none, and the points.
        byte[] line = new byte[1 + (picture.Width * picture.Channels)];
        for (int y = 0; y < picture.Height; y++)
        {
            for (int x = 0; x < picture.Width; x++)
            {
                for (int c = 0; c < picture.Channels; c++) line[1 + (x * picture.Channels) + c] = picture.Planes[(c * n) + (y * picture.Width) + x];
            }
            stream.Write(line);
        }
    }

    private static void Chunk(Stream stream, ReadOnlySpan<byte> type, ReadOnlySpan<byte> content)
    {
        Span<byte> word = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(word, content.Length);
        stream.Write(word);
        stream.Write(type);
        stream.Write(content);
        Crc32 sum = default;
        sum.Add(type);
        sum.Add(content);
        BinaryPrimitives.WriteUInt32BigEndian(word, sum.Value);
        stream.Write(word);
    }
}
