namespace Autograd.Memory;

/// <summary>How much memory that nobody uses the pool keeps: no more than half of what was in use lately, and 16 MB.</summary>
internal sealed partial class BlockPool
{
    // Fragments of a small program are not worth a collection, which is what gives their memory back.
    private const long Slack = 16 << 20;

    private long peakBytes;
    private long earlierPeakBytes;

    // Of blocks that left the pool and whose memory the system has not got back.
    private long droppedBytes;

    /// <summary>
    /// Live and free bytes together stay below 3/2 of the largest number of live bytes in this tick of the clock and the one
    /// before, and 16 MB. A step of training ends with most of its peak free, which the next step takes as it is; a mix of sizes
    /// would otherwise keep the worst moment of every size.
    /// </summary>
    public long Bound => Math.Max(peakBytes, earlierPeakBytes) / 2 * 3 + Slack;

    /// <summary>Drops all free blocks; the collector takes their memory in its own time.</summary>
    public void Trim()
    {
        lock (gate)
        {
            SweepAfterCollection();
            DropFree(olderThan: int.MaxValue);
        }
    }

    /// <summary>Under memory pressure nothing free is kept; otherwise what the bound allows.</summary>
    private void TrimAfterFullCollection()
    {
        GCMemoryInfo info = GC.GetGCMemoryInfo(GCKind.Any);
        // The load is that of the machine; a limit on this heap alone shows in the committed bytes.
        bool scarce = info.MemoryLoadBytes >= info.HighMemoryLoadThresholdBytes
            || info.TotalCommittedBytes >= info.TotalAvailableMemoryBytes / 4 * 3;
        if (scarce) DropFree(olderThan: int.MaxValue);
        else DropExcess();
    }

    /// <summary>Drops free blocks until the pool, with a block of <paramref name="adding"/> bytes that will be in use, keeps the bound.</summary>
    private void DropExcess(long adding = 0)
    {
        long bound = Math.Max(Bound, (liveBytes + adding) / 2 * 3 + Slack);
        for (int sizeClass = SizeClass.Count - 1; sizeClass >= 0; sizeClass--)
        {
            // Never more than is too much: a large block is not given up for a small excess.
            while (PoolBytes + adding - bound >= SizeClass.Bytes(sizeClass) && Pop(sizeClass) is { } block) Drop(block);
        }
        for (int sizeClass = 0; sizeClass < SizeClass.Count && PoolBytes + adding > bound; sizeClass++)
        {
            if (Pop(sizeClass) is { } smallest) Drop(smallest);
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
                Drop(block);
                block = next;
            }
        }
    }

    private void Drop(Block block)
    {
        policy.Shrank(block.Class);
        droppedBytes += block.Bytes;
        block.Abandon();
    }
}
