namespace Autograd.Data;

/// <summary>Which channels a picture is read with (<c>torchvision.io.ImageReadMode</c>).</summary>
public enum ImageReadMode
{
    /// <summary>Those of the file: 1 grey, 2 grey and opacity, 3 red, green and blue, 4 these and opacity.</summary>
    Unchanged,

    /// <summary>One: 0.299 red + 0.587 green + 0.114 blue (ITU-R 601-2), rounded. Opacity is dropped.</summary>
    Gray,

    /// <summary>Three; grey three times. Opacity is dropped.</summary>
    Rgb,

    /// <summary>Four; what has no opacity is opaque, 255.</summary>
    RgbAlpha,
}

/// <summary>Pictures as uint8 tensors <c>[C, H, W]</c>: PNG, and PGM and PPM of Netpbm (<c>torchvision.io.read_image</c>).</summary>
public static partial class Images
{
    private static ReadOnlySpan<byte> PngSignature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0d, 0x0a, 0x1a, 0x0a];

    /// <summary>Reads a picture; which format it has is told by its first bytes, not by its name.</summary>
    /// <remarks>
    /// PNG (ISO 15948): grey, palette, red, green and blue, with and without opacity, of 1, 2, 4, 8 and 16 bits, each checksum checked; a palette becomes its colours, a colour that
    /// stands for transparent becomes opacity. Interlaced files are refused. Netpbm: P2, P3, P5 and P6. Samples of other than 8 bits are brought to 0..255, rounded.
    /// Sizes that the file cannot hold are refused before memory is taken for them.
    /// </remarks>
    /// <param name="path">The file.</param>
    /// <param name="mode">Which channels the tensor shall have.</param>
    /// <returns>uint8, <c>[C, H, W]</c>.</returns>
    /// <exception cref="InvalidDataException">The file is no such picture, damaged, truncated, or of a kind that is not read; the message begins with its path.</exception>
    /// <exception cref="IOException">The file is missing or cannot be read.</exception>
    public static Tensor Read(string path, ImageReadMode mode = ImageReadMode.Unchanged)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (!Enum.IsDefined(mode)) throw new ArgumentOutOfRangeException(nameof(mode), mode, "Images.Read: there is no such mode");
        byte[] file = File.ReadAllBytes(path);
        try
        {
            var picture = file.AsSpan().StartsWith(PngSignature) ? PngReader.Read(file.AsMemory(PngSignature.Length))
                : file is [(byte)'P', >= (byte)'1' and <= (byte)'7', ..] ? NetpbmReader.Read(file)
                : throw new InvalidDataException("is neither PNG nor PGM or PPM: it begins otherwise");
            return Channels.As(mode, picture);
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException($"{path} {e.Message}", e);
        }
    }

    /// <summary>Writes a PNG file of 8 bits, in one step: whoever reads the path sees the old file or the new one.</summary>
    /// <param name="path">The file.</param>
    /// <param name="image">uint8: <c>[H, W]</c> or <c>[1, H, W]</c> grey, <c>[2, H, W]</c> grey and opacity, <c>[3, H, W]</c> red, green and blue, <c>[4, H, W]</c> these and opacity.</param>
    /// <exception cref="DTypeException">The tensor is not uint8: <c>(x * 255).Round().Clamp(0, 255).To(DType.UInt8)</c> makes it so.</exception>
    /// <exception cref="ShapeException">The shape is not that of a picture.</exception>
    /// <exception cref="IOException">The file cannot be written; the one that was there is as it was.</exception>
    public static void WritePng(string path, Tensor image)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(image);
        if (image.DType != DType.UInt8)
            throw new DTypeException($"WritePng: the picture is {image.DType.Name}, not uint8; of values in [0, 1] make one by (x * 255).Round().Clamp(0, 255).To(DType.UInt8)");
        var planes = image.Rank == 2 ? image.Unsqueeze(0) : image;
        if (planes.Rank != 3 || planes.Shape[0] is < 1 or > 4 || planes.Numel == 0)
            throw new ShapeException($"WritePng: {image.Shape} is no picture; it is [H, W], or [C, H, W] with 1 to 4 channels, and has at least one point");
        var picture = new Picture(planes.Shape[0], planes.Shape[1], planes.Shape[2], planes.ToArray<byte>());
        AtomicFile.Write(path, stream => PngWriter.Write(stream, picture));
    }
}

/// <summary>A picture of 8 bits, plane after plane.</summary>
internal readonly record struct Picture(int Channels, int Height, int Width, byte[] Planes)
{
    /// <summary>A picture that is yet to be filled.</summary>
    /// <exception cref="InvalidDataException">It has more elements than a tensor can have.</exception>
    public static Picture Empty(int channels, int height, int width)
    {
        Int128 count = (Int128)channels * height * width;
        if (count > Array.MaxLength) throw new InvalidDataException(FormattableString.Invariant($"is too large: {width} x {height} points of {channels} channels do not fit into a tensor"));
        return new(channels, height, width, new byte[(int)count]);
    }
}

/// <summary>Pictures with other channels.</summary>
internal static class Channels
{
    private const byte Opaque = 255;

    public static Tensor As(ImageReadMode mode, Picture x)
    {
        int n = x.Height * x.Width;
        ReadOnlySpan<byte> Plane(int c) => x.Planes.AsSpan(c * n, n);
        bool colour = x.Channels >= 3;
        int channels = mode switch { ImageReadMode.Gray => 1, ImageReadMode.Rgb => 3, ImageReadMode.RgbAlpha => 4, _ => x.Channels };
        if (channels == x.Channels) return Tensor.Wrap(x.Planes, x.Channels, x.Height, x.Width);
        var y = Picture.Empty(channels, x.Height, x.Width);
        for (int c = 0; c < channels; c++)
        {
            var plane = y.Planes.AsSpan(c * n, n);
            if (c == 3 && x.Channels % 2 == 0) Plane(x.Channels - 1).CopyTo(plane);
            else if (c == 3) plane.Fill(Opaque);
            else if (channels == 1 && colour) Gray(Plane(0), Plane(1), Plane(2), plane);
            else Plane(colour ? c : 0).CopyTo(plane);
        }
        return Tensor.Wrap(y.Planes, channels, x.Height, x.Width);
    }

    // In units of 2^-16, as Pillow's convert("L"): 19595 + 38470 + 7471 = 2^16.
    private static void Gray(ReadOnlySpan<byte> red, ReadOnlySpan<byte> green, ReadOnlySpan<byte> blue, Span<byte> gray)
    {
        for (int i = 0; i < gray.Length; i++) gray[i] = (byte)(((19595 * red[i]) + (38470 * green[i]) + (7471 * blue[i]) + (1 << 15)) >> 16);
    }
}
