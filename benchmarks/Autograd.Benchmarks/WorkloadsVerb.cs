namespace Autograd.Benchmarks;

/// <summary>Runs the named workloads, the seeds and the way of measuring being those of the peer's program.</summary>
internal static class WorkloadsVerb
{
    public static int Run(Options options)
    {
        int reps = options.Number("reps") ?? 7;
        foreach (var workload in Workload.Matching(options.List("only")))
        {
            Console.WriteLine(options.Has("list") ? workload.Name : Best(workload, options.Number("threads"), reps).ToJson());
        }
        return 0;
    }

    /// <summary>With a given number of threads, or the better of one and all, as the peer's script takes its best configuration.</summary>
    public static Measurement Best(Workload workload, int? threads, int reps)
    {
        int[] counts = threads is { } given ? [given] : [1, Environment.ProcessorCount];
        return counts.Distinct().Select(count => Measurement.Of(workload, count, reps)).MinBy(m => m.Seconds)!;
    }
}
