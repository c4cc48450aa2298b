using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Autograd.Memory;

/// <summary>What happens when no block of a class is free.</summary>
internal sealed partial class BlockPool
{
    // Classes that are less than twice as large as what is asked for.
    private const int LargerClasses = 3;

    /// <summary>Collect if it is time, then a somewhat larger block, then look in all generations, then new memory.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private Block Provide(int sizeClass)
    {
        bool isTime = policy.IsTimeToCollect(liveBytes + freeBytes);
        if (isTime)
        {
            Collect(policy.NextGeneration);
            if (Pop(sizeClass) is { } found) return found;
        }
        if (PopLarger(sizeClass) is { } larger) return larger;
        if (isTime && policy.AllowsFull(liveBytes + freeBytes))
        {
            Collect(GC.MaxGeneration);
            if ((Pop(sizeClass) ?? PopLarger(sizeClass)) is { } promoted) return promoted;
        }
        StartClock();
        try
        {
            return new Block(this, sizeClass);
        }
        catch (OutOfMemoryException)
        {
            return ProvideFromNothing(sizeClass);
        }
    }

    private Block? PopLarger(int sizeClass)
    {
        int largest = Math.Min(sizeClass + LargerClasses, SizeClass.Count - 1);
        for (int larger = sizeClass + 1; larger <= largest; larger++)
        {
            if (Pop(larger) is { } found) return found;
        }
        return null;
    }

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
    private Block ProvideFromNothing(int sizeClass)
    {
        Collect(GC.MaxGeneration);
        if (Pop(sizeClass) is { } found) return found;
        FreeEverything();
        return Pop(sizeClass) ?? new Block(this, sizeClass);
    }

    private void Collect(int generation)
    {
        policy.Requested();
        long start = Stopwatch.GetTimestamp();
        GC.Collect(generation, GCCollectionMode.Forced, blocking: true);
        Sweep(GC.CollectionCount(0));
        if (generation == GC.MaxGeneration) policy.TookFull(Stopwatch.GetTimestamp() - start, liveBytes, liveBytes + freeBytes);
    }
}
