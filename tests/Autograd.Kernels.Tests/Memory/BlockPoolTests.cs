using System.Runtime.CompilerServices;
using Autograd.Memory;

namespace Autograd.Kernels.Tests.Memory;

/// <summary>What the sweep finds after a collection. What must be dead is made in methods of its own, which are not inlined.</summary>
public class BlockPoolTests
{
    private const long Large = 1 << 20;

    [Theory]
    [InlineData(4097, 5120)]
    [InlineData(5120, 5120)]
    [InlineData(5121, 6144)]
    [InlineData(8192, 8192)]
    [InlineData(8193, 10240)]
    [InlineData(1 << 20, 1 << 20)]
    [InlineData(8L * int.MaxValue, 1L << 34)]
    public void ABlockIsAtMostAQuarterLargerThanAsked(long asked, long given)
    {
        Assert.Equal(given, SizeClass.Bytes(SizeClass.Of(asked)));
        Assert.InRange(SizeClass.Of(asked), 0, SizeClass.Count - 1);
    }

    [Fact]
    public void ClassesCoverAllSizesInOrder()
    {
        for (int c = 0; c < SizeClass.Count; c++)
        {
            long bytes = SizeClass.Bytes(c);
            Assert.Equal(c, SizeClass.Of(bytes));
            if (c > 0) Assert.Equal(c, SizeClass.Of(SizeClass.Bytes(c - 1) + 1));
            Assert.Equal(0, bytes % 64);
        }
    }

