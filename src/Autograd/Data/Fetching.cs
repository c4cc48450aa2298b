namespace Autograd.Data;

/// <summary>What the thread that fetches a batch knows of it: what its elements draw from, which of them is at hand, and whether anybody still wants it.</summary>
/// <remarks>
/// A batch has a seed made of the epoch's and its number, an element one made of its batch's and its place there. So what is drawn depends neither on the number of
/// workers nor on what other elements draw, an element that comes twice in an epoch is drawn for twice, and an epoch that is continued draws as the whole one
/// (the seeds of elements of Grain, <c>RandomMapTransform</c>; PyTorch seeds its workers, so that augmentations depend on their number).
/// </remarks>
internal sealed class Fetching(ulong seed, CancellationToken stop)
{
    [ThreadStatic]
    private static Fetching? current;

    private readonly ulong seed = seed;
    private readonly CancellationToken stop = stop;

    /// <summary>The element at hand.</summary>
    public int? Index { get; private set; }

    /// <summary>The seed of a part of something that has a seed.</summary>
    public static ulong Seed(ulong whole, long part)
    {
        // SplitMix64 (Steele, Lea and Flood, 2014): steps of the golden ratio, mixed until each bit depends on all.
        ulong z = whole + (((ulong)part + 1) * 0x9e3779b97f4a7c15);
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
        z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
        return z ^ (z >> 31);
    }

    /// <summary>Fetches on this thread; whatever is drawn from the thread's default generator meanwhile comes from the batch's seed.</summary>
    public T Run<T>(Func<T> fetch)
    {
        var outer = current;
        current = this;
        try
        {
            using (Generator.Seeded(seed)) return fetch();
        }
        finally
        {
            current = outer;
        }
    }

    /// <summary>Begins an element: until the scope ends, draws come from its own seed. Outside of a loader they come from where they always do.</summary>
    /// <exception cref="OperationCanceledException">The enumeration was given up.</exception>
    public static Generator.DefaultScope Element(int place, int index)
    {
        if (current is not { } batch) return default;
        batch.stop.ThrowIfCancellationRequested();
        batch.Index = index;
        return Generator.Seeded(Seed(batch.seed, place));
    }

    /// <summary>Says that the elements are all there.</summary>
    public static void Done()
    {
        if (current is { } batch) batch.Index = null;
    }
}
