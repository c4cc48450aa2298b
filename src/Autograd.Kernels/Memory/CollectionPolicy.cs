namespace Autograd.Memory;

/// <summary>When the pool asks for a collection, and of which generation.</summary>
/// <remarks>
/// The collector sees small objects and does not know that a dead tensor of a hundred bytes is worth a megabyte.
/// Asking is worth it when as much was handed out since the last collection as the program keeps alive
/// (then the pool stays below about twice what is needed), and at least 16 MB (then a collection of some
/// 100 us is small beside the work that fills them). Not thread-safe: it belongs to the pool's lock.
/// </remarks>
internal sealed class CollectionPolicy
{
    private const long LeastBetween = 16 << 20;

    // What survives a few young collections by being in use at the time is found by the next generation.
    private const int YoungPerMiddle = 8;

    // Below this a full collection is not worth its pause.
    private const long LeastFull = 4 * LeastBetween;

    private long handedOut;
    private long workingSet;
    private long fullAbove = LeastFull;
    private int fullCollections = GC.CollectionCount(GC.MaxGeneration);

    /// <summary>How many collections were asked for.</summary>
    public long Requests { get; private set; }

    public bool IsTimeToCollect => handedOut >= Math.Max(LeastBetween, workingSet);

    public void HandedOut(long bytes) => handedOut += bytes;

    public void Requested() => Requests++;

    public int NextGeneration(long poolBytes)
    {
        if (poolBytes > fullAbove) return GC.MaxGeneration;
        return (Requests + 1) % YoungPerMiddle == 0 ? 1 : 0;
    }

    /// <summary>Takes note of what a collection left alive; true when it was a full one.</summary>
    public bool Swept(long liveBytes, long poolBytes)
    {
        handedOut = 0;
        workingSet = liveBytes;
        int full = GC.CollectionCount(GC.MaxGeneration);
        if (full == fullCollections) return false;
        fullCollections = full;
        // The pool must also have grown: where little is alive at the moment of the collection and much at others,
        // twice the live bytes would ask for a full collection each time.
        fullAbove = Math.Max(LeastFull, Math.Max(2 * liveBytes, poolBytes + (poolBytes / 4)));
        return true;
    }
}
