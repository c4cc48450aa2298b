namespace Autograd.Benchmarks;

/// <summary>Training steps on one thread and on all, and what more would do.</summary>
internal static class ThreadSection
{
    private const int Many = 16;

    public static IEnumerable<Section> Measure(int rounds, int reps)
    {
        int all = Machine.Threads;
        if (all == 1)
        {
            Console.WriteLine("threads: skipped, as there is one processor");
            yield break;
        }
        var table = new Table("workload", "1 thread", Figures.Threads(all), "efficiency", "serial share", $"times as fast with {Many}");
        foreach (var (workload, one, many) in Alternation.Run(Build.OnThreads(1), Build.OnThreads(all), Workload.Matching([Build.Alone]), rounds, reps))
        {
            double serial = Amdahl.SerialShare(one.Seconds, many.Seconds, all);
            table.Add(
                workload.Name, Figures.Time(one.Seconds), Figures.Time(many.Seconds), Figures.Percent(one.Seconds / many.Seconds / all),
                Figures.Percent(serial), Figures.Ratio(Amdahl.Speedup(serial, Many)));
        }
        yield return new(
            "By threads",
            $"The efficiency is the speed-up over the number of threads. The serial share is what Amdahl's law makes of it: s in t(n) = t(1) (s + (1 - s) / n). What {Many} threads would do follows from s, if memory kept up.",
            null,
            table);
    }
}
