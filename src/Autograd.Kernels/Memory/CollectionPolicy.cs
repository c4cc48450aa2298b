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

    // Below this a full collection is not worth its pause.
    private const long LeastFull = 4 * LeastBetween;

    private long handedOut;
    private long workingSet;
    private long middleAbove = LeastBetween;
    private long fullAbove = LeastFull;
    private int middleCollections = GC.CollectionCount(1);
    private int fullCollections = GC.CollectionCount(GC.MaxGeneration);

    /// <summary>How many collections were asked for.</summary>
    public long Requests { get; private set; }

    public bool IsTimeToCollect => handedOut >= Math.Max(LeastBetween, workingSet / 2);

    public void HandedOut(long bytes) => handedOut += bytes;

    public void Requested() => Requests++;

    public int NextGeneration(long poolBytes)
    {
        if (poolBytes > fullAbove) return GC.MaxGeneration;
        return workingSet > middleAbove || (Requests + 1) % YoungPerMiddle == 0 ? 1 : 0;
    }

    /// <summary>Takes note of what a collection left alive; true when it was a full one.</summary>
    public bool Swept(long liveBytes, long poolBytes)
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
        // The pool must also have grown: where little is alive at the moment of the collection and much at others,
        // twice the live bytes would ask for a full collection each time.
        fullAbove = Math.Max(LeastFull, Math.Max(2 * liveBytes, poolBytes + (poolBytes / 4)));
        return true;
    }
}
