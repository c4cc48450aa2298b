using System.Net;
using System.Net.Http.Headers;

namespace Autograd.Data;

/// <summary>One address's bytes on their way into a file, continued from where the file ends (RFC 9110, 14: ranges).</summary>
internal sealed class Transfer(HttpClient? client, Uri address, string path, CancellationToken cancellation)
{
    private const int BufferBytes = 1 << 16;

    /// <summary>How often a connection that gave something and broke is made again.</summary>
    private const int MostBreaks = 20;

    /// <summary>How long nothing may arrive.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly Lazy<HttpClient> Own = new(static () => new HttpClient { Timeout = Patience });

    /// <summary>Transfers until the server says that it was all; null, or why it was not.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="OperationCanceledException">The transfer was ended.</exception>
    public string? Run()
    {
        for (int breaks = 0; ; breaks++)
        {
            long before = Length();
            string? failure = Once();
            if (failure is null || Length() <= before || breaks == MostBreaks) return failure;
        }
    }

    private long Length() => new FileInfo(path) is { Exists: true } file ? file.Length : 0;

    private string? Once()
    {
        using var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.None);
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        if (file.Length > 0) request.Headers.Range = new RangeHeaderValue(file.Length, null);
        HttpResponseMessage response;
        try
        {
            response = (client ?? Own.Value).Send(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
        }
        catch (HttpRequestException e)
        {
            return e.Message;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return "it did not answer";
        }
        using (response) return Take(response, file);
    }

    private string? Take(HttpResponseMessage response, FileStream file)
    {
        // Nothing is left to give: the file is whole, or longer than theirs, which its checksum tells.
        if (response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable && file.Length > 0) return null;
        if (!response.IsSuccessStatusCode) return FormattableString.Invariant($"{(int)response.StatusCode} {response.ReasonPhrase}");
        bool continues = response.StatusCode == HttpStatusCode.PartialContent;
        if (continues && response.Content.Headers.ContentRange?.From != file.Length) return "it gives another part than was asked for";
        // A server that does not give parts begins anew.
        if (!continues) file.SetLength(0);
        file.Position = file.Length;
        string? failure = Copy(response, file);
        file.Flush(flushToDisk: true);
        return failure;
    }

    private string? Copy(HttpResponseMessage response, FileStream file)
    {
        var buffer = new byte[BufferBytes];
        using var silence = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        try
        {
            using var content = response.Content.ReadAsStream(cancellation);
            while (true)
            {
                silence.CancelAfter(Patience);
                int count = Read(content, buffer, silence.Token);
                if (count == 0) return null;
                file.Write(buffer, 0, count);
            }
        }
        catch (HttpIOException e)
        {
            return $"the connection broke: {e.Message}";
        }
        catch (BrokenException e)
        {
            return $"the connection broke: {e.Message}";
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return FormattableString.Invariant($"nothing arrived for {Patience.TotalSeconds} s");
        }
    }

    /// <summary>Only an asynchronous read can be given up.</summary>
    private static int Read(Stream content, byte[] buffer, CancellationToken stop)
    {
        try
        {
            return content.ReadAsync(buffer, stop).AsTask().GetAwaiter().GetResult();
        }
        catch (IOException e)
        {
            throw new BrokenException(e.Message, e);
        }
    }

    /// <summary>Reading broke; what writing throws is another matter.</summary>
    private sealed class BrokenException(string message, Exception inner) : Exception(message, inner);
}
