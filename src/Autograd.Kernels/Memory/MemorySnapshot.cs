using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Autograd.Memory;

namespace Autograd;

/// <summary>The figures of <see cref="MemoryReport"/> at one moment, or over the time between two.</summary>
/// <param name="LiveBytes">Bytes of pooled memory that tensors and graphs hold.</param>
/// <param name="PooledBytes">Bytes of pooled memory that wait for reuse.</param>
/// <param name="Gen0Collections">Collections of generation 0 and above.</param>
/// <param name="Gen1Collections">Collections of generation 1 and above.</param>
/// <param name="Gen2Collections">Full collections.</param>
/// <param name="RequestedCollections">How many of them the pool asked for.</param>
/// <param name="Pause">The time the collector had all threads stopped.</param>
/// <param name="Elapsed">The time over which collections and pauses are counted: since the process began, or between two snapshots.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct MemorySnapshot(
    long LiveBytes,
    long PooledBytes,
    int Gen0Collections,
    int Gen1Collections,
    int Gen2Collections,
    long RequestedCollections,
    TimeSpan Pause,
    TimeSpan Elapsed)
{
    /// <summary>The share of the elapsed time in which the collector had all threads stopped, 0 to 1.</summary>
    public double PauseShare => Elapsed > TimeSpan.Zero ? Pause / Elapsed : 0;

    /// <summary>What happened since an earlier snapshot: counts and times are differences, bytes are those of this one.</summary>
    /// <param name="earlier">A snapshot of the same process.</param>
    /// <returns>The figures of the time between the two.</returns>
    public MemorySnapshot Since(MemorySnapshot earlier) => this with
    {
        Gen0Collections = Gen0Collections - earlier.Gen0Collections,
        Gen1Collections = Gen1Collections - earlier.Gen1Collections,
        Gen2Collections = Gen2Collections - earlier.Gen2Collections,
        RequestedCollections = RequestedCollections - earlier.RequestedCollections,
        Pause = Pause - earlier.Pause,
        Elapsed = Elapsed - earlier.Elapsed,
    };

    /// <summary>A table, a line a figure.</summary>
    /// <returns>Invariant text of several lines.</returns>
    public override string ToString()
    {
        var text = new StringBuilder();
        Line("live", Megabytes(LiveBytes));
        Line("pooled", Megabytes(PooledBytes));
        Line("collections", string.Create(CultureInfo.InvariantCulture,
            $"gen 0: {Gen0Collections}, gen 1: {Gen1Collections}, gen 2: {Gen2Collections}, asked for: {RequestedCollections}"));
        Line("pause", string.Create(CultureInfo.InvariantCulture,
            $"{100 * PauseShare:F2} % ({Pause.TotalMilliseconds:F1} ms of {Elapsed.TotalSeconds:F1} s)"));
        return text.ToString();

        void Line(string name, string value) => text.Append(name.PadRight(12)).Append(value).Append('\n');
    }

    internal static MemorySnapshot Take()
    {
        using var process = Process.GetCurrentProcess();
        return new MemorySnapshot(
            BlockPool.Shared.LiveBytes,
            BlockPool.Shared.FreeBytes,
            GC.CollectionCount(0),
            GC.CollectionCount(1),
            GC.CollectionCount(2),
            BlockPool.Shared.RequestedCollections,
            GC.GetTotalPauseDuration(),
            DateTime.Now - process.StartTime);
    }

    private static string Megabytes(long bytes) =>
        string.Create(CultureInfo.InvariantCulture, $"{bytes / (1024.0 * 1024.0):F1} MB");
}
