using System.Diagnostics;

namespace Autograd.Memory;

/// <summary>The pool's clock: what was not used for some seconds goes back to the system, in a process that has gone quiet as well.</summary>
/// <remarks>
/// <para>
/// A timer of the runtime ticks while the pool has memory: it runs on a background thread of the thread pool, so it keeps no
/// process alive, and it is needed because nothing else happens in a process that allocates nothing. Tests tick by hand.
/// </para>
/// <para>
/// Three things take time. A dropped tensor is found by a collection: where none came by itself, a tick asks for one. A block
/// is dropped when it was free for two whole ticks. And the collector keeps what it frees for itself, for minutes, unless it is
/// told to give it back: that collection stops all threads, so it is asked for when it is worth it, and only while such
/// collections have taken less than one part in a hundred of the time. Together some twelve seconds.
/// </para>
/// </remarks>
internal sealed partial class BlockPool
{
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(2);

    // A block that was free for two whole ticks, 4 to 6 seconds, is not coming back soon.
    private const int IdleTicks = 3;

    // Worth a request to the collector, which would otherwise not run in a process that has gone quiet.
    private const long WorthCollecting = 16 << 20;

    // Ticks from one look for dropped tensors to the next. A program at work collects by itself, mostly; one that rests is
    // looked at soon, and ever more seldom while it rests.
    private const int BusyPatience = 4;
    private const int LeastPatience = 2;
    private const int MostPatience = 16;

    private readonly bool ticks;
    private Timer? timer;
    private int clock;
    private int lookedAt;
    private int patience = LeastPatience;
    private int fullCollections = GC.CollectionCount(GC.MaxGeneration);
    private bool handedOut;
    private readonly long start = Stopwatch.GetTimestamp();
    private long releaseTime;

    private const int TimePerRelease = 100;

    private enum Request
    {
        None,
        Look,
        Release,
    }

    /// <summary>How often memory was given back to the system.</summary>
    public int Releases { get; private set; }

    /// <summary>One step of the pool's clock.</summary>
    public void Age()
    {
        switch (Step())
        {
            case Request.Look:
                // In the background where the runtime can: a look costs the program nearly nothing.
                GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: false);
                break;
            case Request.Release:
                Release();
                break;
        }
    }

    /// <summary>Gives the memory of all free blocks, and whatever else is unused in the heap, to the system, before this returns.</summary>
    public void Release()
    {
        long begin = Stopwatch.GetTimestamp();
        // The only mode that decommits at once; it has to block and to compact.
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        lock (gate)
        {
            Releases++;
            droppedBytes = 0;
            SweepAfterCollection();
            releaseTime += Stopwatch.GetTimestamp() - begin;
        }
    }

    private Request Step()
    {
        lock (gate)
        {
            SweepAfterCollection();
            clock++;
            DropFree(olderThan: clock - IdleTicks + 1);
            DropExcess();
            earlierPeakBytes = peakBytes;
            peakBytes = liveBytes;
            if (IsWorthReleasing()) return Request.Release;
            if (IsTimeToLook()) return Request.Look;
            if (liveBytes + freeBytes == 0 && droppedBytes < WorthCollecting) StopClock();
            return Request.None;
        }
    }

    private bool IsWorthReleasing() =>
        droppedBytes >= Math.Max(WorthCollecting, (liveBytes + freeBytes) / 4) && releaseTime * TimePerRelease <= Stopwatch.GetTimestamp() - start;

    private bool IsTimeToLook()
    {
        int full = GC.CollectionCount(GC.MaxGeneration);
        bool wasBusy = handedOut, wasLooked = full != fullCollections;
        handedOut = false;
        fullCollections = full;
        if (wasLooked) lookedAt = clock;
        if (wasBusy) patience = LeastPatience;
        if (liveBytes < WorthCollecting || clock - lookedAt < (wasBusy ? BusyPatience : patience)) return false;
        lookedAt = clock;
        if (!wasBusy) patience = Math.Min(2 * patience, MostPatience);
        return true;
    }

    private void StartClock()
    {
        if (!ticks || timer is not null) return;
        // The timer must not carry the first caller's execution context for the life of the process.
        using (ExecutionContext.IsFlowSuppressed() ? default : ExecutionContext.SuppressFlow())
        {
            timer = new Timer(static pool => ((BlockPool)pool!).Age(), this, Tick, Tick);
        }
    }

    private void StopClock()
    {
        timer?.Dispose();
        timer = null;
    }
}
