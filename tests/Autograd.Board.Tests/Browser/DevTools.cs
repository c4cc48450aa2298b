using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text.Json;

namespace Autograd.Training.Tests.Browser;

/// <summary>The DevTools protocol over a web socket: commands with their answers, and events in the order in which they come.</summary>
internal sealed class DevTools : IAsyncDisposable
{
    private readonly ClientWebSocket socket = new();
    private readonly ConcurrentDictionary<int, TaskCompletionSource<JsonElement>> waiting = new();
    private readonly CancellationTokenSource ending = new();
    private readonly SemaphoreSlim sending = new(1);
    private int last;
    private Task? reading;

    /// <summary>What has happened, all sessions together.</summary>
    public ConcurrentQueue<(string Method, JsonElement Parameters)> Events { get; } = new();

    public async Task Connect(Uri address)
    {
        await socket.ConnectAsync(address, ending.Token);
        reading = Read();
    }

    /// <summary>Sends a command and gives its result.</summary>
    /// <param name="method">Domain and command: <c>Page.navigate</c>.</param>
    /// <param name="parameters">What it takes.</param>
    /// <param name="session">The page it goes to; the browser itself when null.</param>
    public async Task<JsonElement> Send(string method, object? parameters = null, string? session = null)
    {
        int id = Interlocked.Increment(ref last);
        var answer = waiting[id] = new TaskCompletionSource<JsonElement>(TaskCreationOptions.RunContinuationsAsynchronously);
        var message = new Dictionary<string, object?>(StringComparer.Ordinal) { ["id"] = id, ["method"] = method, ["params"] = parameters ?? new { } };
        if (session is not null) message["sessionId"] = session;
        await sending.WaitAsync(ending.Token);
        try
        {
            await socket.SendAsync(JsonSerializer.SerializeToUtf8Bytes(message), WebSocketMessageType.Text, endOfMessage: true, ending.Token);
        }
        finally
        {
            sending.Release();
        }
        return await answer.Task.WaitAsync(Chromium.Patience);
    }

    public async ValueTask DisposeAsync()
    {
        await ending.CancelAsync();
        if (reading is not null) await reading;
        socket.Dispose();
        ending.Dispose();
        sending.Dispose();
    }

    private async Task Read()
    {
        byte[] buffer = new byte[1 << 16];
        try
        {
            while (true)
            {
                using var whole = new MemoryStream();
                WebSocketReceiveResult part;
                do
                {
                    part = await socket.ReceiveAsync(buffer, ending.Token);
                    whole.Write(buffer, 0, part.Count);
                }
                while (!part.EndOfMessage);
                if (part.MessageType == WebSocketMessageType.Close) return;
                Take(JsonDocument.Parse(whole.ToArray()).RootElement);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or WebSocketException)
        {
            foreach (var answer in waiting.Values) answer.TrySetException(new InvalidOperationException("the browser has gone", e));
        }
    }

    private void Take(JsonElement message)
    {
        if (!message.TryGetProperty("id", out var id))
        {
            Events.Enqueue((message.GetProperty("method").GetString()!, message.GetProperty("params")));
            return;
        }
        if (!waiting.TryRemove(id.GetInt32(), out var answer)) return;
        if (message.TryGetProperty("error", out var error)) answer.TrySetException(new InvalidOperationException(error.ToString()));
        else answer.TrySetResult(message.GetProperty("result"));
    }
}
