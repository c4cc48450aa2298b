using Autograd.Memory;

namespace Autograd;

/// <summary>What the memory of tensors costs at the moment: bytes in use, bytes kept for reuse, and the collector's share.</summary>
/// <remarks>
/// Only tensors above 4096 bytes live in the pool; smaller ones are plain managed arrays and are not counted here.
/// PyTorch's counterpart is <c>torch.cuda.memory_allocated</c> with <c>memory_reserved</c>; on the CPU it has none.
/// </remarks>
public static class MemoryReport
{
    /// <summary>The bytes of pooled memory that tensors and graphs hold, as far as the last collection has shown.</summary>
    /// <remarks>A tensor that nobody refers to any more is counted until the next garbage collection.</remarks>
    public static long LiveBytes => BlockPool.Shared.LiveBytes;

    /// <summary>
    /// The bytes of pooled memory that wait for the next tensor. With <see cref="LiveBytes"/> they are at most one and a half times
    /// the most that was live in the last few seconds, and 16 MB; what was not used for some seconds goes back to the system.
    /// </summary>
    public static long PooledBytes => BlockPool.Shared.FreeBytes;

    /// <summary>How many garbage collections the pool has asked for since the process began.</summary>
    public static long RequestedCollections => BlockPool.Shared.RequestedCollections;

    /// <summary>All figures at once.</summary>
    /// <returns>A value that can be printed, and subtracted from a later one with <see cref="MemorySnapshot.Since"/>.</returns>
    public static MemorySnapshot Now() => MemorySnapshot.Take();

    /// <summary>Gives all memory that waits for reuse back to the system, before this returns (<c>torch.cuda.empty_cache</c>).</summary>
    /// <remarks>
    /// Seldom needed: memory that was not used for some seconds goes back by itself, and all of it under memory pressure. This
    /// asks for a blocking collection of the whole heap.
    /// </remarks>
    public static void Trim()
    {
        // The first collection finds what was dropped, the second takes what the pool then lets go of.
        GC.Collect();
        BlockPool.Shared.Trim();
        BlockPool.Shared.Release();
    }
}
