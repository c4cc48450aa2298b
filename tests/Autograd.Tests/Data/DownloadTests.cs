using System.Security.Cryptography;
using Autograd.Data;
using Autograd.Tests.IO;

namespace Autograd.Tests.Data;

/// <summary>Files that are fetched: from servers that break off, give other things, or nothing.</summary>
public sealed class DownloadTests : IDisposable
{
    private static readonly byte[] Content = Bytes(300_000, 1);

    private readonly Files files = new();

    public void Dispose() => files.Dispose();

    private static byte[] Bytes(int count, int seed)
    {
        byte[] bytes = new byte[count];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    private static RemoteFile Named(byte[] content, params IEnumerable<string> addresses) => new("file.bin", Convert.ToHexStringLower(SHA256.HashData(content)), addresses);

    private string Folder => files["sets"];

    private string[] Lying => [.. Directory.EnumerateFiles(Folder).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    private void IsThere(string path)
    {
        Assert.Equal(Path.Combine(Folder, "file.bin"), path);
        Assert.Equal(Content, File.ReadAllBytes(path));
        Assert.Equal(["file.bin"], Lying);
    }

    [Fact]
    public void A_file_is_fetched_once()
    {
        using var server = new LocalServer((request, stream) => LocalServer.Give(request, stream, Content));
        var file = Named(Content, server.Address + "a/file.bin");
        IsThere(file.Fetch(Folder));
        IsThere(file.Fetch(Folder));
        Assert.Equal([("/a/file.bin", (long?)null)], server.Requests.Select(r => (r.Path, r.From)));
        // A file that is there and wrong is replaced.
        File.WriteAllText(Path.Combine(Folder, "file.bin"), "something else");
        IsThere(file.Fetch(Folder));
        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public void A_broken_connection_is_continued_where_it_broke()
    {
        using var server = new LocalServer((request, stream) => LocalServer.Break(request, stream, Content, Math.Min(Content.Length, 100_000 * (request.Number + 1))));
        IsThere(Named(Content, server.Address).Fetch(Folder));
        Assert.Equal([null, 100_000L, 200_000L], server.Requests.Select(r => r.From));
    }

    [Fact]
    public void What_arrived_stays_for_the_next_call_and_the_next_mirror()
    {
        using var failing = new LocalServer((request, stream) =>
        {
            if (request.Number == 0) LocalServer.Break(request, stream, Content, 1000);
            else LocalServer.Refuse(stream, "503 Service Unavailable");
        });
        using var server = new LocalServer((request, stream) => LocalServer.Give(request, stream, Content));
        var error = Assert.Throws<IOException>(() => Named(Content, failing.Address).Fetch(Folder));
        Assert.Contains("503", error.Message, StringComparison.Ordinal);
        Assert.Equal(["file.bin.partial"], Lying);
        IsThere(Named(Content, failing.Address, server.Address).Fetch(Folder));
        Assert.Equal(1000, Assert.Single(server.Requests).From);
    }

    [Fact]
    public void A_server_that_gives_no_parts_begins_anew()
    {
        Directory.CreateDirectory(Folder);
        File.WriteAllBytes(Path.Combine(Folder, "file.bin.partial"), Content[..5000]);
        using var server = new LocalServer((_, stream) => LocalServer.GiveAll(stream, Content));
        IsThere(Named(Content, server.Address).Fetch(Folder));
        Assert.Equal(5000, Assert.Single(server.Requests).From);
    }

    [Theory]
    [InlineData(5000)]
    [InlineData(400_000)]
    public void The_beginning_of_another_file_is_not_continued(int length)
    {
        Directory.CreateDirectory(Folder);
        File.WriteAllBytes(Path.Combine(Folder, "file.bin.partial"), Bytes(length, 2));
        using var server = new LocalServer((request, stream) => LocalServer.Give(request, stream, Content));
        IsThere(Named(Content, server.Address).Fetch(Folder));
        Assert.Equal([length, null], server.Requests.Select(r => r.From));
    }

    [Fact]
    public void A_part_that_is_the_whole_is_taken()
    {
        Directory.CreateDirectory(Folder);
        File.WriteAllBytes(Path.Combine(Folder, "file.bin.partial"), Content);
        using var server = new LocalServer((request, stream) => LocalServer.Give(request, stream, Content));
        IsThere(Named(Content, server.Address).Fetch(Folder));
    }

    [Fact]
    public void A_wrong_checksum_is_refused_and_the_file_removed()
    {
        byte[] other = Bytes(1000, 3);
        using var server = new LocalServer((request, stream) => LocalServer.Give(request, stream, other));
        var error = Assert.Throws<IOException>(() => Named(Content, server.Address).Fetch(Folder));
        Assert.Contains(Convert.ToHexStringLower(SHA256.HashData(other)), error.Message, StringComparison.Ordinal);
        Assert.Contains(Convert.ToHexStringLower(SHA256.HashData(Content)), error.Message, StringComparison.Ordinal);
        Assert.Empty(Lying);
        Assert.Single(server.Requests);
        // Cut without a word, as a proxy does that names no length.
        using var cut = new LocalServer((_, stream) =>
        {
            LocalServer.Head(stream, "200 OK");
            stream.Write(Content.AsSpan(0, 700));
        });
        Assert.Contains("checksum", Assert.Throws<IOException>(() => Named(Content, cut.Address).Fetch(Folder)).Message, StringComparison.Ordinal);
        Assert.Empty(Lying);
    }

    [Fact]
    public void Every_mirror_is_tried_and_named()
    {
        using var missing = new LocalServer((_, stream) => LocalServer.Refuse(stream, "404 Not Found"));
        using var wrong = new LocalServer((request, stream) => LocalServer.Give(request, stream, Bytes(10, 4)));
        string gone;
        using (var closed = new LocalServer((_, _) => { })) gone = closed.Address;
        var error = Assert.Throws<IOException>(() => Named(Content, missing.Address + "x", wrong.Address + "y", gone).Fetch(Folder));
        Assert.Contains($"{missing.Address}x: 404 Not Found", error.Message, StringComparison.Ordinal);
        Assert.Contains($"{wrong.Address}y: the checksum", error.Message, StringComparison.Ordinal);
        Assert.Contains($"{gone}: ", error.Message, StringComparison.Ordinal);
        Assert.Contains("by hand", error.Message, StringComparison.Ordinal);
        using var right = new LocalServer((request, stream) => LocalServer.Give(request, stream, Content));
        IsThere(Named(Content, missing.Address, wrong.Address, gone, right.Address).Fetch(Folder));
    }

    [Fact]
    public void A_download_that_is_cancelled_leaves_what_arrived_and_no_file()
    {
        using var cancellation = new CancellationTokenSource();
        using var server = new LocalServer((request, stream) =>
        {
            if (request.Number > 0)
            {
                LocalServer.Give(request, stream, Content);
                return;
            }
            LocalServer.Break(request, stream, Content, 80_000);
            // The rest never comes.
            while (Arrived() < 80_000) Thread.Sleep(1);
            cancellation.Cancel();
            stream.ReadByte();
        });
        var file = Named(Content, server.Address);
        Assert.ThrowsAny<OperationCanceledException>(() => file.Fetch(Folder, cancellation: cancellation.Token));
        Assert.Equal(["file.bin.partial"], Lying);
        IsThere(file.Fetch(Folder));
        Assert.Equal([null, 80_000L], server.Requests.Select(r => r.From));
        Assert.ThrowsAny<OperationCanceledException>(() => file.Fetch(Folder, cancellation: cancellation.Token));

        long Arrived() => new FileInfo(Path.Combine(Folder, "file.bin.partial")) is { Exists: true } partial ? partial.Length : 0;
    }

    [Fact]
    public void A_file_may_be_known_by_its_MD5()
    {
        using var server = new LocalServer((request, stream) => LocalServer.Give(request, stream, Content));
        string md5 = Convert.ToHexString(MD5.HashData(Content));
        IsThere(new RemoteFile("file.bin", md5, server.Address).Fetch(Folder));
    }

    [Fact]
    public void What_names_no_file_is_refused()
    {
        string sum = new('a', 64);
        foreach (string name in new[] { "", "..", "a/b", "a\\b" }) Assert.Throws<ArgumentException>(() => new RemoteFile(name, sum, "http://x/"));
        foreach (string bad in new[] { "abc", new string('g', 64), "" }) Assert.Throws<ArgumentException>(() => new RemoteFile("a", bad, "http://x/"));
        foreach (string address in new[] { "file:///etc/passwd", "x", "" }) Assert.Throws<ArgumentException>(() => new RemoteFile("a", sum, address));
        Assert.Throws<ArgumentException>(() => new RemoteFile("a", sum));
    }

    [Fact]
    public void A_folder_that_cannot_be_made_is_an_error_of_its_own()
    {
        File.WriteAllText(files["sets"], "a file");
        Assert.ThrowsAny<IOException>(() => Named(Content, "http://127.0.0.1:9/").Fetch(Folder));
    }
}
