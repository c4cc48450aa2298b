using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Autograd.Memory;

/// <summary>What happens when no block of a class is free.</summary>
internal sealed partial class BlockPool
{
    // Classes that are less than twice as large as what is asked for.
    private const int LargerClasses = 3;

    // Classes up to eight times as large: better than to grow beyond the bound while they lie unused.
    private const int MuchLargerClasses = 12;

    private long PoolBytes => liveBytes + freeBytes;

    /// <summary>Collect if it is time, then a somewhat larger block, then look whether the pool has to grow, then new memory.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private Block Provide(int sizeClass)
    {
        long bytes = SizeClass.Bytes(sizeClass);
        bool looked = policy.IsTimeToCollect(PoolBytes);
        if (looked)
        {
            policy.WasDue();
            Collect(policy.NextGeneration(PoolBytes));
            if (Pop(sizeClass) is { } found) return found;
        }
        if (PopLarger(sizeClass, LargerClasses) is { } larger) return larger;
        if (!looked && policy.IsTimeToCollectBeforeGrowing(PoolBytes, sizeClass))
        {
            looked = true;
            Collect(policy.NextGeneration(PoolBytes));
            if ((Pop(sizeClass) ?? PopLarger(sizeClass, LargerClasses)) is { } found) return found;
        }
        if (looked && policy.AllowsFull(PoolBytes))
        {
            Collect(GC.MaxGeneration);
            if ((Pop(sizeClass) ?? PopLarger(sizeClass, LargerClasses)) is { } promoted) return promoted;
            policy.GrowsAfterFull();
        }
        if (PoolBytes + bytes > Bound && PopLarger(sizeClass, MuchLargerClasses) is { } much) return much;
        DropExcess(adding: bytes);
        StartClock();
        policy.Grew(sizeClass);
        return TryMake(sizeClass) ?? ProvideFromNothing(sizeClass);
    }

    /// <summary>New memory, or null where there is none.</summary>
    private Block? TryMake(int sizeClass)
    {
        // Beyond what the machine has the system would promise memory, and end the process when it is written to.
        if (liveBytes + SizeClass.Bytes(sizeClass) > Math.Min(Limit, GC.GetGCMemoryInfo(GCKind.Any).TotalAvailableMemoryBytes)) return null;
        try
        {
            return new Block(this, sizeClass);
        }
        catch (OutOfMemoryException)
        {
            return null;
        }
    }

    private Block? PopLarger(int sizeClass, int classes)
    {
        int largest = Math.Min(sizeClass + classes, SizeClass.Count - 1);
        for (int larger = sizeClass + 1; larger <= largest; larger++)
        {
            if (Pop(larger) is { } found) return found;
        }
        return null;
    }

    /// <summary>Bytes in use at which new memory is refused as if there were none; that of the machine is a limit in any case.</summary>
    public long Limit { get; set; } = long.MaxValue;

    /// <summary>The answer to an <see cref="OutOfMemoryException"/>: all free blocks go back to the system.</summary>
    public void FreeEverything()
    {
        lock (gate)
        {
            Collect(GC.MaxGeneration);
            DropFree(olderThan: int.MaxValue);
            Collect(GC.MaxGeneration);
        }
    }

    /// <summary>One more try, with a block that a full collection finds or with the memory of all others.</summary>
    /// <exception cref="AllocationException">There is no such memory; nothing was changed.</exception>
    private Block ProvideFromNothing(int sizeClass)
    {
        Collect(GC.MaxGeneration);
        if (Pop(sizeClass) is { } found) return found;
        FreeEverything();
        return Pop(sizeClass) ?? TryMake(sizeClass) ?? AllocationException.Throw<Block>(new(SizeClass.Bytes(sizeClass), liveBytes, freeBytes));
    }

    private void Collect(int generation)
    {
        policy.Requested();
        long start = Stopwatch.GetTimestamp();
        GC.Collect(generation, GCCollectionMode.Forced, blocking: true);
        Sweep(GC.CollectionCount(0));
        if (generation == GC.MaxGeneration) policy.TookFull(Stopwatch.GetTimestamp() - start, liveBytes, PoolBytes);
    }
}
