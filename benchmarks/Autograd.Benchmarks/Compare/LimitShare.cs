namespace Autograd.Benchmarks;

/// <summary>How near a workload comes to what the processor can do with as many threads.</summary>
internal static class LimitShare
{
    /// <summary>
    /// The least time by the limits over the measured one: of rows that count flops, by the rate of fused products and sums in
    /// their dtype; of rows that count bytes, by the bandwidth of the reach of memory that holds them. Null of all others, and
    /// where no limits were measured for that number of threads.
    /// </summary>
    public static double? Of(Workload workload, Measurement run, IReadOnlyList<Limits> limits)
    {
        if (limits.FirstOrDefault(l => l.Threads == run.Threads) is not { } limit) return null;
        if (workload is { Unit: "flop", Work: { } flops })
            return flops / (workload.DType == DType.Float64 ? limit.Double : limit.Single) / run.Seconds;
        return workload.Traffic is { } traffic ? Least(traffic, limit) / run.Seconds : null;
    }

    /// <summary>Seconds to move the bytes: what is written goes at the rate of a copy with as much of what is read, the rest at the rate of reading.</summary>
    internal static double Least(Traffic traffic, Limits limits)
    {
        var level = limits.Memory.FirstOrDefault(l => traffic.Bytes <= l.Bytes) ?? limits.Memory[^1];
        double paired = Math.Min(traffic.Read, traffic.Written);
        return (paired + traffic.Written) / level.Copy + (traffic.Read - paired) / level.Read;
    }
}
