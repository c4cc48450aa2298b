using System.Runtime.CompilerServices;

namespace Autograd.Memory;

/// <summary>What happens when no block of a class is free.</summary>
internal sealed partial class BlockPool
{
    // Classes that are less than twice as large as what is asked for.
    private const int LargerClasses = 3;

    /// <summary>Collect if it is time, then a somewhat larger block, then new memory.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private Block Provide(int sizeClass)
    {
        if (policy.IsTimeToCollect)
        {
            Collect(policy.NextGeneration(liveBytes + freeBytes));
            if (Pop(sizeClass) is { } found) return found;
        }
        int largest = Math.Min(sizeClass + LargerClasses, SizeClass.Count - 1);
        for (int larger = sizeClass + 1; larger <= largest; larger++)
        {
            if (Pop(larger) is { } found) return found;
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
        GC.Collect(generation, GCCollectionMode.Forced, blocking: true);
        Sweep(GC.CollectionCount(0));
    }
}
