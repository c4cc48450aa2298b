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

    /// <summary>The bytes of pooled memory that wait for the next tensor of their size.</summary>
    public static long PooledBytes => BlockPool.Shared.FreeBytes;

    /// <summary>How many garbage collections the pool has asked for since the process began.</summary>
    public static long RequestedCollections => BlockPool.Shared.RequestedCollections;

    /// <summary>All figures at once.</summary>
    /// <returns>A value that can be printed, and subtracted from a later one with <see cref="MemorySnapshot.Since"/>.</returns>
    public static MemorySnapshot Now() => MemorySnapshot.Take();

    /// <summary>Lets go of all memory that waits for reuse (<c>torch.cuda.empty_cache</c>); the collector frees it at its next full collection.</summary>
    /// <remarks>Seldom needed: memory that was not used for half a minute is let go by itself, and so is all of it under memory pressure.</remarks>
    public static void Trim() => BlockPool.Shared.Trim();
}
