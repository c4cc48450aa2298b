using System.Diagnostics;
using Autograd.Kernels;
using static System.FormattableString;

namespace Autograd.Benchmarks;

/// <summary>What this machine can do at best with a number of threads: what the rows are held against.</summary>
internal sealed class Limits
{
    private const int Reps = 5;

    // From the first cache to memory; a level's figure holds up to its size.
    private static readonly (string Name, long Bytes)[] Levels =
    [
        ("32 KB", 32 << 10),
        ("512 KB", 512 << 10),
        ("16 MB", 16 << 20),
        ("256 MB", 256 << 20),
    ];

    internal Limits(int threads, double single, double real, IReadOnlyList<Level> levels) => (Threads, Single, Double, Memory) = (threads, single, real, levels);

    /// <summary>How many threads were measured together.</summary>
    public int Threads { get; }

    /// <summary>Flops a second in float32.</summary>
    public double Single { get; }

    /// <summary>Flops a second in float64.</summary>
    public double Double { get; }

    /// <summary>Bytes a second by the bytes that are touched.</summary>
    public IReadOnlyList<Level> Memory { get; }

    /// <summary>Measures all of them, a second or two.</summary>
    public static Limits Measure(int threads)
    {
        Workers.Count = threads;
        FmaPeak.Measure<float>(1);
        return new(
            threads,
            FmaPeak.Measure<float>(Reps),
            FmaPeak.Measure<double>(Reps),
            [.. Levels.Select(l => new Level(l.Name, l.Bytes * threads, Bandwidth.Read(l.Bytes * threads, Reps), Bandwidth.Copy(l.Bytes * threads, Reps)))]);
    }

    /// <summary>One thread, and all where there are more.</summary>
    public static IEnumerable<Limits> All() => new[] { 1, Environment.ProcessorCount }.Distinct().Select(Measure);

    /// <summary>A line for the arithmetic and one for each reach of memory.</summary>
    public IEnumerable<string> Lines() =>
    [
        Invariant($"{Figures.Threads(Threads)}: {Single / 1e9:F0} GFLOP/s in float32, {Double / 1e9:F0} in float64"),
        .. Memory.Select(l => Invariant($"  {l.Name,7} a thread: {l.Read / 1e9:F1} GB/s read, {l.Copy / 1e9:F1} GB/s copied")),
    ];

    /// <summary>Seconds to allocate and drop an array of <paramref name="bytes"/>.</summary>
    public static double Allocation(int bytes)
    {
        const int Count = 1 << 16;
        byte[] last = [];
        double best = double.PositiveInfinity;
        for (int rep = 0; rep < Reps; rep++)
        {
            long start = Stopwatch.GetTimestamp();
            for (int i = 0; i < Count; i++) last = new byte[bytes];
            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalSeconds / Count);
        }
        GC.KeepAlive(last);
        return best;
    }

    /// <summary>Seconds from handing out a job of two empty parts until both are done: the worker awake, or asleep.</summary>
    public static double Handing(bool asleep)
    {
        Workers.Count = 2;
        var times = new double[asleep ? 51 : 1001];
        for (int i = 0; i < times.Length; i++)
        {
            if (asleep) Thread.Sleep(2);
            long start = Stopwatch.GetTimestamp();
            Workers.For(2, default(Waiting));
            times[i] = Stopwatch.GetElapsedTime(start).TotalSeconds;
        }
        Array.Sort(times);
        return times[times.Length / 2];
    }

    /// <summary>A reach of memory with what passes through it.</summary>
    internal sealed record Level(string Name, long Bytes, double Read, double Copy);

    // Two threads are needed: a part waits a little for the other one.
    private readonly struct Waiting : IJob
    {
        private static int arrived;

        public void Run(int part)
        {
            Interlocked.Increment(ref arrived);
            var spinner = default(SpinWait);
            long start = Stopwatch.GetTimestamp();
            while (Volatile.Read(ref arrived) % 2 != 0 && Stopwatch.GetElapsedTime(start).TotalMilliseconds < 1) spinner.SpinOnce(-1);
        }
    }
}
