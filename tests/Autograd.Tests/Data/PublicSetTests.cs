using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using Autograd.Data;
using Autograd.Tests.IO;

namespace Autograd.Tests.Data;

/// <summary>Data sets of the web, from files in their formats.</summary>
public sealed class PublicSetTests : IDisposable
{
    private readonly Files files = new();

    public void Dispose() => files.Dispose();

    private static byte[] Zipped(byte[] content)
    {
        using var result = new MemoryStream();
        using (var stream = new GZipStream(result, CompressionLevel.Fastest)) stream.Write(content);
        return result.ToArray();
    }

    private static byte[] Idx(byte[] sizes, byte[] content) => Zipped([0, 0, 8, (byte)sizes.Length, .. sizes.SelectMany(static n => new byte[] { 0, 0, 0, n }), .. content]);

    private static string Sum(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));

    private TensorDataset Pair(byte[] images, byte[] labels, bool download)
    {
        using var server = new LocalServer((request, stream) => LocalServer.Give(request, stream, request.Path == "/images" ? images : labels));
        return Datasets.IdxPair(
            new RemoteFile("x.gz", Sum(images), server.Address + "images"), new RemoteFile("y.gz", Sum(labels), server.Address + "labels"), files["sets"], download, CancellationToken.None);
    }

    [Fact]
    public void Images_and_classes_are_fetched_and_read()
    {
        byte[] points = new byte[3 * 784];
        new Random(1).NextBytes(points);
        byte[] images = Idx([3, 28, 28], points), labels = Idx([3], [7, 0, 9]);
        Assert.Contains("download: true", Assert.Throws<FileNotFoundException>(() => Pair(images, labels, download: false)).Message, StringComparison.Ordinal);
        foreach (bool download in new[] { true, false })
        {
            var (x, y) = Pair(images, labels, download).All;
            Assert.Equal(new Shape(3, 1, 28, 28), x.Shape);
            Assert.Equal(points, x.ToArray<byte>());
            Assert.Equal([7L, 0, 9], y.ToArray<long>());
        }
    }

    [Fact]
    public void What_does_not_belong_together_is_named()
    {
        byte[] images = Idx([2, 28, 28], new byte[2 * 784]);
        Assert.Contains("y.gz holds the shape [3]", Assert.Throws<InvalidDataException>(() => Pair(images, Idx([3], [1, 2, 3]), download: true)).Message, StringComparison.Ordinal);
        Assert.Contains("a class 10", Assert.Throws<InvalidDataException>(() => Pair(images, Idx([2], [1, 10]), download: true)).Message, StringComparison.Ordinal);
        Assert.Contains("not [N, 28, 28]", Assert.Throws<InvalidDataException>(() => Pair(Idx([2], [1, 2]), Idx([2], [1, 2]), download: true)).Message, StringComparison.Ordinal);
    }

    /// <summary>A mirror that has other files: nothing is taken from it, whatever the set.</summary>
    [Fact]
    public void The_checksums_of_the_sets_are_asked_for()
    {
        using var server = new LocalServer((request, stream) => LocalServer.Give(request, stream, "not it"u8));
        Func<bool, TensorDataset>[] sets =
        [
            train => Datasets.Mnist(files["a"], train, download: true, [server.Address]),
            train => Datasets.FashionMnist(files["a"], train, download: true, [server.Address + "f"]),
            train => Datasets.Cifar10(files["a"], train, download: true, [server.Address]),
        ];
        foreach (var set in sets)
        {
            foreach (bool train in new[] { true, false }) Assert.Contains("the checksum", Assert.Throws<IOException>(() => set(train)).Message, StringComparison.Ordinal);
        }
        Assert.Empty(Directory.EnumerateFiles(files["a"]));
        Assert.Equal(["/cifar-10-binary.tar.gz", "/f/t10k-images-idx3-ubyte.gz", "/f/train-images-idx3-ubyte.gz", "/t10k-images-idx3-ubyte.gz", "/train-images-idx3-ubyte.gz"],
            server.Requests.Select(r => r.Path).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_test_digits_have_the_checksums_that_are_published()
    {
        string? data = Environment.GetEnvironmentVariable("AUTOGRAD_DATA");
        string folder = Path.Combine(data ?? "", "mnist");
        if (string.IsNullOrEmpty(data) || !Directory.Exists(folder))
        {
            Console.WriteLine("skipped: the test digits (AUTOGRAD_DATA names no folder with mnist/ in it)");
            return;
        }
        using var server = new LocalServer((request, stream) => LocalServer.Give(request, stream, File.ReadAllBytes(folder + request.Path)));
        var digits = Datasets.Mnist(files["digits"], train: false, download: true, [server.Address]);
        Assert.Equal(10_000, digits.Count);
        Assert.Equal(new Shape(10_000, 1, 28, 28), digits.All[0].Shape);
        Assert.Equal([7L, 2, 1, 0, 4], digits.All[1][..5].ToArray<long>());
    }

    private static byte[] Archive(params (string Name, byte[] Content)[] entries)
    {
        using var result = new MemoryStream();
        using (var zip = new GZipStream(result, CompressionLevel.Fastest))
        using (var tar = new TarWriter(zip))
        {
            tar.WriteEntry(new UstarTarEntry(TarEntryType.Directory, "cifar-10-batches-bin/"));
            foreach (var (name, content) in entries)
                tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, "cifar-10-batches-bin/" + name) { DataStream = new MemoryStream(content) });
        }
        return result.ToArray();
    }

    private static byte[] Records(params int[] labels) =>
        [.. labels.SelectMany(static label => new[] { (byte)label }.Concat(Enumerable.Range(0, 3072).Select(i => (byte)(i + label))))];

    private TensorDataset Cifar(byte[] archive, bool train) => Datasets.CifarArchive.Read(files.Write("cifar-10-binary.tar.gz", archive), train);

    [Fact]
    public void An_archive_is_read_where_it_lies()
    {
        // The batches in any order, and other files among them.
        byte[] archive = Archive(("readme.html", [1]), ("data_batch_2.bin", Records(2)), ("data_batch_1.bin", Records(0, 1)), ("test_batch.bin", Records(9)),
            ("data_batch_5.bin", Records(5)), ("data_batch_4.bin", Records(4)), ("data_batch_3.bin", Records(3)));
        var (x, y) = Cifar(archive, train: true).All;
        Assert.Equal([0L, 1, 2, 3, 4, 5], y.ToArray<long>());
        Assert.Equal(new Shape(6, 3, 32, 32), x.Shape);
        Assert.Equal(Records(4).Skip(1), x[4].ToArray<byte>());
        Assert.Equal([9L], Cifar(archive, train: false).All[1].ToArray<long>());
    }

    [Fact]
    public void A_damaged_archive_is_named()
    {
        byte[] whole = Archive(("test_batch.bin", Records(1, 2, 3)));
        foreach (int length in new[] { 0, 5, 20, 60, whole.Length / 2, whole.Length - 30 })
        {
            string message = Assert.Throws<InvalidDataException>(() => Cifar(whole[..length], train: false)).Message;
            Assert.Contains("cifar-10-binary.tar.gz", message, StringComparison.Ordinal);
        }
        Assert.Contains("no data_batch_1.bin", Assert.Throws<InvalidDataException>(() => Cifar(whole, train: true)).Message, StringComparison.Ordinal);
        Assert.Contains("3074 bytes", Assert.Throws<InvalidDataException>(() => Cifar(Archive(("test_batch.bin", new byte[3074])), train: false)).Message, StringComparison.Ordinal);
        Assert.Contains("a class 11", Assert.Throws<InvalidDataException>(() => Cifar(Archive(("test_batch.bin", Records(11))), train: false)).Message, StringComparison.Ordinal);
        Assert.Throws<FileNotFoundException>(() => Datasets.Cifar10(files["nowhere"]));
    }
}
