using System.Net;
using System.Net.Sockets;

namespace Autograd.Training.Tests;

/// <summary>What the board answers, to whom, and what it makes of folders that change under it.</summary>
public sealed class BoardTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly string folder = Directory.CreateTempSubdirectory("board").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task The_page_and_its_parts_are_served_with_a_policy()
    {
        await using var board = Board.Serve(folder);
        using var client = new HttpClient { BaseAddress = board.Url };

        foreach (string path in new[] { "/", "/board.css", "/board.js" })
        {
            using var answer = await client.GetAsync(new Uri(path, UriKind.Relative));
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.Contains("default-src 'none'", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        }
        Assert.True(board.Url.IsLoopback);
    }

    [Fact]
    public async Task Charts_compare_runs_and_show_one_alone_with_its_validation()
    {
        Write("first", 3);
        Write("second <b>", 5);
        await using var board = Board.Serve(folder);
        using var client = new HttpClient { BaseAddress = board.Url };

        string both = await Get(client, "/charts"), alone = await Get(client, "/charts?hide=" + Uri.EscapeDataString("second <b>"));

        Assert.Equal(3, Count(both, "<svg"));
        Assert.Contains("second &lt;b&gt;", both, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>", both, StringComparison.Ordinal);
        Assert.Equal(2, Count(alone, "<svg"));
        Assert.Contains("validation", alone, StringComparison.Ordinal);
        Assert.Contains("2 numbers", await Get(client, "/charts?last=2&hide=first"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_but_its_pages_is_answered()
    {
        File.WriteAllText(Path.Combine(folder, "secret.txt"), "secret");
        Write("run", 1);
        await using var board = Board.Serve(folder);

        foreach (string path in new[] { "/secret.txt", "/../secret.txt", "/%2e%2e/secret.txt", "/run/history.csv", "/charts/../../secret.txt", "//etc/passwd", "/..%5csecret.txt" })
            Assert.StartsWith("HTTP/1.1 404", await Raw(board.Url, $"GET {path} HTTP/1.1\r\nHost: {board.Url.Authority}\r\nConnection: close\r\n\r\n"), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 405", await Raw(board.Url, $"POST / HTTP/1.1\r\nHost: {board.Url.Authority}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("evil.example")]
    [InlineData("evil.example:PORT")]
    [InlineData("127.0.0.1.evil.example:PORT")]
    [InlineData("127.0.0.1:1")]
    [InlineData("127.0.0.1")]
    public async Task Who_comes_by_another_name_reads_nothing(string host)
    {
        Write("run", 1);
        await using var board = Board.Serve(folder);
        string name = host.Replace("PORT", FormattableString.Invariant($"{board.Url.Port}"), StringComparison.Ordinal);

        string answer = await Raw(board.Url, $"GET /charts HTTP/1.1\r\nHost: {name}\r\nConnection: close\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 403", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("svg", answer, StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 200", await Raw(board.Url, FormattableString.Invariant($"GET /charts HTTP/1.1\r\nHost: localhost:{board.Url.Port}\r\nConnection: close\r\n\r\n")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_stream_tells_at_once_and_whenever_something_is_new()
    {
        Write("run", 1);
        await using var board = Board.Serve(folder);
        using var client = new HttpClient { BaseAddress = board.Url };
        using var patience = new CancellationTokenSource(Patience);
        using var reader = new StreamReader(await client.GetStreamAsync(new Uri("/events", UriKind.Relative), patience.Token));

        Assert.Contains("\"epoch\":1", await Next(reader, patience.Token), StringComparison.Ordinal);
        Write("run", 2);
        Assert.Contains("\"epoch\":2", await Next(reader, patience.Token), StringComparison.Ordinal);
        Write("other", 1);
        Assert.Contains("\"name\":\"other\"", await Next(reader, patience.Token), StringComparison.Ordinal);
        Directory.Delete(Path.Combine(folder, "run"), recursive: true);
        Assert.DoesNotContain("\"name\":\"run\"", await Next(reader, patience.Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_no_history_is_said_and_hides_no_other()
    {
        Write("good", 2);
        Write("was good", 2);
        Directory.CreateDirectory(Path.Combine(folder, "bad"));
        File.WriteAllText(Path.Combine(folder, "bad", "history.csv"), "epoch,loss\n1,\"0.");
        Directory.CreateDirectory(Path.Combine(folder, "empty"));
        await using var board = Board.Serve(folder);
        using var client = new HttpClient { BaseAddress = board.Url };
        Assert.Contains("good", await Get(client, "/charts"), StringComparison.Ordinal);

        File.WriteAllText(Path.Combine(folder, "was good", "history.csv"), "half a fi");
        using var patience = new CancellationTokenSource(Patience);
        using var reader = new StreamReader(await client.GetStreamAsync(new Uri("/events", UriKind.Relative), patience.Token));
        string state = await Next(reader, patience.Token);

        Assert.Equal(2, Count(state, "problem"));
        Assert.DoesNotContain("\"name\":\"empty\"", state, StringComparison.Ordinal);
        Assert.Contains("{\"name\":\"was good\",\"epoch\":2,\"problem\"", state, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_folder_may_go_and_come_back()
    {
        string inner = Directory.CreateDirectory(Path.Combine(folder, "runs")).FullName;
        await using var board = Board.Serve(inner);
        using var client = new HttpClient { BaseAddress = board.Url };
        Directory.Delete(inner);
        Assert.Contains("No run", await Get(client, "/charts"), StringComparison.Ordinal);
        Write("runs", 1);
        Assert.Contains("<svg", await Get(client, "/charts"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Links_out_of_the_folder_are_not_followed()
    {
        if (OperatingSystem.IsWindows()) return;
        Write("outside", 1);
        string inner = Directory.CreateDirectory(Path.Combine(folder, "inside")).FullName;
        Directory.CreateSymbolicLink(Path.Combine(inner, "link"), Path.Combine(folder, "outside"));
        await using var board = Board.Serve(inner);
        using var client = new HttpClient { BaseAddress = board.Url };

        Assert.Contains("No run", await Get(client, "/charts"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_board_that_ended_has_let_its_connections_and_its_port_go()
    {
        var board = Board.Serve(folder);
        var url = board.Url;
        using var client = new HttpClient { BaseAddress = url };
        using var patience = new CancellationTokenSource(Patience);
        using var reader = new StreamReader(await client.GetStreamAsync(new Uri("/events", UriKind.Relative), patience.Token));
        await Next(reader, patience.Token);

        await board.DisposeAsync();
        while (await reader.ReadLineAsync(patience.Token) is not null)
        {
            // The stream comes to its end.
        }
        await using var again = Board.Serve(folder, url.Port);
        Assert.Equal(url, again.Url);
        Assert.ThrowsAny<IOException>(() => Board.Serve(folder, url.Port));
    }

    [Fact]
    public void Arguments_are_checked()
    {
        Assert.Throws<DirectoryNotFoundException>(() => Board.Serve(Path.Combine(folder, "none")));
        Assert.Throws<ArgumentOutOfRangeException>(() => Board.Serve(folder, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Board.Serve(folder, 65536));
        Assert.Throws<ArgumentNullException>(() => Board.Serve(null!));
    }

    private void Write(string run, int epochs)
    {
        var history = new History();
        for (int epoch = 1; epoch <= epochs; epoch++)
        {
            history.Record(epoch, "loss", 1.0 / epoch);
            history.Record(epoch, "val_loss", 1.5 / epoch);
            history.Record(epoch, "lr", 0.1);
        }
        Directory.CreateDirectory(Path.Combine(folder, run));
        history.WriteCsv(Path.Combine(folder, run, "history.csv"));
    }

    private static Task<string> Get(HttpClient client, string path) => client.GetStringAsync(new Uri(path, UriKind.Relative));

    private static int Count(string text, string part) => text.Split(part).Length - 1;

    /// <summary>The next event's data.</summary>
    private static async Task<string> Next(StreamReader reader, CancellationToken token)
    {
        while (true)
        {
            string line = await reader.ReadLineAsync(token) ?? throw new EndOfStreamException();
            if (line.StartsWith("data: ", StringComparison.Ordinal)) return line;
        }
    }

    /// <summary>An answer to bytes that no client would send.</summary>
    private static async Task<string> Raw(Uri url, string request)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(url.Host, url.Port);
        using var stream = client.GetStream();
        await stream.WriteAsync(System.Text.Encoding.ASCII.GetBytes(request));
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync();
    }
}
