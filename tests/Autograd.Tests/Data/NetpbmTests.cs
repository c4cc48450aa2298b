using System.Text;
using Autograd.Data;
using Autograd.Tests.IO;

namespace Autograd.Tests.Data;

/// <summary>PGM and PPM files as tensors.</summary>
public sealed class NetpbmTests : IDisposable
{
    private readonly Files files = new();

    public void Dispose() => files.Dispose();

    private Tensor Read(params byte[] content) => Images.Read(files.Write("x.pnm", content));

    private Tensor Read(string content) => Read(Encoding.Latin1.GetBytes(content));

    private void Refused(string content, string reason)
    {
        var error = Assert.Throws<InvalidDataException>(() => Read(content));
        Assert.StartsWith(files["x.pnm"], error.Message, StringComparison.Ordinal);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Greys_and_colours_as_text_and_as_bytes()
    {
        var gray = Read("P2\n# by hand\n3 2 # columns, lines\n255\n0 1 2\r\n253\t254 255\n");
        Assert.Equal(new Shape(1, 2, 3), gray.Shape);
        Assert.Equal([0, 1, 2, 253, 254, 255], gray.ToArray<byte>());
        Assert.Equal(gray.ToArray<byte>(), Read([.. "P5 3 2 255\n"u8, 0, 1, 2, 253, 254, 255]).ToArray<byte>());
        var colour = Read("P3 2 1 255 1 2 3 4 5 6");
        Assert.Equal([1, 4, 2, 5, 3, 6], colour.ToArray<byte>());
        Assert.Equal([1, 4, 2, 5, 3, 6], Read([.. "P6\n2 1\n255\n"u8, 1, 2, 3, 4, 5, 6]).ToArray<byte>());
    }

    [Fact]
    public void Samples_of_another_range_are_brought_to_eight_bits()
    {
        Assert.Equal([0, 128, 255], Read("P2 3 1 100 0 50 100").ToArray<byte>());
        Assert.Equal([0, 1, 255], Read([.. "P5 3 1 65535 "u8, 0, 128, 0, 129, 255, 255]).ToArray<byte>());
    }

    [Fact]
    public void A_first_sample_may_look_like_white_space_or_a_comment() =>
        Assert.Equal([(byte)'\n', (byte)'#'], Read([.. "P5 2 1 255\n"u8, (byte)'\n', (byte)'#']).ToArray<byte>());

    [Theory]
    [InlineData("P1 1 1 1", "P2, P3, P5 and P6 are read")]
    [InlineData("P7\nWIDTH 1", "P2, P3, P5 and P6 are read")]
    [InlineData("P5 2 2 255\nabc", "2 x 2 points of 1 channels need more")]
    [InlineData("P6 2147483647 2147483647 65535\nabc", "need more than its")]
    [InlineData("P3 2147483647 2147483647 255 1", "need more than its")]
    [InlineData("P5 99999999999 1 255\n", "width is above")]
    [InlineData("P5 1 1 70000\nab", "largest sample is above 65535")]
    [InlineData("P5 0 1 255\n", "0 x 1 points")]
    [InlineData("P5 1 1 0\na", "samples up to 0")]
    [InlineData("P5 -1 1 255\na", "width is no number")]
    [InlineData("P5 1", "ends before its height")]
    [InlineData("P2 2 1 255 1 x", "sample is no number")]
    [InlineData("P2 2 1 9 1 10", "sample is above 9")]
    [InlineData("P5 1 1 9\nx", "a sample is 120")]
    public void Other_content_is_refused(string content, string reason) => Refused(content, reason);

    [Fact]
    public void Every_truncation_is_told()
    {
        const string Whole = "P2 3 2 255 10 11 12 13 14 15";
        for (int length = 0; length < Whole.Length - 1; length++) Refused(Whole[..length], "");
    }
}
