using System.Runtime.CompilerServices;
using Autograd.Memory;

namespace Autograd.Kernels.Tests.Memory;

/// <summary>What the pool keeps that nobody uses, and when it gives it back: ticks of its clock are made by hand.</summary>
/// <remarks>Alone in the process, as <see cref="WorkingSetTests"/>.</remarks>
[Collection(nameof(WorkingSetTests))]
public class BoundTests
{
    private const long Megabyte = 1 << 20;
    private const long Slack = 16 * Megabyte;

    [Fact]
    public void ARingOfRandomSizesStaysNearWhatIsAlive()
    {
        // 16 blocks of 8 kB to 1.6 MB, one of them replaced at a time: exact counts, no collection has to find anything.
        var pool = new BlockPool();
        var random = new System.Random(1);
        var ring = new Storage?[16];
        long most = 0, mostLive = 0;
        for (int i = 0; i < 20_000; i++)
        {
            ref Storage? place = ref ring[random.Next(ring.Length)];
            place?.Release();
            place = Storage.AllocateHeld(pool, random.Next(8_000, 1_600_000));
            mostLive = Math.Max(mostLive, pool.LiveBytes);
            most = Math.Max(most, pool.LiveBytes + pool.FreeBytes);
            if (i % 1000 == 0) pool.Age();
        }
        Assert.InRange(mostLive, 10 * Megabyte, 26 * Megabyte);
        Assert.InRange(most, mostLive, (mostLive / 2 * 3) + Slack);
    }

    [Fact]
    public void ARingOfDroppedTensorsStaysNearWhatIsAlive()
    {
        // The same with owners that only a collection finds dead: most of them lived through two, and full ones alone find those.
        // 52 MB on a quiet machine; on a busy one a look takes longer by the clock, and comes after more was handed out. Without the looks: 372.
        var pool = new BlockPool();
        var random = new System.Random(1);
        var ring = new object?[16];
        long most = 0;
        for (int i = 0; i < 20_000; i++)
        {
            Storage storage = Storage.AllocateOwned(pool, random.Next(8_000, 1_600_000), out object? owner);
            ring[random.Next(ring.Length)] = owner;
            most = Math.Max(most, pool.LiveBytes + pool.FreeBytes);
            GC.KeepAlive(storage);
        }
        GC.KeepAlive(ring);
        Assert.InRange(most, 10 * Megabyte, 192 * Megabyte);
    }

    [Fact]
    public void AProgramThatGoesOnAsBeforeTakesNoMoreMemory()
    {
        // Dropped blocks of 8 kB to 1 MB, so that each collection falls on another moment. Without the look of a settled size: 46 -> 53 MB, and on.
        var pool = new BlockPool();
        var random = new System.Random(1);
        long settled = 0;
        for (int step = 1; step <= 16_000; step++)
        {
            Step(pool, random);
            if (step == 1000) settled = pool.LiveBytes + pool.FreeBytes;
        }
        Assert.InRange(pool.LiveBytes + pool.FreeBytes, settled, settled / 20 * 21);

        [MethodImpl(MethodImplOptions.NoInlining)]
        static void Step(BlockPool pool, System.Random random)
        {
            var owners = new object?[12];
            for (int i = 0; i < owners.Length; i++) Storage.AllocateOwned(pool, 8_192 << random.Next(8), out owners[i]);
            GC.KeepAlive(owners);
        }
    }

    [Theory]
    [InlineData(48 << 10)]
    [InlineData(256 << 10)]
    public void ASizeThatIsNewToASettledPoolGetsItsBlocks(int bytes)
    {
        // 1 GB: one collection for each 16 MB, 64 in all, and 86 where the blocks of 64 kB serve first. Were each block looked for that
        // a settled pool has not: 440 and 539.
        var pool = new BlockPool();
        for (int i = 0; i < 20_000; i++) Drop(pool, 65_536);
        long before = pool.RequestedCollections;
        for (int i = 0; i < (1 << 30) / bytes; i++) Drop(pool, bytes);
        Assert.InRange(pool.RequestedCollections - before, 0, 100);

        [MethodImpl(MethodImplOptions.NoInlining)]
        static void Drop(BlockPool pool, int bytes) => Storage.AllocateOwned(pool, bytes, out _);
    }

