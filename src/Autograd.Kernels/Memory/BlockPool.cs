using System.Runtime.CompilerServices;

namespace Autograd.Memory;

/// <summary>Where blocks come from and go back to. One serves the process; tests make their own.</summary>
/// <remarks>
/// A block goes back when no owner lives and the graph's count is zero. Both are read under the lock, the owner first:
/// a new owner is made under the lock too, so after "no owner" the only keepers left are holds, and a count of zero stays zero
/// (whoever wants to hold or adopt must be a keeper already). There are no finalizers: dead owners are found by
/// looking at weak handles after a collection (<see cref="Sweep"/>).
/// </remarks>
internal sealed partial class BlockPool
{
    public static readonly BlockPool Shared = new(ticks: true);

    private readonly Lock gate = new();
    private readonly Block?[] free = new Block?[SizeClass.Count];
    private readonly CollectionPolicy policy = new();
    private Block[] taken = new Block[64];
    private int takenCount;
    private long liveBytes;
    private long freeBytes;
    private int sweptAt;

    /// <summary>A pool; one that serves a process <paramref name="ticks"/> by itself.</summary>
    public BlockPool(bool ticks = false) => this.ticks = ticks;

    /// <summary>For tests: memory that comes back, and memory that is handed out, is full of NaN.</summary>
    public static bool FillReturned { get; set; }

    /// <summary>Bytes of the blocks that are out, after a look at what the last collection found dead.</summary>
    public long LiveBytes
    {
        get
        {
            lock (gate)
            {
                SweepAfterCollection();
                return liveBytes;
            }
        }
    }

    /// <summary>Bytes of the blocks that wait to be used again.</summary>
    public long FreeBytes
    {
        get
        {
            lock (gate)
            {
                SweepAfterCollection();
                return freeBytes;
            }
        }
    }

    /// <summary>How many collections this pool has asked for.</summary>
    public long RequestedCollections
    {
        get
        {
            lock (gate) return policy.Requests;
        }
    }

    /// <summary>Gives <paramref name="storage"/> a block; it must have an owner or a count of one.</summary>
    public void Take(Storage storage, Owner? owner)
    {
        int sizeClass = SizeClass.Of(storage.ByteLength);
        if ((uint)sizeClass >= SizeClass.Count)
            throw new ArgumentOutOfRangeException(nameof(storage), storage.ByteLength, "No block has this many bytes");
        lock (gate)
        {
            SweepAfterCollection();
            if (takenCount == taken.Length) Array.Resize(ref taken, 2 * taken.Length);
            Block block = Pop(sizeClass) ?? Provide(sizeClass);
            block.Bind(storage, owner);
            storage.SetBlock(block);
            Track(block);
            policy.HandedOut(block.Bytes);
            handedOut = true;
            if (FillReturned) block.FillWithNaN();
        }
    }

    /// <summary>The live owner of a storage, or a new one; null where the block was given away and needs none.</summary>
    /// <exception cref="AutogradException">The block went back to the pool.</exception>
    public Owner? Adopt(Storage storage, Block block)
    {
        lock (gate)
        {
            if (!storage.Has(block)) Storage.ThrowGone();
            if (block.Slot == Block.NotOut) return null;
            if (block.TryGetOwner(out Owner? owner)) return owner;
            owner = new Owner();
            block.SetOwner(owner);
            return owner;
        }
    }

    /// <summary>Called when a count went to zero: another thread may have swept, held or adopted since.</summary>
    public void ReturnIfUnkept(Storage storage, Block block)
    {
        lock (gate)
        {
            if (storage.Has(block) && block.Slot != Block.NotOut && !block.TryGetOwner(out _) && storage.Count == 0)
                Return(block, storage);
        }
    }

    /// <summary>Under the lock, because an owner may be born and die on another thread between two looks.</summary>
    public bool IsExclusive(Storage storage, Block block)
    {
        lock (gate)
            return storage.Has(block) && block.Slot != Block.NotOut && !block.TryGetOwner(out _) && storage.Count == 1;
    }

    /// <summary>The block leaves the pool for good and its memory becomes the collector's.</summary>
    public void GiveAway(Storage storage, Block block)
    {
        lock (gate)
        {
            if (!storage.Has(block) || block.Slot == Block.NotOut) return;
            Untrack(block);
            block.Abandon();
        }
    }

    /// <summary>Looks for dead owners if there was a collection since the last look.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void SweepAfterCollection()
    {
        int collections = GC.CollectionCount(0);
        if (collections != sweptAt) Sweep(collections);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Sweep(int collections)
    {
        sweptAt = collections;
        for (int i = takenCount - 1; i >= 0; i--)
        {
            Block block = taken[i];
            if (block.TryGetOwner(out _)) continue;
            // A storage that is dead itself belonged to a graph that was dropped without a backward: its count means nothing.
            if (!block.TryGetStorage(out Storage? storage) || storage.Count == 0) Return(block, storage);
        }
        if (policy.Swept(liveBytes)) TrimAfterFullCollection();
    }

    private void Return(Block block, Storage? storage)
    {
        storage?.SetBlock(null);
        Untrack(block);
        if (FillReturned) block.FillWithNaN();
        Push(block);
    }

    private void Track(Block block)
    {
        taken[takenCount] = block;
        block.Slot = takenCount++;
        liveBytes += block.Bytes;
        peakBytes = Math.Max(peakBytes, liveBytes);
    }

    private void Untrack(Block block)
    {
        Block last = taken[--takenCount];
        taken[block.Slot] = last;
        last.Slot = block.Slot;
        taken[takenCount] = null!;
        block.Slot = Block.NotOut;
        liveBytes -= block.Bytes;
    }

    private Block? Pop(int sizeClass)
    {
        Block? block = free[sizeClass];
        if (block is null) return null;
        free[sizeClass] = block.Next;
        block.Next = null;
        freeBytes -= block.Bytes;
        return block;
    }

    private void Push(Block block)
    {
        block.FreeSince = clock;
        block.Next = free[block.Class];
        free[block.Class] = block;
        freeBytes += block.Bytes;
    }
}
