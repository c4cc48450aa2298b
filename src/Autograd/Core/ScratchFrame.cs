using Autograd.Memory;

namespace Autograd;

/// <summary>
/// The values that a built-in rule makes while the engine runs it, or a computation of the library's own (<see cref="Temporaries"/>): none of them is the
/// user's, so all go back to the pool when it is done, save those that are held by count.
/// </summary>
internal sealed class ScratchFrame
{
    [ThreadStatic]
    private static ScratchFrame? current;

    private readonly List<Storage> storages = [];

    public static ScratchFrame? Current => current;

    /// <summary>Makes <paramref name="frame"/> (or none) the current one and gives back the one before.</summary>
    public static ScratchFrame? Swap(ScratchFrame? frame)
    {
        var previous = current;
        current = frame;
        return previous;
    }

    public Storage Allocate(long bytes)
    {
        var storage = Storage.AllocateHeld(bytes);
        storages.Add(storage);
        return storage;
    }

    /// <summary>Keeps another storage as if it had been allocated here.</summary>
    public void Hold(Storage storage)
    {
        storage.Hold();
        storages.Add(storage);
    }

    /// <summary>Lets go of everything allocated since the last call.</summary>
    public void Clear() => ClearBut([]);

    /// <summary>Lets go of everything but the storages of some values, which stay up to the next call.</summary>
    public void ClearBut(ReadOnlySpan<Tensor> needed)
    {
        foreach (var x in needed) x.Storage.Hold();
        foreach (var storage in storages) storage.Release();
        storages.Clear();
        foreach (var x in needed) storages.Add(x.Storage);
    }
}
