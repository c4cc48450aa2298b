using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Autograd.Data;

/// <summary>Reads PNG (ISO 15948, the third edition of the W3C): chunks with checksums, lines that were filtered and deflated.</summary>
internal static class PngReader
{
    // A chunk is a length, a type, that many bytes and a checksum of type and bytes.
    private const int Word = 4;
    private const int HeaderLength = 13;

    /// <summary>Deflate turns one byte into at most 1032 (a match of 258 bytes in two bits).</summary>
    private const long MaxExpansion = 1032;

    /// <summary>Reads what follows the signature.</summary>
    /// <exception cref="InvalidDataException">It is damaged, truncated, or of a kind that is not read.</exception>
    public static Picture Read(ReadOnlyMemory<byte> file)
    {
        PngHeader? header = null;
        byte[]? palette = null, transparent = null;
        var data = new List<ReadOnlyMemory<byte>>();
        bool open = false;
        while (true)
        {
            var (type, content, behind) = Next(file);
            file = behind;
            if (header is null && type != "IHDR") throw new InvalidDataException($"is damaged: its first chunk is {type}, not IHDR");
            if (data.Count > 0 && !open && type == "IDAT") throw new InvalidDataException("is damaged: other chunks stand among those of its points");
            open = type == "IDAT";
            switch (type)
            {
                case "IHDR":
                    if (header is not null || content.Length != HeaderLength) throw new InvalidDataException("is damaged: it has not one header of 13 bytes");
                    header = PngHeader.Of(content.Span);
                    break;
                case "PLTE":
                    if (content.Length is 0 or > 3 * 256 || content.Length % 3 != 0) throw new InvalidDataException(FormattableString.Invariant($"is damaged: its palette has {content.Length} bytes"));
                    palette = content.ToArray();
                    break;
                case "tRNS":
                    transparent = content.ToArray();
                    break;
                case "IDAT":
                    data.Add(content);
                    break;
                case "IEND":
                    return Decode(header!, new PngColors(header!, palette, transparent), data);
                default:
                    // A capital letter in front: nobody who does not know the chunk can show the picture.
                    if (char.IsAsciiLetterUpper(type[0])) throw new InvalidDataException($"has a chunk of type {type}, which is not read, and without which it is another picture");
                    break;
            }
        }
    }

    private static (string Type, ReadOnlyMemory<byte> Content, ReadOnlyMemory<byte> Behind) Next(ReadOnlyMemory<byte> file)
    {
        if (file.Length < 3 * Word) throw new InvalidDataException("is truncated: it ends before its end chunk");
        var bytes = file.Span;
        uint length = BinaryPrimitives.ReadUInt32BigEndian(bytes);
        if (length > file.Length - (3 * Word)) throw new InvalidDataException("is truncated: it ends inside a chunk");
        string type = Encoding.Latin1.GetString(bytes[Word..(2 * Word)]);
        if (!type.All(char.IsAsciiLetter)) throw new InvalidDataException("is damaged: the type of a chunk is no four letters");
        int end = (2 * Word) + (int)length;
        Crc32 sum = default;
        sum.Add(bytes[Word..end]);
        if (sum.Value != BinaryPrimitives.ReadUInt32BigEndian(bytes[end..])) throw new InvalidDataException($"is damaged: the checksum of its chunk {type} is not that of its bytes");
        return (type, file[(2 * Word)..end], file[(end + Word)..]);
    }

    private static Picture Decode(PngHeader header, PngColors colors, List<ReadOnlyMemory<byte>> data)
    {
        long compressed = data.Sum(static part => (long)part.Length);
        // A filter byte and the points, line by line.
        if ((Int128)(header.LineBytes + 1) * header.Height > compressed * MaxExpansion)
            throw new InvalidDataException(FormattableString.Invariant($"is truncated: {header.Width} x {header.Height} points need more than its {compressed} bytes"));
        var picture = Picture.Empty(colors.Channels, header.Height, header.Width);
        using var lines = new ZLibStream(new PartsStream(data), CompressionMode.Decompress);
        byte[] line = new byte[header.LineBytes], before = new byte[header.LineBytes];
        try
        {
            for (int y = 0; y < header.Height; y++)
            {
                int filter = lines.ReadByte();
                lines.ReadExactly(line);
                PngFilter.Undo(filter, line, before, header.PointBytes);
                colors.Spread(line, picture, y);
                (line, before) = (before, line);
            }
            if (lines.ReadByte() >= 0) throw new InvalidDataException("is damaged: points follow the last line");
        }
        catch (EndOfStreamException e)
        {
            throw new InvalidDataException("is truncated: its points end before the last line", e);
        }
        return picture;
    }
}

/// <summary>What a picture's header says.</summary>
internal sealed record PngHeader(int Width, int Height, int Depth, PngColorType Type)
{
    /// <summary>Samples a point has in the file.</summary>
    public int Samples => Type switch { PngColorType.Rgb => 3, PngColorType.RgbAlpha => 4, PngColorType.GrayAlpha => 2, _ => 1 };

    /// <summary>Bytes of a line: points of fewer than 8 bits share them.</summary>
    public long LineBytes => (((long)Width * Samples * Depth) + 7) / 8;

    /// <summary>How far to the left the filters look, in bytes; at least one.</summary>
    public int PointBytes => Math.Max(1, Samples * Depth / 8);

    public static PngHeader Of(ReadOnlySpan<byte> header)
    {
        uint width = BinaryPrimitives.ReadUInt32BigEndian(header), height = BinaryPrimitives.ReadUInt32BigEndian(header[4..]);
        int depth = header[8];
        var type = (PngColorType)header[9];
        if (width is 0 or > int.MaxValue || height is 0 or > int.MaxValue) throw new InvalidDataException(FormattableString.Invariant($"is damaged: a picture has no {width} x {height} points"));
        bool fits = type switch
        {
            PngColorType.Gray => depth is 1 or 2 or 4 or 8 or 16,
            PngColorType.Palette => depth is 1 or 2 or 4 or 8,
            PngColorType.Rgb or PngColorType.GrayAlpha or PngColorType.RgbAlpha => depth is 8 or 16,
            _ => false,
        };
        if (!fits) throw new InvalidDataException(FormattableString.Invariant($"is damaged: there is no colour type {(int)type} of {depth} bits"));
        if (header[10] != 0 || header[11] != 0) throw new InvalidDataException("is damaged: it names a compression or a filtering that do not exist");
        if (header[12] != 0) throw new InvalidDataException("is interlaced, which is not read; save it without interlacing");
        return new PngHeader((int)width, (int)height, depth, type);
    }
}

/// <summary>What the samples of a point are; the values are those of the files.</summary>
internal enum PngColorType
{
    Gray = 0,
    Rgb = 2,
    Palette = 3,
    GrayAlpha = 4,
    RgbAlpha = 6,
}
