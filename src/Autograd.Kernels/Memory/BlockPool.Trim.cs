namespace Autograd.Memory;

/// <summary>How memory that nobody uses leaves the pool: with time, under pressure, and when asked.</summary>
internal sealed partial class BlockPool
{
    // A block that was free for two whole ticks, 30 to 45 seconds, is not coming back soon.
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(15);
    private const int IdleTicks = 3;

    // Worth a request to the collector, which would otherwise not run in a process that has gone quiet.
    private const long WorthCollecting = 16 << 20;

    private readonly bool trimsWhenIdle;
    private Timer? timer;
    private int clock;
    private long peakBytes;
    private long earlierPeakBytes;

    /// <summary>Drops all free blocks; the collector takes their memory in its own time.</summary>
    public void Trim()
    {
        lock (gate)
        {
            SweepAfterCollection();
            DropFree(olderThan: int.MaxValue);
        }
    }

    /// <summary>One step of the pool's clock: drops blocks that have been free for some time, and what is far beyond recent use.</summary>
    public void Age()
    {
        long dropped;
        lock (gate)
        {
            SweepAfterCollection();
            long before = freeBytes;
            clock++;
            DropFree(olderThan: clock - IdleTicks + 1);
            DropExcess();
            earlierPeakBytes = peakBytes;
            peakBytes = liveBytes;
            dropped = before - freeBytes;
            if (liveBytes + freeBytes == 0) StopClock();
        }
        if (dropped >= WorthCollecting) GC.Collect(GC.MaxGeneration, GCCollectionMode.Optimized, blocking: false);
    }

    /// <summary>Under memory pressure nothing free is kept; otherwise no more than twice the recent peak.</summary>
    private void TrimAfterFullCollection()
    {
        GCMemoryInfo info = GC.GetGCMemoryInfo(GCKind.Any);
        // The load is that of the machine; a limit on this heap alone shows in the committed bytes.
        bool scarce = info.MemoryLoadBytes >= info.HighMemoryLoadThresholdBytes
            || info.TotalCommittedBytes >= info.TotalAvailableMemoryBytes / 4 * 3;
        if (scarce) DropFree(olderThan: int.MaxValue);
        else DropExcess();
    }

    private void DropExcess()
    {
        long bound = 2 * Math.Max(peakBytes, earlierPeakBytes);
        for (int sizeClass = SizeClass.Count - 1; sizeClass >= 0 && freeBytes > bound; sizeClass--)
        {
            while (freeBytes > bound && Pop(sizeClass) is { } block) block.Abandon();
        }
    }

    /// <summary>Drops the blocks that came back before the clock said <paramref name="olderThan"/>.</summary>
    private void DropFree(int olderThan)
    {
        for (int sizeClass = 0; sizeClass < SizeClass.Count; sizeClass++)
        {
            // Blocks are pushed in front, so the old ones are the tail of the list.
            Block? keptLast = null;
            Block? block = free[sizeClass];
            while (block is not null && block.FreeSince >= olderThan)
            {
                keptLast = block;
                block = block.Next;
            }
            if (keptLast is null) free[sizeClass] = null;
            else keptLast.Next = null;
            while (block is not null)
            {
                Block? next = block.Next;
                block.Next = null;
                freeBytes -= block.Bytes;
                block.Abandon();
                block = next;
            }
        }
    }

    private void StartClock()
    {
        if (!trimsWhenIdle || timer is not null) return;
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
