using System.Diagnostics;
using System.Globalization;
using System.Runtime;
using System.Text.Json;

namespace Autograd.Benchmarks;

/// <summary>What a workload cost: seconds a call, the median and the least of several repetitions, and the very first call where it was timed.</summary>
internal sealed record Measurement(string Name, double Seconds, double Best, int Threads, double? Work, string? Unit, double? First)
{
    // The peer's: a repetition is as many calls as fit into 60 ms.
    private const double Budget = 0.06;

    // The runtime recompiles what was called 30 times once it has found nothing new to compile for 100 ms. Nothing
    // compiled for three times as long, with a call count beyond 30, means that a user's loop would be in its final code.
    private const double Quiet = 0.3;
    private const double LongestWarmUp = 3;
    private const int LeastCalls = 60;

    private static object? sink;

    /// <summary>Warms up, then repeats as the peer's <c>measure</c> does: one call to fix the count, <paramref name="reps"/> repetitions.</summary>
    public static Measurement Of(Workload workload, int threads, int reps)
    {
        Kernels.Workers.Count = threads;
        Generator.ManualSeed(0);
        var call = workload.Make();
        double first = Time(call, 1);
        for (int i = 0; i < 2; i++) sink = call();
        Settle(call);
        double one = Time(call, 1);
        int count = Math.Max(1, (int)(Budget / Math.Max(one, 1e-7)));
        var times = new double[one < 0.5 ? reps : Math.Min(reps, 3)];
        for (int i = 0; i < times.Length; i++) times[i] = Time(call, count);
        Array.Sort(times);
        sink = null;
        return new(workload.Name, times[times.Length / 2], times[0], threads, workload.Work, workload.Unit, first);
    }

    /// <summary>The peer's line, and the first call: <c>{"name": ..., "seconds": ..., "best": ..., "threads": ..., "work": ..., "unit": ..., "first": ...}</c>.</summary>
    public string ToJson() => string.Create(CultureInfo.InvariantCulture,
        $"{{\"name\": \"{Name}\", \"seconds\": {Seconds:R}, \"best\": {Best:R}, \"threads\": {Threads}, \"work\": {Work?.ToString("F0", CultureInfo.InvariantCulture) ?? "null"}, \"unit\": {(Unit is null ? "null" : $"\"{Unit}\"")}, \"first\": {First?.ToString("R", CultureInfo.InvariantCulture) ?? "null"}}}");

    /// <summary>Reads such a line.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    public static Measurement FromJson(string line)
    {
        using var json = JsonDocument.Parse(line);
        var row = json.RootElement;
        return new(
            row.GetProperty("name").GetString()!,
            row.GetProperty("seconds").GetDouble(),
            row.GetProperty("best").GetDouble(),
            row.GetProperty("threads").GetInt32(),
            row.TryGetProperty("work", out var work) && work.ValueKind == JsonValueKind.Number ? work.GetDouble() : null,
            row.TryGetProperty("unit", out var unit) ? unit.GetString() : null,
            row.TryGetProperty("first", out var first) && first.ValueKind == JsonValueKind.Number ? first.GetDouble() : null);
    }

    /// <summary>Calls until the runtime has nothing left to compile better.</summary>
    public static void Settle(Func<object?> call)
    {
        var watch = Stopwatch.StartNew();
        long seen = JitInfo.GetCompiledMethodCount();
        double since = 0;
        for (int calls = 1; watch.Elapsed.TotalSeconds < LongestWarmUp; calls++)
        {
            sink = call();
            long compiled = JitInfo.GetCompiledMethodCount();
            double now = watch.Elapsed.TotalSeconds;
            if (compiled != seen) (seen, since) = (compiled, now);
            else if (calls >= LeastCalls && now - since > Quiet) return;
        }
    }

    private static double Time(Func<object?> call, int count)
    {
        long start = Stopwatch.GetTimestamp();
        // As in a user's loop, a result lives until the next one replaces it.
        for (int i = 0; i < count; i++) sink = call();
        return Stopwatch.GetElapsedTime(start).TotalSeconds / count;
    }
}
