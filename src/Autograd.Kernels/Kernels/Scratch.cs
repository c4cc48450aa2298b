using Autograd.Memory;

namespace Autograd.Kernels;

/// <summary>Memory for as long as a computation runs, contents undefined: <c>using var sums = new Scratch&lt;T&gt;(n);</c>.</summary>
/// <remarks>
/// Up to 4 KB stand in a small room of the thread, which fills and empties as scopes begin and end; what is larger is a block of the pool,
/// counted, given back to the system with the rest, and refused by an <see cref="AllocationException"/>. Neither moves, both begin at a
/// multiple of 64 bytes. Scratches end in the opposite order of their beginning, as <c>using</c> has it, on the thread that made them.
/// </remarks>
internal readonly unsafe ref struct Scratch<T>
    where T : unmanaged
{
    private readonly Storage? storage;
    private readonly int count;

    /// <summary>Room for this many elements; 0 takes nothing.</summary>
    /// <exception cref="AllocationException">There is no such memory.</exception>
    public Scratch(long count)
    {
        if (count == 0) return;
        this.count = checked((int)count);
        long bytes = count * sizeof(T);
        Start = (T*)ScratchRoom.TryTake(bytes);
        if (Start != null) return;
        // What is smaller than a block would be an array, which moves.
        storage = Storage.AllocateHeld(Math.Max(bytes, Storage.SmallLimit + 1));
        fixed (T* start = storage.Lease<T>(keeper: null).Span) Start = start;
    }

    /// <summary>The first element; null where there is none.</summary>
    public T* Start { get; }

    public Span<T> Span => new(Start, count);

    public void Dispose()
    {
        if (storage is not null) storage.Release();
        else if (Start != null) ScratchRoom.FreeFrom((byte*)Start);
    }
}

/// <summary>A few KB of each thread for small scratches, the last taken first given back.</summary>
internal static unsafe class ScratchRoom
{
    private const int Bytes = 16 << 10;
    private const int Line = 64;

    [ThreadStatic]
    private static byte* start;

    [ThreadStatic]
    private static int used;

    // Keeps the memory behind the address.
    [ThreadStatic]
    private static byte[]? room;

    /// <summary>Null where it is too much, or the room is full.</summary>
    public static byte* TryTake(long bytes)
    {
        if (bytes > Storage.SmallLimit) return null;
        int lines = ((int)bytes + Line - 1) & -Line;
        if (start == null) Make();
        if (used + lines > Bytes) return null;
        byte* taken = start + used;
        used += lines;
        return taken;
    }

    /// <summary>Everything from an address on is free again.</summary>
    public static void FreeFrom(byte* address)
    {
        int left = (int)(address - start);
        if (BlockPool.FillReturned) new Span<byte>(address, used - left).Fill(byte.MaxValue);
        used = left;
    }

    private static void Make()
    {
        room = GC.AllocateUninitializedArray<byte>(Bytes + Line, pinned: true);
        fixed (byte* first = room) start = (byte*)(((nuint)first + Line - 1) & ~(nuint)(Line - 1));
    }
}
