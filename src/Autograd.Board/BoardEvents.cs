using System.Buffers;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Autograd.Training;

/// <summary>A stream of server-sent events: the runs and their last numbers, at once and whenever something has changed.</summary>
internal sealed class BoardEvents(RunFolder runs)
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(250), Sign = TimeSpan.FromSeconds(10);

    public async Task Send(HttpContext context, CancellationToken stopping)
    {
        context.Response.ContentType = "text/event-stream";
        using var either = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        var token = either.Token;
        try
        {
            string sent = "";
            var silent = TimeSpan.Zero;
            while (true)
            {
                string state = State(runs.Runs());
                bool isNew = !string.Equals(state, sent, StringComparison.Ordinal);
                // A comment now and then keeps the connection, and shows when the other side is gone.
                if (isNew || silent >= Sign)
                {
                    await context.Response.WriteAsync(isNew ? $"data: {state}\n\n" : ":\n\n", token).ConfigureAwait(false);
                    await context.Response.Body.FlushAsync(token).ConfigureAwait(false);
                    (sent, silent) = (state, TimeSpan.Zero);
                }
                await Task.Delay(Look, token).ConfigureAwait(false);
                silent += Look;
            }
        }
        catch (OperationCanceledException)
        {
            // The page was closed, or the board is.
        }
    }

    /// <summary>One line of JSON: of each run its name, its last epoch and the numbers of that epoch.</summary>
    private static string State(IReadOnlyList<BoardRun> runs)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartArray();
            foreach (var run in runs) Write(json, run);
            json.WriteEndArray();
        }
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void Write(Utf8JsonWriter json, BoardRun run)
    {
        json.WriteStartObject();
        json.WriteString("name", run.Name);
        json.WriteNumber("epoch", run.History.Epochs.LastOrDefault());
        if (run.Problem is not null) json.WriteString("problem", run.Problem);
        json.WriteStartArray("last");
        foreach (string column in run.History.Columns)
        {
            double value = run.History[column].LastOrDefault(double.NaN);
            if (double.IsNaN(value)) continue;
            json.WriteStartObject();
            json.WriteString("column", column);
            json.WriteString("value", Words.Number(value));
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