    [Fact]
    public void AStorageThatIsTooLargeIsRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Storage.AllocateHeld(1L << 40));
        Assert.Throws<ArgumentOutOfRangeException>(() => Storage.AllocateOwned(-1, out _));
    }

    [Fact]
    public void TheSweepFindsDeadOwners()
    {
        var pool = new BlockPool();
        Drop(pool);
        Collector.Run();
        Assert.Equal((0, 2 * Large), (pool.LiveBytes, pool.FreeBytes));

        [MethodImpl(MethodImplOptions.NoInlining)]
        static void Drop(BlockPool pool)
        {
            Storage.AllocateOwned(pool, Large, out _);
            Storage held = Storage.AllocateHeld(pool, Large);
            held.Own();
            held.Release();
            Assert.Equal(2 * Large, pool.LiveBytes);
        }
    }

    [Fact]
    public void AHeldStorageStaysWhenItsOwnerDies()
    {
        var pool = new BlockPool();
        Storage storage = Saved(pool);
        Collector.Run();
        Assert.Equal(Large, pool.LiveBytes);
        Assert.True(storage.IsExclusive);
        storage.Release();
        Assert.Equal((0, Large), (pool.LiveBytes, pool.FreeBytes));

        [MethodImpl(MethodImplOptions.NoInlining)]
        static Storage Saved(BlockPool pool)
        {
            Storage storage = Storage.AllocateOwned(pool, Large, out object? owner);
            storage.Hold();
            Assert.False(storage.IsExclusive);
            GC.KeepAlive(owner);
            return storage;
        }
    }

    [Fact]
    public void AnOwnedStorageStaysWhenTheGraphLetsGo()
    {
        var pool = new BlockPool();
        Storage storage = Storage.AllocateOwned(pool, Large, out object? owner);
        storage.Hold();
        storage.Release();
        Collector.Run();
        Assert.Equal(Large, pool.LiveBytes);
        storage.Lease<byte>(owner).Dispose();
        GC.KeepAlive(owner);
    }

    [Fact]
    public void AGraphThatWasDroppedWithoutABackwardComesBack()
    {
        var pool = new BlockPool();
        Drop(pool);
        Collector.Run();
        Assert.Equal((0, Large), (pool.LiveBytes, pool.FreeBytes));

        [MethodImpl(MethodImplOptions.NoInlining)]
        static void Drop(BlockPool pool)
        {
            Storage storage = Storage.AllocateOwned(pool, Large, out _);
            storage.Hold();
            storage.Hold();
        }
    }

    [Fact]
    public void ABlockAnOwnerAloneKeepsIsNotTakenWhenItsStorageDies()
    {
        var pool = new BlockPool();
        object? owner = OwnerOnly(pool);
        Collector.Run();
        Assert.Equal(Large, pool.LiveBytes);
        GC.KeepAlive(owner);

        [MethodImpl(MethodImplOptions.NoInlining)]
        static object? OwnerOnly(BlockPool pool)
        {
            Storage.AllocateOwned(pool, Large, out object? owner);
            return owner;
        }
    }

    [Fact]
    public void AFinalizerThatSavesATensorSavesItsBlock()
    {
        var pool = new BlockPool();
        Stranger.Saved = null;
        Leave(pool);
        Collector.Run();
        Assert.Equal(Large, pool.LiveBytes);
        Check();
        Stranger.Saved = null;
        Collector.Run();
        Collector.Run();
        Assert.Equal(0, pool.LiveBytes);

        [MethodImpl(MethodImplOptions.NoInlining)]
        static void Leave(BlockPool pool)
        {
            Storage storage = Storage.AllocateOwned(pool, Large, out object? owner);
            using (Lease<int> lease = storage.Lease<int>(owner)) lease.Span.Fill(42);
            _ = new Stranger(storage, owner!);
        }

        [MethodImpl(MethodImplOptions.NoInlining)]
        static void Check()
        {
            (Storage storage, object owner) = Stranger.Saved!.Value;
            using Lease<int> lease = storage.Lease<int>(owner);
            Assert.True(lease.Span.IndexOfAnyExcept(42) < 0);
        }
    }

    [Fact]
    public void ALargerBlockServesBeforeThePoolGrows()
    {
        var pool = new BlockPool();
        Storage.AllocateHeld(pool, 7 << 18).Release();
        Storage smaller = Storage.AllocateHeld(pool, Large);
        Assert.Equal((7 << 18, 0), (pool.LiveBytes, pool.FreeBytes));
        smaller.Release();
        Storage much = Storage.AllocateHeld(pool, Large / 2);
        Assert.Equal((Large / 2, 7 << 18), (pool.LiveBytes, pool.FreeBytes));
        much.Release();
    }

    [Fact]
    public void TrimDropsWhatIsFree()
    {
        var pool = new BlockPool();
        Storage held = Storage.AllocateHeld(pool, Large);
        Storage.AllocateHeld(pool, Large).Release();
        pool.Trim();
        Assert.Equal((Large, 0), (pool.LiveBytes, pool.FreeBytes));
        held.Release();
    }

    [Fact]
    public void WhatIsNotUsedForSomeTimeIsDropped()
    {
        var pool = new BlockPool();
        Storage.AllocateHeld(pool, Large).Release();
        Storage.AllocateHeld(pool, 2 * Large).Release();
        for (int tick = 0; tick < 2; tick++)
        {
            pool.Age();
            Storage.AllocateHeld(pool, Large).Release();
            Assert.Equal(3 * Large, pool.FreeBytes);
        }
        pool.Age();
        Assert.Equal(Large, pool.FreeBytes);
        for (int tick = 0; tick < 3; tick++) pool.Age();
        Assert.Equal(0, pool.FreeBytes);
    }

    [Fact]
    public void TheReportPrintsInvariantText()
    {
        MemorySnapshot before = MemoryReport.Now();
        GC.Collect(0);
        MemorySnapshot since = MemoryReport.Now().Since(before);
        Assert.True(since.Gen0Collections >= 1);
        Assert.InRange(since.PauseShare, 0, 1);
        var text = new MemorySnapshot(3 << 19, 1 << 20, 7, 3, 1, 2, TimeSpan.FromMilliseconds(25), TimeSpan.FromSeconds(1)).ToString();
        Assert.Equal(
            "live        1.5 MB\npooled      1.0 MB\ncollections gen 0: 7, gen 1: 3, gen 2: 1, asked for: 2\npause       2.50 % (25.0 ms of 1.0 s)\n",
            text);
    }

    private sealed class Stranger(Storage storage, object owner)
    {
        public static (Storage Storage, object Owner)? Saved { get; set; }

#pragma warning disable MA0055 // The finalizer is what is tested: other people's code has them.
        ~Stranger() => Saved = (storage, owner);
#pragma warning restore MA0055
    }
}
