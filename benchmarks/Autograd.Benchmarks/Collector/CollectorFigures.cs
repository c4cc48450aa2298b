using System.Diagnostics;
using System.Text.Json;
using static System.FormattableString;

namespace Autograd.Benchmarks;

/// <summary>What steps of a workload ask of the garbage collector.</summary>
/// <param name="Name">The workload.</param>
/// <param name="Steps">How many steps were counted.</param>
/// <param name="Bytes">Allocated on the managed heap, by all threads; the pool's blocks count where it makes new ones.</param>
/// <param name="Gen0">Collections of generation 0 alone.</param>
/// <param name="Gen1">Collections of generations 0 and 1.</param>
/// <param name="Gen2">Full collections.</param>
/// <param name="Pause">Seconds for which the collector had all threads stopped.</param>
/// <param name="Elapsed">Seconds that the steps took.</param>
internal sealed record CollectorFigures(string Name, int Steps, long Bytes, int Gen0, int Gen1, int Gen2, double Pause, double Elapsed)
{
    // A young collection is asked for every 16 MB that are handed out: the smallest steps make some dozens in this time, the largest more.
    private const double Seconds = 2;
    private const int LeastSteps = 20;

    private static object? sink;

    public double BytesPerStep => (double)Bytes / Steps;

    /// <summary>The share of the time in which all threads were stopped, 0 to 1.</summary>
    public double Share => Pause / Elapsed;

    /// <summary>A count as it would be of a thousand steps.</summary>
    public double PerThousand(int count) => 1000.0 * count / Steps;

    /// <summary>Of this process, warmed up; threads as they are.</summary>
    public static CollectorFigures Of(Workload workload, double seconds = Seconds)
    {
        Generator.ManualSeed(0);
        var call = workload.Make();
        Measurement.Settle(call);
        int steps = 0, gen0 = GC.CollectionCount(0), gen1 = GC.CollectionCount(1), gen2 = GC.CollectionCount(2);
        long bytes = GC.GetTotalAllocatedBytes(precise: true);
        var pause = GC.GetTotalPauseDuration();
        var watch = Stopwatch.StartNew();
        for (; steps < LeastSteps || watch.Elapsed.TotalSeconds < seconds; steps++) sink = call();
        double elapsed = watch.Elapsed.TotalSeconds;
        double paused = (GC.GetTotalPauseDuration() - pause).TotalSeconds;
        bytes = GC.GetTotalAllocatedBytes(precise: true) - bytes;
        // The runtime counts a collection in its own generation and in all below.
        (gen0, gen1, gen2) = (GC.CollectionCount(0) - gen0, GC.CollectionCount(1) - gen1, GC.CollectionCount(2) - gen2);
        return new(workload.Name, steps, bytes, gen0 - gen1, gen1 - gen2, gen2, paused, elapsed);
    }

    public string ToJson() => JsonSerializer.Serialize(this);

    /// <summary>Reads such a line.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    public static CollectorFigures FromJson(string line) =>
        JsonSerializer.Deserialize<CollectorFigures>(line) ?? throw new JsonException(Invariant($"No figures: {line}"));
}
