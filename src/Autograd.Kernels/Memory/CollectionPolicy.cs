using System.Diagnostics;

namespace Autograd.Memory;

/// <summary>When the pool asks for a collection, and of which generation.</summary>
/// <remarks>
/// The collector sees small objects and does not know that a dead tensor of a hundred bytes is worth a megabyte.
/// Asking is worth it when half as much was handed out since the last collection as the program keeps alive
/// (the pool then stays near one and a half times what is needed), and at least 16 MB (a collection of some
/// 100 us is then small beside the work that fills them). Not thread-safe: it belongs to the pool's lock.
/// </remarks>
internal sealed class CollectionPolicy
{
    private const long LeastBetween = 16 << 20;

    // Every young collection promotes what is in use at the time; the next generation finds it dead, now and then.
    private const int YoungPerMiddle = 8;

    // What two collections promoted is found by full ones alone; without any, dead owners, tensors and nodes of some hundred
    // bytes a step fill the oldest generation. Seldom enough to cost nothing: the share below bounds it.
    private const int YoungPerFull = 256;

    // A pool that grows may look first, in all generations, whether it has to: owners that were in use at two collections
    // are otherwise found dead by none, and a training would creep. That may take one part of this many of the time.
    // A pool of twice what was alive after the last one looks whatever it takes, once for every quarter that it grew.
    private const int TimePerFull = 100;

    // A pool of more than twice what was alive may spend more to find it out: tensors that live through two collections and die
    // then, as those of a buffer of the last sixteen do, would otherwise fill it with what full collections alone find.
    private const int TimePerFullBeyond = 20;

    private long handedOut;
    private long workingSet;
    private long middleAbove = LeastBetween;
    private long fullAbove = 2 * LeastBetween;
    private long aliveAfterFull;
    private readonly long start = Stopwatch.GetTimestamp();
    private long fullTime;
    private long growsBeyond = 2 * LeastBetween;
    private int middleCollections = GC.CollectionCount(1);
    private int fullCollections = GC.CollectionCount(GC.MaxGeneration);

    /// <summary>How many collections were asked for.</summary>
    public long Requests { get; private set; }

    /// <summary>
    /// Whether to collect before the pool grows. Beyond what the rule above allows in all, what is free is of other sizes than
    /// what is asked for: each size would grow to the worst moment of its own, and so a look is worth it sooner.
    /// </summary>
    public bool IsTimeToCollect(long poolBytes)
    {
        long allowance = Math.Max(LeastBetween, workingSet / 2);
        return handedOut >= (poolBytes > workingSet + allowance ? LeastBetween / 4 : allowance);
    }

    public void HandedOut(long bytes) => handedOut += bytes;

    public void Requested() => Requests++;

    /// <summary>The generation to look through first when no block of a class is free.</summary>
    public int NextGeneration
    {
        get
        {
            // What outlived two collections and died then is found by a full one alone: much more than the last one left is likely that.
            if (workingSet > fullAbove ? HasTime(TimePerFullBeyond) : (Requests + 1) % YoungPerFull == 0 && HasTimeForFull) return GC.MaxGeneration;
            return workingSet > middleAbove || (Requests + 1) % YoungPerMiddle == 0 ? 1 : 0;
        }
    }

    /// <summary>Whether a full collection is due before the pool grows: those so far took less than their share of the time, or it grew too far.</summary>
    public bool AllowsFull(long poolBytes) => poolBytes > growsBeyond || HasTime(poolBytes > TwiceAlive ? TimePerFullBeyond : TimePerFull);

    /// <summary>Whether the full collections so far took less than their share of the time.</summary>
    public bool HasTimeForFull => HasTime(TimePerFull);

    /// <summary>A pool of this many bytes holds mostly what is dead and not found, or of sizes that nobody asks for.</summary>
    private long TwiceAlive => 2 * (aliveAfterFull + LeastBetween);

    private bool HasTime(int timePerFull) => fullTime * timePerFull <= Stopwatch.GetTimestamp() - start;

    /// <summary>Takes note of what a full collection cost and left.</summary>
    public void TookFull(long ticks, long liveBytes, long poolBytes)
    {
        fullTime += ticks;
        growsBeyond = Math.Max(2 * Math.Max(liveBytes, LeastBetween), poolBytes + (poolBytes / 4));
    }

    /// <summary>Takes note of what a collection left alive; true when it was a full one.</summary>
    public bool Swept(long liveBytes)
    {
        handedOut = 0;
        workingSet = liveBytes;
        int middle = GC.CollectionCount(1);
        if (middle != middleCollections)
        {
            middleCollections = middle;
            // Growth beyond this is either real, and then seldom, or made of promoted owners and dropped graphs.
            middleAbove = Math.Max(LeastBetween, liveBytes + (liveBytes / 2));
        }
        int full = GC.CollectionCount(GC.MaxGeneration);
        if (full == fullCollections) return false;
        fullCollections = full;
        fullAbove = Math.Max(2 * LeastBetween, liveBytes + (liveBytes / 2));
        aliveAfterFull = liveBytes;
        return true;
    }
}
