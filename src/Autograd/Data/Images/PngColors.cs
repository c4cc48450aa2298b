using System.Buffers.Binary;

namespace Autograd.Data;

/// <summary>From the bytes of a line to the channels of a picture: bits to bytes, palettes to colours, the transparent colour to opacity.</summary>
internal sealed class PngColors
{
    private readonly PngHeader header;
    private readonly byte[]? palette;
    private readonly byte[]? transparent;

    /// <summary>How the points of a file become channels.</summary>
    /// <param name="header">Its header.</param>
    /// <param name="palette">Red, green and blue of each colour, or null.</param>
    /// <param name="transparent">The opacity of the first colours of a palette; the samples, of 16 bits, of the colour that is transparent; or null.</param>
    /// <exception cref="InvalidDataException">They do not go together.</exception>
    public PngColors(PngHeader header, byte[]? palette, byte[]? transparent)
    {
        (this.header, this.palette, this.transparent) = (header, palette, transparent);
        if (header.Type == PngColorType.Palette && palette is null) throw new InvalidDataException("is damaged: it has no palette, and its points are colours of one");
        if (transparent is null) return;
        bool fits = header.Type switch
        {
            PngColorType.Palette => transparent.Length <= palette!.Length / 3,
            PngColorType.Gray or PngColorType.Rgb => transparent.Length == 2 * header.Samples,
            _ => false,
        };
        if (!fits) throw new InvalidDataException(FormattableString.Invariant($"is damaged: {transparent.Length} bytes of transparency do not fit its colours"));
    }

    /// <summary>Channels of the picture.</summary>
    public int Channels => (header.Type == PngColorType.Palette ? 3 : header.Samples) + (transparent is null ? 0 : 1);

    /// <summary>Writes a line into the planes.</summary>
    public void Spread(ReadOnlySpan<byte> line, Picture picture, int y)
    {
        int n = picture.Height * picture.Width;
        Span<int> point = stackalloc int[4];
        point = point[..header.Samples];
        for (int x = 0; x < header.Width; x++)
        {
            for (int s = 0; s < point.Length; s++) point[s] = Sample(line, (x * point.Length) + s);
            int at = (y * header.Width) + x;
            int opacity = header.Type == PngColorType.Palette ? Colour(point[0], picture.Planes, at, n) : Samples(point, picture.Planes, at, n);
            if (transparent is not null) picture.Planes[((Channels - 1) * n) + at] = (byte)opacity;
        }
    }

    /// <summary>A sample as it stands in the file: of 16 bits in two bytes, of fewer than 8 from the upper end of its byte.</summary>
    private int Sample(ReadOnlySpan<byte> line, int number)
    {
        if (header.Depth == 16) return BinaryPrimitives.ReadUInt16BigEndian(line[(2 * number)..]);
        if (header.Depth == 8) return line[number];
        int bit = number * header.Depth;
        return (line[bit >> 3] >> (8 - header.Depth - (bit & 7))) & ((1 << header.Depth) - 1);
    }

    private int Colour(int index, byte[] planes, int at, int n)
    {
        if (3 * index >= palette!.Length) throw new InvalidDataException(FormattableString.Invariant($"is damaged: it has no colour {index} in its palette"));
        for (int c = 0; c < 3; c++) planes[(c * n) + at] = palette[(3 * index) + c];
        return transparent is { } opacities && index < opacities.Length ? opacities[index] : byte.MaxValue;
    }

    private int Samples(ReadOnlySpan<int> point, byte[] planes, int at, int n)
    {
        int most = (1 << header.Depth) - 1;
        bool clear = transparent is not null;
        for (int s = 0; s < point.Length; s++)
        {
            planes[(s * n) + at] = Scaled(point[s], most);
            clear = clear && point[s] == BinaryPrimitives.ReadUInt16BigEndian(transparent.AsSpan(2 * s));
        }
        return clear ? 0 : byte.MaxValue;
    }

    /// <summary>A sample of 0..most as one of 0..255, rounded.</summary>
    public static byte Scaled(int sample, int most) => (byte)(((sample * 255L) + (most / 2)) / most);
}
