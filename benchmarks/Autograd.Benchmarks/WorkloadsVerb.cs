namespace Autograd.Benchmarks;

/// <summary>Runs the named workloads, the seeds and the way of measuring being those of the peer's program.</summary>
internal static class WorkloadsVerb
{
    public static int Run(Options options)
    {
        int reps = options.Number("reps") ?? 7;
        foreach (var workload in Workload.Matching(options.List("only")))
        {
            if (options.Has("list")) Console.WriteLine(workload.Name);
            else if (options.Has("collector")) Console.WriteLine(CollectorFigures.Of(workload).ToJson());
            else if (options.Number("calls") is { } calls) Console.WriteLine(PeakMemory.Of(workload, calls).ToJson());
            else Console.WriteLine(Best(workload, options.Number("threads"), reps).ToJson());
        }
        return 0;
    }

    /// <summary>
    /// With a given number of threads, or the better of one and all, as the peer's script takes its best configuration.
    /// The first call is the very first one.
    /// </summary>
    private static Measurement Best(Workload workload, int? threads, int reps)
    {
        int[] counts = threads is { } given ? [given] : [1, Environment.ProcessorCount];
        Measurement[] runs = [.. counts.Distinct().Select(count => Measurement.Of(workload, count, reps))];
        return runs.MinBy(m => m.Seconds)! with { First = runs[0].First };
    }
}
