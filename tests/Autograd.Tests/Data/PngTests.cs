using Autograd.Data;
using Autograd.Tests.IO;

namespace Autograd.Tests.Data;

/// <summary>PNG files as tensors and back.</summary>
public sealed class PngTests : IDisposable
{
    private readonly Files files = new();

    public void Dispose() => files.Dispose();

    private static byte[][] Lines(int height, int bytes, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, height).Select(_ =>
        {
            byte[] line = new byte[bytes];
            random.NextBytes(line);
            return line;
        })];
    }

    private Tensor Read(byte[] file, ImageReadMode mode = ImageReadMode.Unchanged) => Images.Read(files.Write("x.png", file), mode);

    private void Refused(byte[] file, string reason)
    {
        string path = files.Write("bad.png", file);
        var error = Assert.Throws<InvalidDataException>(() => Images.Read(path));
        Assert.StartsWith(path, error.Message, StringComparison.Ordinal);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(2, 3)]
    [InlineData(4, 2)]
    [InlineData(6, 4)]
    public void Eight_bits_of_every_colour_type_and_filter(int type, int channels)
    {
        foreach (int filter in new[] { 0, 1, 2, 3, 4, -1 })
        {
            byte[][] lines = Lines(6, 5 * channels, 10 * type + filter);
            var x = Read(PngFile.Of(5, 6, 8, type, lines, y => filter < 0 ? y % 5 : filter, parts: 3));
            Assert.Equal(DType.UInt8, x.DType);
            Assert.Equal(new Shape(channels, 6, 5), x.Shape);
            for (int c = 0; c < channels; c++) Assert.Equal(lines.SelectMany(line => line.Where((_, i) => i % channels == c)), x[c].ToArray<byte>());
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public void Points_of_fewer_bits_share_bytes(int depth)
    {
        // Seven points: the last byte of a line is not full.
        byte[][] lines = Lines(3, (7 * depth + 7) / 8, depth);
        int most = (1 << depth) - 1;
        int[] samples = [.. lines.SelectMany(line => Enumerable.Range(0, 7).Select(x => (line[x * depth / 8] >> (8 - depth - (x * depth % 8))) & most))];
        Assert.Equal(samples.Select(s => (byte)(s * 255 / most)), Read(PngFile.Of(7, 3, depth, 0, lines, static y => y % 5)).ToArray<byte>());
        byte[] palette = [.. Enumerable.Range(0, 3 << depth).Select(static i => (byte)(255 - (5 * i)))];
        var colours = Read(PngFile.Of(7, 3, depth, 3, lines, static y => y % 5, palette));
        for (int c = 0; c < 3; c++) Assert.Equal(samples.Select(s => palette[(3 * s) + c]), colours[c].ToArray<byte>());
    }

    [Fact]
    public void Sixteen_bits_are_rounded_to_eight()
    {
        byte[][] lines = [[0x00, 0x00, 0x00, 0x80, 0x00, 0x81, 0xff, 0xff, 0x7f, 0xff, 0x12, 0x34]];
        // v 255 / 65535: 128 -> 0.498, 129 -> 0.502, 32767 -> 127.498, 0x1234 -> 18.13.
        Assert.Equal([0, 0, 1, 255, 127, 18], Read(PngFile.Of(6, 1, 16, 0, lines, static _ => 1)).ToArray<byte>());
        Assert.Equal([2, 1, 3], Read(PngFile.Of(3, 1, 16, 4, lines, static _ => 4)).Shape.ToArray());
    }

    [Fact]
    public void Transparent_colours_become_opacity()
    {
        byte[] palette = [10, 20, 30, 40, 50, 60, 70, 80, 90];
        Assert.Equal([10, 40, 70, 20, 50, 80, 30, 60, 90, 0, 7, 255], Read(PngFile.Of(3, 1, 8, 3, [[0, 1, 2]], static _ => 0, palette, [0, 7])).ToArray<byte>());
        Assert.Equal([5, 6, 255, 0], Read(PngFile.Of(2, 1, 8, 0, [[5, 6]], static _ => 0, transparent: [0, 6])).ToArray<byte>());
        Assert.Equal(0, Read(PngFile.Of(1, 1, 8, 2, [[1, 2, 3]], static _ => 0, transparent: [0, 1, 0, 2, 0, 3]))[3, 0, 0].Item());
        Assert.Equal(255, Read(PngFile.Of(1, 1, 8, 2, [[1, 2, 4]], static _ => 0, transparent: [0, 1, 0, 2, 0, 3]))[3, 0, 0].Item());
    }

    [Fact]
    public void Channels_are_those_that_are_asked_for()
    {
        byte[] rgba = PngFile.Of(1, 1, 8, 6, [[200, 100, 50, 9]], static _ => 0), gray = PngFile.Of(1, 1, 8, 0, [[77]], static _ => 0);
        // 0.299 200 + 0.587 100 + 0.114 50 = 124.2.
        Assert.Equal([124], Read(rgba, ImageReadMode.Gray).ToArray<byte>());
        Assert.Equal([200, 100, 50], Read(rgba, ImageReadMode.Rgb).ToArray<byte>());
        Assert.Equal([200, 100, 50, 9], Read(rgba, ImageReadMode.RgbAlpha).ToArray<byte>());
        Assert.Equal([77, 77, 77], Read(gray, ImageReadMode.Rgb).ToArray<byte>());
        Assert.Equal([77, 77, 77, 255], Read(gray, ImageReadMode.RgbAlpha).ToArray<byte>());
        byte[] grayAlpha = PngFile.Of(1, 1, 8, 4, [[5, 6]], static _ => 0);
        Assert.Equal([5, 5, 5, 6], Read(grayAlpha, ImageReadMode.RgbAlpha).ToArray<byte>());
        Assert.Equal([5], Read(grayAlpha, ImageReadMode.Gray).ToArray<byte>());
        Assert.Throws<ArgumentOutOfRangeException>(() => Read(gray, (ImageReadMode)9));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void What_is_written_is_read_again(int channels)
    {
        var image = Tensor.RandInt(0, 256, [channels, 17, 23], generator: new Generator(1)).To(DType.UInt8);
        Images.WritePng(files["y.png"], image);
        Assert.True(Images.Read(files["y.png"]).Equal(image));
        // A view whose elements do not lie in order.
        Images.WritePng(files["y.png"], image.Transpose(1, 2));
        Assert.True(Images.Read(files["y.png"]).Equal(image.Transpose(1, 2)));
        Images.WritePng(files["y.png"], image[0]);
        Assert.True(Images.Read(files["y.png"]).Equal(image[..1]));
        Assert.Equal(["y.png"], files.Names);
    }

    [Fact]
    public void What_is_no_picture_is_not_written()
    {
        Assert.Contains("Round()", Assert.Throws<DTypeException>(() => Images.WritePng(files["z.png"], Tensor.Ones(3, 4, 4))).Message, StringComparison.Ordinal);
        foreach (int[] shape in new int[][] { [5, 4, 4], [4], [1, 0, 4], [2, 3, 4, 4] })
            Assert.Throws<ShapeException>(() => Images.WritePng(files["z.png"], Tensor.Zeros(shape, DType.UInt8)));
        Assert.Throws<DirectoryNotFoundException>(() => Images.WritePng(files["no/z.png"], Tensor.Zeros([4, 4], DType.UInt8)));
        Assert.Empty(files.Names);
    }

    [Fact]
    public void Every_truncation_and_every_wrong_byte_is_told()
    {
        byte[] whole = PngFile.Of(3, 2, 8, 2, Lines(2, 9, 1), static _ => 4, parts: 2);
        for (int length = 0; length < whole.Length; length++) Refused(whole[..length], "");
        for (int i = 0; i < whole.Length; i++)
        {
            byte[] wrong = [.. whole];
            wrong[i] ^= 0x10;
            Refused(wrong, "");
        }
    }

    [Fact]
    public void Sizes_that_the_file_cannot_hold_take_no_memory()
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        Refused(Header(PngFile.Word(int.MaxValue), PngFile.Word(int.MaxValue), 16, 6), "points need more than its");
        Refused(Header(PngFile.Word(60000), PngFile.Word(60000), 8, 2), "points need more than its");
        Refused(Header(PngFile.Word(-1), PngFile.Word(1), 8, 0), "has no 4294967295 x 1 points");
        Refused(Header(PngFile.Word(0), PngFile.Word(1), 8, 0), "has no 0 x 1 points");
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);

        static byte[] Header(byte[] width, byte[] height, byte depth, byte type) =>
            [.. PngFile.Signature, .. PngFile.Chunk("IHDR", [.. width, .. height, depth, type, 0, 0, 0]), .. PngFile.Chunk("IDAT", new byte[100]), .. PngFile.Chunk("IEND", [])];
    }

    [Fact]
    public void What_is_not_read_is_named()
    {
        byte[][] line = [[1, 2]];
        Refused(PngFile.Of(2, 1, 8, 0, line, static _ => 0, interlace: 1), "is interlaced");
        Refused(PngFile.Of(2, 1, 8, 0, line, static _ => 7), "no filter 7");
        Refused(PngFile.Of(2, 1, 3, 0, line, static _ => 0), "no colour type 0 of 3 bits");
        Refused(PngFile.Of(2, 1, 16, 3, line, static _ => 0), "no colour type 3 of 16 bits");
        Refused(PngFile.Of(2, 1, 8, 3, line, static _ => 0), "no palette");
        Refused(PngFile.Of(2, 1, 8, 3, line, static _ => 0, palette: [1, 2, 3]), "no colour 1 in its palette");
        Refused(PngFile.Of(2, 1, 8, 3, line, static _ => 0, palette: [1, 2]), "palette has 2 bytes");
        Refused(PngFile.Of(2, 1, 8, 0, line, static _ => 0, transparent: [1]), "1 bytes of transparency");
        Refused(PngFile.Of(2, 1, 8, 0, [[1, 2], [3, 4]], static _ => 0), "points follow the last line");
        Refused(PngFile.Of(2, 2, 8, 0, line, static _ => 0), "its points end before the last line");
        Refused([.. PngFile.Signature, .. PngFile.Chunk("IEND", [])], "first chunk is IEND");
        Refused([.. PngFile.Of(2, 1, 8, 0, line, static _ => 0)[..33], .. PngFile.Chunk("ABCD", [])], "a chunk of type ABCD");
        Refused("GIF89a"u8.ToArray(), "neither PNG nor PGM or PPM");
        Refused([], "neither PNG nor PGM or PPM");
        Assert.Contains("gone.png", Assert.Throws<FileNotFoundException>(() => Images.Read(files["gone.png"])).Message, StringComparison.Ordinal);
    }
}
