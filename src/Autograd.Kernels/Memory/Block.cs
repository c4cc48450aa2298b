using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Autograd.Memory;

/// <summary>What a user holds a storage by: every tensor and view of the storage refers to the same one.</summary>
internal sealed class Owner;

/// <summary>A piece of pinned memory that goes from storage to storage, with two weak handles that last as long as it does.</summary>
/// <remarks>
/// The handles are long weak ones (they follow an object through resurrection), so a stranger's finalizer
/// that still sees a tensor keeps its block. All fields but the memory belong to the pool's lock.
/// </remarks>
internal sealed class Block
{
    private static readonly int LineBytes = Vector512<byte>.Count;

    // Elements of a cache line each: one array type reaches beyond 2 GB and every size class is a whole number of them.
    private readonly Vector512<byte>[] lines;
    private readonly int padding;
    private WeakGCHandle<Owner> owner;
    private WeakGCHandle<Storage> storage;

    /// <summary>New memory with contents undefined.</summary>
    /// <exception cref="OutOfMemoryException">There is no such memory; nothing was changed.</exception>
    public unsafe Block(BlockPool pool, int sizeClass)
    {
        Pool = pool;
        Class = sizeClass;
        Bytes = SizeClass.Bytes(sizeClass);
        // One line more than needed: the data begins at the first multiple of 64.
        lines = GC.AllocateUninitializedArray<Vector512<byte>>(checked((int)(Bytes / LineBytes)) + 1, pinned: true);
        padding = (int)(-(nint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(lines)) & (LineBytes - 1));
        owner = new WeakGCHandle<Owner>(null!, trackResurrection: true);
        storage = new WeakGCHandle<Storage>(null!, trackResurrection: true);
    }

    public BlockPool Pool { get; }

    public int Class { get; }

    public long Bytes { get; }

    /// <summary>The place among the blocks that are out, or <see cref="NotOut"/>.</summary>
    public int Slot { get; set; } = NotOut;

    /// <summary>The next free block of the class.</summary>
    public Block? Next { get; set; }

    /// <summary>The pool's clock when this block came back.</summary>
    public int FreeSince { get; set; }

    public const int NotOut = -1;

    /// <summary>The first byte, at a multiple of 64. The reference keeps the memory alive, not the block's place outside the pool.</summary>
    public ref byte Start
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref Unsafe.Add(
            ref Unsafe.As<Vector512<byte>, byte>(ref MemoryMarshal.GetArrayDataReference(lines)), padding);
    }

    /// <summary>Points the handles at a new storage. The owner's handle is empty here: only then a block comes back.</summary>
    public void Bind(Storage newStorage, Owner? newOwner)
    {
        storage.SetTarget(newStorage);
        if (newOwner is not null) owner.SetTarget(newOwner);
    }

    public void SetOwner(Owner newOwner) => owner.SetTarget(newOwner);

    public bool TryGetOwner([NotNullWhen(true)] out Owner? current) => owner.TryGetTarget(out current);

    public bool TryGetStorage([NotNullWhen(true)] out Storage? current) => storage.TryGetTarget(out current);

    /// <summary>Ends the life of the handles; the memory goes when nothing refers to it.</summary>
    public void Abandon()
    {
        owner.Dispose();
        storage.Dispose();
    }

    /// <summary>Sets every bit: a NaN in float32 and float64.</summary>
    public void FillWithNaN() => lines.AsSpan().Fill(Vector512<byte>.AllBitsSet);
}
