using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Autograd.Memory;

/// <summary>The memory of a tensor and its views: a small array, an array of the user, a block of the pool, or none at all.</summary>
/// <remarks>
/// A block is kept by the graph, which counts (<see cref="Hold"/>, <see cref="Release"/>), and by the user, through one
/// <see cref="Owner"/> that this class does not refer to. Without either it goes back to the pool, and this storage is dead:
/// every use throws. Arrays are the collector's business, and all of this does nothing for them.
/// </remarks>
internal sealed class Storage
{
    /// <summary>Up to here a managed array costs less than a block's bookkeeping.</summary>
    public const int SmallLimit = 4096;

    // An array of unmanaged elements, a Block, or null: once the block went back, and always in a hollow storage.
    private object? memory;
    private int count;
    private int version;

    private Storage(long byteLength, object? memory, int count)
    {
        ByteLength = byteLength;
        this.memory = memory;
        this.count = count;
    }

    public long ByteLength { get; }

    /// <summary>Whether the memory is counted: a block that the pool will take back, or has taken back.</summary>
    public bool IsPooled => memory switch
    {
        Block block => block.Slot != Block.NotOut,
        null => !IsHollow,
        _ => false,
    };

    /// <summary>Whether there is no memory and never was: a shape, or a place in the graph, whose elements throw when they are read.</summary>
    public bool IsHollow { get; private init; }

    /// <summary>What stands behind storage without memory, where something does: the batch of which it shows one sample.</summary>
    public object? Hidden { get; private init; }

    /// <summary>The number of writes in place so far.</summary>
    public int Version => Volatile.Read(ref version);

    /// <summary>The number of those writes that a graph recorded: views taken before no longer show what their graph says.</summary>
    public int RecordedWrites { get; private set; }

    /// <summary>The op that wrote last, for messages.</summary>
    public string LastWriter { get; private set; } = "nothing";

    /// <summary>Counts a write in place.</summary>
    public void Bump(string writer, bool recorded = false)
    {
        LastWriter = writer;
        if (recorded) RecordedWrites++;
        Interlocked.Increment(ref version);
    }

    /// <summary>The graph's count.</summary>
    internal int Count => Volatile.Read(ref count);

    /// <summary>
    /// No memory at all: for tensors that stand for a shape or for a place in the graph. It counts writes as any other, so each
    /// such tensor has one of its own; <paramref name="byteLength"/> is what it would take, <paramref name="hidden"/> what stands behind it.
    /// </summary>
    public static Storage Hollow(long byteLength, object? hidden = null) => new(byteLength, memory: null, count: 0) { IsHollow = true, Hidden = hidden };

    /// <summary>Memory for a user's tensor, contents undefined; <paramref name="owner"/> is null when nothing needs keeping.</summary>
    public static Storage AllocateOwned(long byteLength, out object? owner)
    {
        if ((ulong)byteLength <= SmallLimit)
        {
            owner = null;
            return Small((int)byteLength);
        }
        return AllocateOwned(BlockPool.Shared, byteLength, out owner);
    }

    /// <summary>Memory for the engine, contents undefined: nobody owns it, and the caller has to release it once.</summary>
    public static Storage AllocateHeld(long byteLength) =>
        (ulong)byteLength <= SmallLimit ? Small((int)byteLength) : AllocateHeld(BlockPool.Shared, byteLength);

    internal static Storage AllocateOwned(BlockPool pool, long byteLength, out object? owner)
    {
        var storage = new Storage(byteLength, memory: null, count: 0);
        var newOwner = new Owner();
        pool.Take(storage, newOwner);
        owner = newOwner;
        return storage;
    }

    internal static Storage AllocateHeld(BlockPool pool, long byteLength)
    {
        var storage = new Storage(byteLength, memory: null, count: 1);
        pool.Take(storage, owner: null);
        return storage;
    }

    /// <summary>Shares an array of the user, which then sees every write, and the other way round.</summary>
    public static Storage Wrap<T>(T[] array)
        where T : unmanaged
        => new((long)array.Length * Unsafe.SizeOf<T>(), array, count: 0);

