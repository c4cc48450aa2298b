using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Autograd;

/// <summary>Every op that ran in a piece of code: as events, as a table, as a trace for <c>chrome://tracing</c> and Perfetto.</summary>
public sealed class OpTrace
{
    internal OpTrace(IReadOnlyList<OpEvent> events, IReadOnlyList<ModuleEvent> modules, TimeSpan duration)
    {
        Events = events;
        Modules = modules;
        Duration = duration;
        Rows = [.. events
            .GroupBy(e => (e.Module, e.Op, e.IsBackward))
            .Select(g => new TraceRow(
                g.Key.Module, g.Key.Op, g.Key.IsBackward, g.Count(), new TimeSpan(g.Sum(e => e.Duration.Ticks)), g.Sum(e => e.Bytes), g.Sum(e => e.Flops), g.Sum(e => e.MultiplyAdds)))
            .OrderByDescending(r => r.Time).ThenByDescending(r => r.Flops).ThenByDescending(r => r.Bytes)];
    }

    /// <summary>The ops in the order in which they ran.</summary>
    public IReadOnlyList<OpEvent> Events { get; }

    /// <summary>The forward passes of modules, in the order in which they ended.</summary>
    public IReadOnlyList<ModuleEvent> Modules { get; }

    /// <summary>The whole time, with what lies between the ops.</summary>
    public TimeSpan Duration { get; }

    /// <summary>The calls added up by module, op and direction, the dearest first.</summary>
    public IReadOnlyList<TraceRow> Rows { get; }

    /// <summary>The operations on numbers of all ops.</summary>
    public long Flops => Rows.Sum(r => r.Flops);

    /// <summary>The memory of all results in bytes, given back or not.</summary>
    public long Bytes => Rows.Sum(r => r.Bytes);

    /// <summary>The table: a row for each module, op and direction, and how much of the whole time the ops account for.</summary>
    public override string ToString()
    {
        int module = Math.Max(6, Rows.Select(r => r.Module.Length).DefaultIfEmpty().Max());
        int op = Math.Max(2, Rows.Select(r => r.Op.Length).DefaultIfEmpty().Max());
        var text = new StringBuilder();
        var culture = CultureInfo.InvariantCulture;
        string frame = $"{{0,-{module}}}  {{1,-{op}}}  {{2,-8}}  {{3,7}}  {{4,10}}  {{5,6}}  {{6,10}}  {{7,10}}";
        text.AppendLine(string.Format(culture, frame, "module", "op", "pass", "calls", "us", "share", "KB", "Mflop").TrimEnd());
        var time = new TimeSpan(Rows.Sum(r => r.Time.Ticks));
        foreach (var r in Rows)
        {
            double share = Duration > TimeSpan.Zero ? r.Time / Duration : 0;
            text.AppendLine(string.Format(
                culture,
                frame,
                r.Module,
                r.Op,
                r.IsBackward ? "backward" : "forward",
                r.Calls,
                r.Time.TotalMicroseconds.ToString("F1", culture),
                share.ToString("P0", culture),
                (r.Bytes / 1024.0).ToString("F1", culture),
                (r.Flops / 1e6).ToString("F3", culture)).TrimEnd());
        }
        text.Append(culture, $"{Events.Count} ops, {Bytes / 1024.0:F1} KB of results, {Flops / 1e6:F3} Mflop");
        if (Duration > TimeSpan.Zero)
            text.Append(culture, $", {time.TotalMicroseconds:F1} us of {Duration.TotalMicroseconds:F1} us in ops ({time / Duration:P0})");
        return text.ToString();
    }

    /// <summary>Writes the events in Chrome's trace format: modules and ops nested by time, forward passes and backward walks on lines of their own.</summary>
    /// <param name="stream">Where the JSON goes; it stays open.</param>
    public void WriteChromeTrace(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        using var json = new Utf8JsonWriter(stream);
        json.WriteStartObject();
        json.WriteStartArray("traceEvents");
        foreach (var m in Modules) Write(json, m.Module, "module", 1, m.Start, m.Duration, null);
        foreach (var e in Events) Write(json, e.Op, e.IsBackward ? "backward" : "forward", e.IsBackward ? 2 : 1, e.Start, e.Duration, e);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, string category, int line, TimeSpan start, TimeSpan duration, OpEvent? op)
    {
        json.WriteStartObject();
        json.WriteString("name", name);
        json.WriteString("cat", category);
        json.WriteString("ph", "X");
        json.WriteNumber("pid", 1);
        json.WriteNumber("tid", line);
        json.WriteNumber("ts", start.TotalMicroseconds);
        json.WriteNumber("dur", duration.TotalMicroseconds);
        if (op is { } e)
        {
            json.WriteStartObject("args");
            json.WriteString("module", e.Module);
            json.WriteString("shape", e.Shape.ToString());
            json.WriteString("dtype", e.DType.Name);
            json.WriteNumber("bytes", e.Bytes);
            json.WriteNumber("flops", e.Flops);
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }
}
