using System.Diagnostics;

namespace Autograd.Memory;

/// <summary>When the pool asks for a collection, and of which generation.</summary>
/// <remarks>
/// The collector sees small objects and does not know that a dead tensor of a hundred bytes is worth a megabyte.
/// Asking is worth it when half as much was handed out since the last collection as the pool has in all (it then
/// stays near twice what is alive, whether a step is at its beginning or at its end), and at least 16 MB (a collection
/// of 100 to 300 us is then small beside the work that fills them). Not thread-safe: it belongs to the pool's lock.
/// </remarks>
internal sealed class CollectionPolicy
{
    private const long LeastBetween = 16 << 20;

    // What a full collection left is what was alive at that moment of a step: a pool so small need not be held to twice that.
    private const long SmallPool = 4 * LeastBetween;

    // New memory since the last collection that is not worth another.
    private const long LeastGrown = 1 << 20;

    // Collections in whose time a size took no new memory and gave none back: its blocks are then taken to be what the program needs.
    private const int Settling = 32;

    // Every young collection promotes what is in use at the time; the next generation finds it dead, now and then.
    private const int YoungPerMiddle = 8;

    // What two collections promoted is found by full ones alone; without any, dead owners, tensors and nodes of some hundred
    // bytes a step fill the oldest generation. Seldom enough to cost nothing: the share below bounds it.
    private const int YoungPerFull = 256;

    // A pool that grows may look first, in all generations, whether it has to: owners that were in use at two collections
    // are otherwise found dead by none, and a training would creep. That may take one part of this many of the time.
    private const int TimePerFull = 100;

    // A pool of more than twice what the last full collection left holds mostly what is dead and not found: tensors that live through
    // two collections and die then, as those of a buffer of the last sixteen, or graphs that are dropped. Each look may then cost what
    // filling the memory costs (10 GB/s) that was handed out since the one before; one that grew by a quarter looks whatever it takes.
    private const long BytesPerSecond = 10_000_000_000;

    // How many collections were due by what was handed out when a class last grew or shrank; one that never grew has nothing to settle on.
    private readonly long[] resizedAt = [.. Enumerable.Repeat(long.MaxValue, SizeClass.Count)];
    private long due;
    private long handedOut;
    private long grown;
    private long handedOutSinceFull;
    private long workingSet;
    private long middleAbove = LeastBetween;
    private long leftByMiddle;
    private readonly long start = Stopwatch.GetTimestamp();
    private long fullTime;
    private long lastFull;
    private long worthOfFull;
    private long aQuarterMore;
    private long growsBeyond = SmallPool;
    private int middleCollections = GC.CollectionCount(1);
    private int fullCollections = GC.CollectionCount(GC.MaxGeneration);

    /// <summary>How many collections were asked for.</summary>
    public long Requests { get; private set; }

    /// <summary>Whether to collect before a larger block is taken, by the rule above.</summary>
    public bool IsTimeToCollect(long poolBytes) => handedOut >= Allowance(poolBytes);

    /// <summary>
    /// Whether to collect before the pool grows. Beyond what the rule above allows in all, what is free is of other sizes than
    /// what is asked for: each size would grow to the worst moment of its own, and so a look is worth it sooner. The same where
    /// a full collection is due: what a young one leaves is not what is alive, and half of it on top would feed itself. A pool that
    /// grows by little need not look: a few small blocks would otherwise cost a collection each. A size that has what the program needs
    /// looks in any case: it would otherwise reach the worst moment of its own, in thousands of steps.
    /// </summary>
    public bool IsTimeToCollectBeforeGrowing(long poolBytes, int sizeClass) =>
        (IsSettled(sizeClass) && handedOut >= Math.Max(LeastBetween / 16, poolBytes / 64))
        || (handedOut >= LeastBetween / 4 && grown + SizeClass.Bytes(sizeClass) >= LeastGrown && (poolBytes > workingSet + Allowance(poolBytes) || IsFullDue(poolBytes)));

