using System.IO.Compression;
using Autograd.Data;

namespace Autograd.Tests.Data;

public sealed class IdxTests : IDisposable
{
    private readonly string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

    public void Dispose() => File.Delete(path);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Reads_shape_and_bytes(bool compressed)
    {
        Write(Idx8([2, 3], [1, 2, 3, 4, 5, 6]), compressed);
        var (shape, data) = Idx.Read(path);
        Assert.Equal([2, 3], shape);
        Assert.Equal([1, 2, 3, 4, 5, 6], data);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Reads_more_than_the_first_buffer(bool compressed)
    {
        var content = new byte[300_000];
        new System.Random(1).NextBytes(content);
        Write(Idx8([300, 1000], content), compressed);
        Assert.Equal(content, Idx.Read(path).Data);
    }

    [Fact]
    public void An_empty_tensor_has_no_bytes()
    {
        Write(Idx8([0, 28, 28], []), compressed: true);
        var (shape, data) = Idx.Read(path);
        Assert.Equal([0, 28, 28], shape);
        Assert.Empty(data);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Every_truncation_is_named(bool compressed)
    {
        byte[] whole = Idx8([2, 3], [1, 2, 3, 4, 5, 6]);
        for (int length = 0; length < whole.Length; length++)
        {
            Write(whole[..length], compressed);
            AssertRefused("truncated");
        }
    }

    [Fact]
    public void A_cut_gzip_stream_is_refused_even_where_only_its_trailer_is_cut()
    {
        byte[] elements = [.. Enumerable.Range(0, 60).Select(i => (byte)(i * 37))];
        Write(Idx8([2, 30], elements), compressed: true);
        byte[] whole = File.ReadAllBytes(path);
        for (int length = 2; length < whole.Length; length++)
        {
            File.WriteAllBytes(path, whole[..length]);
            AssertRefused("");
        }
        File.WriteAllBytes(path, [.. whole, 0]);
        AssertRefused("does not end with the checksum");
        File.WriteAllBytes(path, whole);
        Assert.Equal(elements, Idx.Read(path).Data);
    }

    [Fact]
    public void A_damaged_gzip_stream_is_refused()
    {
        byte[] content = Idx8([1000], [.. Enumerable.Range(0, 1000).Select(i => (byte)(i * i))]);
        Write(content, compressed: true);
        byte[] whole = File.ReadAllBytes(path);
        whole.AsSpan(10, 40).Fill(0xff);
        File.WriteAllBytes(path, whole);
        AssertRefused("");
    }

    [Fact]
    public void A_hostile_header_takes_no_memory()
    {
        Write(Idx8([int.MaxValue, 1], [1, 2, 3]), compressed: false);
        long before = GC.GetAllocatedBytesForCurrentThread();
        AssertRefused("truncated");
        Write(Idx8([2_000_000, 1000], [1, 2, 3]), compressed: true);
        AssertRefused("truncated");
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Theory]
    [InlineData(new byte[] { 1, 0, 8, 1, 0, 0, 0, 0 }, "not an IDX file")]
    [InlineData(new byte[] { 0, 0, 13, 1, 0, 0, 0, 0 }, "0x0d")]
    [InlineData(new byte[] { 0, 0, 8, 1, 0xff, 0, 0, 0 }, "negative size")]
    [InlineData(new byte[] { 0, 0, 8, 1, 0, 0, 0, 1, 7, 7 }, "bytes follow")]
    public void Other_content_is_refused(byte[] content, string reason)
    {
        Write(content, compressed: false);
        AssertRefused(reason);
    }

    [Fact]
    public void A_missing_file_is_named() => Assert.Contains(path, Assert.Throws<FileNotFoundException>(() => Idx.Read(path)).Message, StringComparison.Ordinal);

    private static byte[] Idx8(int[] shape, byte[] data) =>
        [0, 0, 8, (byte)shape.Length, .. shape.SelectMany(n => new[] { (byte)(n >> 24), (byte)(n >> 16), (byte)(n >> 8), (byte)n }), .. data];

    private void AssertRefused(string reason)
    {
        var error = Assert.Throws<InvalidDataException>(() => Idx.Read(path));
        Assert.StartsWith(path, error.Message, StringComparison.Ordinal);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    private void Write(byte[] content, bool compressed)
    {
        using var file = File.Create(path);
        using Stream stream = compressed ? new GZipStream(file, CompressionLevel.Optimal) : file;
        stream.Write(content);
    }
}