    private static Storage Small(int byteLength)
    {
        byte[] array;
        try
        {
            array = GC.AllocateUninitializedArray<byte>(byteLength);
        }
        catch (OutOfMemoryException)
        {
            BlockPool.Shared.FreeEverything();
            array = GC.AllocateUninitializedArray<byte>(byteLength);
        }
        if (BlockPool.FillReturned) array.AsSpan().Fill(byte.MaxValue);
        return new Storage(byteLength, array, count: 0);
    }

    /// <summary>
    /// The elements, until the lease is disposed. <paramref name="keeper"/> is the owner object, or null
    /// where the caller holds this storage by count (the storage itself is kept then).
    /// </summary>
    /// <exception cref="AutogradException">The block has gone back to the pool.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Lease<T> Lease<T>(object? keeper)
        where T : unmanaged
        => new(Span<T>(), keeper ?? this);

    /// <summary>The user's owner object, a new one when there is none; null when the memory needs no keeping.</summary>
    /// <remarks>The caller has a hold or an owner: a storage that nobody keeps cannot be adopted.</remarks>
    public object? Own() => memory switch
    {
        Block block => block.Pool.Adopt(this, block),
        null => IsHollow ? null : ThrowGone(),
        _ => null,
    };

    /// <summary>The graph holds this storage once more.</summary>
    public void Hold()
    {
        if (memory is Block) Interlocked.Increment(ref count);
        else if (memory is null && !IsHollow) ThrowGone();
    }

    /// <summary>The graph lets go once; after the last time the block is back in the pool before this returns, unless a user owns it.</summary>
    public void Release()
    {
        if (memory is Block block)
        {
            int left = Interlocked.Decrement(ref count);
            if (left < 0) ThrowNotHeld();
            if (left == 0) block.Pool.ReturnIfUnkept(this, block);
        }
        else if (memory is null && !IsHollow)
        {
            ThrowGone();
        }
    }

    /// <summary>Whether the caller's hold is the only thing that keeps this block, so that it may be overwritten.</summary>
    public bool IsExclusive => Count == 1 && memory is Block block && block.Pool.IsExclusive(this, block);

    /// <summary>
    /// The elements, for good: a block leaves the pool and becomes the collector's, so that the span may live as long as it likes.
    /// The caller has a hold or an owner.
    /// </summary>
    public Span<T> GiveAway<T>()
        where T : unmanaged
    {
        if (memory is Block block) block.Pool.GiveAway(this, block);
        return Span<T>();
    }

    /// <summary>Whether <paramref name="block"/> is still this storage's (under the pool's lock).</summary>
    internal bool Has(Block block) => ReferenceEquals(memory, block);

    /// <summary>The pool gives a block, or takes it back with null (under its lock).</summary>
    internal void SetBlock(Block? block) => memory = block;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Span<T> Span<T>()
        where T : unmanaged
    {
        object? current = memory;
        if (current is null) ThrowNoElements();
        // The data of every one-dimensional array begins at the same offset, whatever its elements are.
        ref byte start = ref current.GetType() == typeof(Block)
            ? ref Unsafe.As<Block>(current).Start
            : ref MemoryMarshal.GetArrayDataReference(Unsafe.As<byte[]>(current));
        return MemoryMarshal.CreateSpan(
            ref Unsafe.As<byte, T>(ref start), checked((int)(ByteLength / Unsafe.SizeOf<T>())));
    }

    [DoesNotReturn]
    private void ThrowNoElements()
    {
        if (!IsHollow) ThrowGone();
        if (Hidden is not null)
        {
            throw new AutogradException(
                "A sample of a batch was read as if it had values of its own: inside of Vmap a tensor stands for all samples at once, and it "
                + "means nothing after the mapped function has ended; return it from there");
        }
        throw new AutogradException(
            "A tensor without values was read. It has a shape and a place in the graph and no memory: it comes from a run of shapes "
            + "alone, or from a rule that saved only where a value stood; compute with tensors that have values, or save the value");
    }

    [DoesNotReturn]
    internal static object ThrowGone() =>
        throw new AutogradException("The memory of this value has gone back to the pool: nothing held it any more");

    [DoesNotReturn]
    private static void ThrowNotHeld() =>
        throw new AutogradException("A storage was released more often than it was held");
}