    public void HandedOut(long bytes) => handedOut += bytes;

    public void Grew(int sizeClass)
    {
        grown += SizeClass.Bytes(sizeClass);
        resizedAt[sizeClass] = due;
    }

    /// <summary>Takes note that a block left the pool: its size may have to grow again.</summary>
    public void Shrank(int sizeClass) => resizedAt[sizeClass] = due;

    /// <summary>Takes note of a collection that was due by what was handed out. Looks before growing are not counted: they would settle one another.</summary>
    public void WasDue() => due++;

    public void Requested() => Requests++;

    /// <summary>The generation to look through first when no block of a class is free.</summary>
    public int NextGeneration(long poolBytes)
    {
        if (IsFullDue(poolBytes)) return GC.MaxGeneration;
        if (poolBytes > growsBeyond) return 1;
        if ((Requests + 1) % YoungPerFull == 0 && HasTimeForFull) return GC.MaxGeneration;
        return workingSet > middleAbove || (Requests + 1) % YoungPerMiddle == 0 ? 1 : 0;
    }

    /// <summary>Whether a full collection is due before the pool grows: those so far took less than their share of the time, or it grew too far.</summary>
    public bool AllowsFull(long poolBytes) => IsFullDue(poolBytes) || HasTimeForFull;

    /// <summary>Whether the full collections so far took less than their share of the time.</summary>
    public bool HasTimeForFull => fullTime * TimePerFull <= Stopwatch.GetTimestamp() - start;

    /// <summary>
    /// A pool of more than twice what is alive, of which a look in the middle generation left more than three quarters, and enough was
    /// handed out since the last full look, or it grew by a quarter. What the middle generation finds needs no full look.
    /// </summary>
    private bool IsFullDue(long poolBytes) =>
        poolBytes > growsBeyond && leftByMiddle > growsBeyond / 4 * 3 && (handedOutSinceFull + handedOut >= worthOfFull || poolBytes > aQuarterMore);

    // A size that is new, or that grew a short time ago, gets its blocks.
    private bool IsSettled(int sizeClass) => due - resizedAt[sizeClass] >= Settling;

    private static long Allowance(long poolBytes) => Math.Max(LeastBetween, poolBytes / 2);

    /// <summary>Takes note of what a full collection cost and left.</summary>
    public void TookFull(long ticks, long liveBytes, long poolBytes)
    {
        fullTime += ticks;
        // The shorter of the last two: one may have met a heap that was larger for a moment.
        worthOfFull = Math.Max(LeastBetween, (long)((double)Math.Min(ticks, lastFull) / Stopwatch.Frequency * BytesPerSecond));
        lastFull = ticks;
        growsBeyond = Math.Max(2 * liveBytes, SmallPool);
        aQuarterMore = poolBytes + (poolBytes / 4);
    }

    /// <summary>Takes note that a pool grows although a full collection looked: what is free is of other sizes, and the next look waits for a quarter more.</summary>
    public void GrowsAfterFull() => growsBeyond = Math.Max(growsBeyond, aQuarterMore);

    /// <summary>Takes note of what a collection left alive; true when it was a full one.</summary>
    public bool Swept(long liveBytes)
    {
        handedOutSinceFull += handedOut;
        handedOut = 0;
        grown = 0;
        workingSet = liveBytes;
        int middle = GC.CollectionCount(1);
        if (middle != middleCollections)
        {
            middleCollections = middle;
            leftByMiddle = liveBytes;
            // Growth beyond this is either real, and then seldom, or made of promoted owners and dropped graphs.
            middleAbove = Math.Max(LeastBetween, liveBytes + (liveBytes / 2));
        }
        int full = GC.CollectionCount(GC.MaxGeneration);
        if (full == fullCollections) return false;
        fullCollections = full;
        handedOutSinceFull = 0;
        return true;
    }
}
