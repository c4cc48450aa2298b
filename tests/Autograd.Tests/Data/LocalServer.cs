using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Autograd.Tests.Data;

/// <summary>A web server of this machine that answers as a test tells it to, also wrongly.</summary>
internal sealed class LocalServer : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly Action<Request, Stream> answer;
    private readonly ConcurrentQueue<Request> requests = new();

    /// <summary>A server; each connection is one request.</summary>
    public LocalServer(Action<Request, Stream> answer)
    {
        this.answer = answer;
        listener.Start();
        new Thread(Serve) { IsBackground = true }.Start();
    }

    /// <summary>What was asked for: the path, and the first byte of the range, or null.</summary>
    public sealed record Request(string Path, long? From, int Number);

    /// <summary>Its address, with a slash at the end.</summary>
    public string Address => $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture)}/";

    public IReadOnlyList<Request> Requests => [.. requests];

    /// <summary>The whole of it, or the rest from the range asked for.</summary>
    public static void Give(Request request, Stream stream, ReadOnlySpan<byte> content) => Break(request, stream, content, content.Length);

    /// <summary>As <see cref="Give"/>, but the connection ends before the byte of that number.</summary>
    public static void Break(Request request, Stream stream, ReadOnlySpan<byte> content, int until)
    {
        int from = (int)(request.From ?? 0);
        if (request.From >= content.Length)
        {
            Head(stream, "416 Range Not Satisfiable", "Content-Length: 0");
            return;
        }
        if (request.From is null) Head(stream, "200 OK", Length(content.Length));
        else Head(stream, "206 Partial Content", Length(content.Length - from), FormattableString.Invariant($"Content-Range: bytes {from}-{content.Length - 1}/{content.Length}"));
        if (until > from) stream.Write(content[from..until]);
    }

    /// <summary>All of it, whatever was asked for.</summary>
    public static void GiveAll(Stream stream, ReadOnlySpan<byte> content)
    {
        Head(stream, "200 OK", Length(content.Length));
        stream.Write(content);
    }

    /// <summary>Nothing but a status.</summary>
    public static void Refuse(Stream stream, string status) => Head(stream, status, "Content-Length: 0");

    public static void Head(Stream stream, string status, params string[] headers) =>
        stream.Write(Encoding.ASCII.GetBytes($"HTTP/1.1 {status}\r\nConnection: close\r\n{string.Concat(headers.Select(static h => h + "\r\n"))}\r\n"));

    public void Dispose() => listener.Stop();

    private static string Length(long length) => FormattableString.Invariant($"Content-Length: {length}");

    private void Serve()
    {
        try
        {
            while (true)
            {
                using var client = listener.AcceptTcpClient();
                using var stream = client.GetStream();
                if (Read(stream) is not { } request) continue;
                requests.Enqueue(request);
                try
                {
                    answer(request, stream);
                }
                catch (IOException)
                {
                    // The one who asked has gone.
                }
            }
        }
        catch (Exception e) when (e is SocketException or InvalidOperationException)
        {
            // The listener was stopped, waiting or between two connections.
        }
    }

    private Request? Read(NetworkStream stream)
    {
        using var reader = new StreamReader(stream, Encoding.ASCII, leaveOpen: true);
        if (reader.ReadLine() is not { } first) return null;
        long? from = null;
        while (reader.ReadLine() is { Length: > 0 } header)
        {
            if (header.StartsWith("Range: bytes=", StringComparison.OrdinalIgnoreCase)) from = long.Parse(header["Range: bytes=".Length..].TrimEnd('-'), CultureInfo.InvariantCulture);
        }
        return new Request(first.Split(' ')[1], from, requests.Count);
    }
}
