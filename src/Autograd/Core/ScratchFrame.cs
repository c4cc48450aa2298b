using Autograd.Memory;

namespace Autograd;

/// <summary>
/// The values that a built-in rule makes while the engine runs it: none of them is the user's, so all go back to the
/// pool when the rule is done, save those that the engine holds by count.
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

    /// <summary>Lets go of everything allocated since the last call.</summary>
    public void Clear()
    {
        foreach (var storage in storages) storage.Release();
        storages.Clear();
    }
}