    [Fact]
    public void BeyondTheBoundAMuchLargerBlockServes()
    {
        var pool = new BlockPool();
        Storage.AllocateHeld(pool, 64 * Megabyte).Release();
        for (int tick = 0; tick < 2; tick++)
        {
            // In use now and then, so that it is kept; what was in use lately is little.
            pool.Age();
            Storage.AllocateHeld(pool, 64 * Megabyte).Release();
        }
        Storage small = Storage.AllocateHeld(pool, 10 * Megabyte), next = Storage.AllocateHeld(pool, 20 * Megabyte);
        Assert.InRange(pool.LiveBytes + pool.FreeBytes, 30 * Megabyte, pool.Bound);
        small.Release();
        next.Release();
    }

    [Fact]
    public void WhatIsDroppedIsGivenBackToTheSystem()
    {
        var pool = new BlockPool();
        Storage kept = Storage.AllocateHeld(pool, 4 * Megabyte), large = Storage.AllocateHeld(pool, 128 * Megabyte);
        Fill(large);
        long before = Committed();
        large.Release();
        // Free for two whole ticks and then dropped, in the same tick given back.
        for (int tick = 0; tick < 2; tick++)
        {
            pool.Age();
            Assert.Equal((128 * Megabyte, 0), (pool.FreeBytes, pool.Releases));
        }
        pool.Age();
        Assert.Equal((0, 1), (pool.FreeBytes, pool.Releases));
        Assert.InRange(Committed(), 0, before - (100 * Megabyte));
        kept.Release();
    }

    [Fact]
    public void ADroppedTensorIsLookedForInAProcessThatRests()
    {
        var pool = new BlockPool();
        Drop(pool);
        int ticks = 0;
        while (pool.FreeBytes + pool.LiveBytes > 0 && ticks < 20)
        {
            pool.Age();
            ticks++;
            // The look runs in the background where it can; this waits for it.
            GC.WaitForFullGCComplete(0);
            SpinWait.SpinUntil(() => pool.FreeBytes > 0, 200);
        }
        Assert.InRange(ticks, 1, 10);

        [MethodImpl(MethodImplOptions.NoInlining)]
        static void Drop(BlockPool pool) => Storage.AllocateOwned(pool, 64 * Megabyte, out _);
    }

    [Fact]
    public void ALittleIsNotWorthACollection()
    {
        var pool = new BlockPool();
        Storage.AllocateHeld(pool, Megabyte).Release();
        for (int tick = 0; tick < 10; tick++) pool.Age();
        Assert.Equal((0, 0), (pool.FreeBytes, pool.Releases));
    }

    [Fact]
    public void MemoryThatIsNotThereIsRefusedWithAllThatIsKnown()
    {
        var pool = new BlockPool { Limit = 32 * Megabyte };
        Storage held = Storage.AllocateHeld(pool, 24 * Megabyte);
        Storage.AllocateHeld(pool, 4 * Megabyte).Release();
        var none = Assert.Throws<AllocationException>(() => Storage.AllocateHeld(pool, 16 * Megabyte));
        Assert.Equal((16 * Megabyte, 24 * Megabyte, 0), (none.BytesAsked, none.LiveBytes, none.PooledBytes));
        Assert.StartsWith("There is no memory: 16 MB were asked for, tensors and graphs hold 24 MB, and the pool keeps 0 MB", none.Message, StringComparison.Ordinal);
        // Nothing was changed: what is held is usable, and smaller requests are served.
        held.Release();
        Storage.AllocateHeld(pool, 16 * Megabyte).Release();
        Assert.IsAssignableFrom<OutOfMemoryException>(none);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Fill(Storage storage)
    {
        using Lease<byte> lease = storage.Lease<byte>(null);
        lease.Span.Fill(1);
    }

    private static long Committed()
    {
        GC.Collect();
        return GC.GetGCMemoryInfo(GCKind.Any).TotalCommittedBytes;
    }
}
