using System.Runtime.CompilerServices;
using Autograd.Memory;

namespace Autograd.Kernels.Tests.Memory;

public class StorageTests
{
    private const long Large = 1 << 20;

    [Theory]
    [InlineData(0, false)]
    [InlineData(4096, false)]
    [InlineData(4097, true)]
    public void OnlyLargeStoragesArePooledAndOwned(long bytes, bool pooled)
    {
        Storage storage = Storage.AllocateOwned(bytes, out object? owner);
        Assert.Equal(pooled, storage.IsPooled);
        Assert.Equal(pooled, owner is not null);
        Assert.Equal(bytes, storage.ByteLength);
        using Lease<byte> lease = storage.Lease<byte>(owner);
        Assert.Equal(bytes, lease.Span.Length);
    }

    [Fact]
    public unsafe void BlocksAreAligned()
    {
        var pool = new BlockPool();
        foreach (long bytes in new long[] { 4097, 100_000, Large, Large + 1 })
        {
            Storage storage = Storage.AllocateHeld(pool, bytes);
            using (Lease<byte> lease = storage.Lease<byte>(null))
            {
                lease.Span.Fill(7);
                fixed (byte* start = lease.Span) Assert.Equal(0, (nint)start % 64);
            }
            storage.Release();
        }
    }

    [Fact]
    public void WrapSharesTheArray()
    {
        double[] array = [1, 2, 3];
        Storage storage = Storage.Wrap(array);
        using Lease<double> lease = storage.Lease<double>(storage.Own());
        Assert.True(lease.Span == array);
        Assert.False(storage.IsPooled);
        Assert.False(storage.IsExclusive);
        storage.Hold();
        storage.Release();
        storage.Release(); // arrays are not counted
        Half[] halves = [(Half)1, (Half)2];
        Assert.Equal(4, Storage.Wrap(halves).ByteLength);
    }

    [Fact]
    public void AHollowStorageIsKeptAndCountedLikeAnyOtherAndThrowsWhenItIsRead()
    {
        Storage storage = Storage.Hollow(Large), other = Storage.Hollow(Large);
        Assert.True(storage.IsHollow);
        Assert.False(storage.IsPooled);
        Assert.False(storage.IsExclusive);
        Assert.Equal(Large, storage.ByteLength);
        storage.Hold();
        Assert.Null(storage.Own());
        storage.Release();
        storage.Release();
        storage.Bump("AddInPlace");
        Assert.Equal((1, 0), (storage.Version, other.Version));
        AssertNoValues(() => storage.Lease<float>(null).Dispose());
        AssertNoValues(() => _ = storage.GiveAway<float>().Length);

        static void AssertNoValues(Action use) =>
            Assert.Contains("without values", Assert.Throws<AutogradException>(use).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TheLastReleaseReturnsTheBlockInThatInstant()
    {
        var pool = new BlockPool();
        Storage storage = Storage.AllocateHeld(pool, Large);
        storage.Hold();
        Assert.Equal((Large, 0), (pool.LiveBytes, pool.FreeBytes));
        storage.Release();
        Assert.Equal((Large, 0), (pool.LiveBytes, pool.FreeBytes));
        storage.Release();
        Assert.Equal((0, Large), (pool.LiveBytes, pool.FreeBytes));
    }

    [Fact]
    public void AReturnedStorageThrowsInsteadOfShowingAnothersData()
    {
        var pool = new BlockPool();
        Storage stale = Storage.AllocateHeld(pool, Large);
        stale.Release();
        Storage next = Storage.AllocateHeld(pool, Large);
        AssertGone(() => stale.Lease<float>(null).Dispose());
        AssertGone(() => stale.Hold());
        AssertGone(() => stale.Release());
        AssertGone(() => stale.Own());
        Assert.False(stale.IsExclusive);
        Assert.Equal(Large, pool.LiveBytes);
        next.Release();
        Assert.Equal(0, pool.LiveBytes);

        static void AssertGone(Action use) =>
            Assert.Contains("gone back to the pool", Assert.Throws<AutogradException>(use).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void OneHoldWithoutAnOwnerIsExclusive()
    {
        var pool = new BlockPool();
        Storage storage = Storage.AllocateHeld(pool, Large);
        Assert.True(storage.IsExclusive);
        storage.Hold();
        Assert.False(storage.IsExclusive);
        storage.Release();
        Assert.True(storage.IsExclusive);
        object? owner = storage.Own();
        Assert.False(storage.IsExclusive);
        Assert.Same(owner, storage.Own());
        GC.KeepAlive(owner);
    }

    [Fact]
    public void AnAdoptedStorageOutlivesTheGraph()
    {
        var pool = new BlockPool();
        Storage storage = Storage.AllocateHeld(pool, Large);
        object? owner = storage.Own();
        storage.Release();
        Assert.Equal(Large, pool.LiveBytes);
        using (Lease<float> lease = storage.Lease<float>(owner)) lease.Span.Clear();
        storage.Hold(); // an owner may hold again
        storage.Release();
        GC.KeepAlive(owner);
    }

    [Fact]
    public void AGivenBlockIsNeverUsedAgain()
    {
        var pool = new BlockPool();
        Span<int> span = Give(pool);
        Assert.Equal((0, 0), (pool.LiveBytes, pool.FreeBytes));
        Collector.Run();
        Storage other = Storage.AllocateHeld(pool, Large);
        using (Lease<int> lease = other.Lease<int>(null)) lease.Span.Fill(-1);
        Assert.True(span.IndexOfAnyExcept(42) < 0);
        other.Release();

        [MethodImpl(MethodImplOptions.NoInlining)]
        static Span<int> Give(BlockPool pool)
        {
            Storage storage = Storage.AllocateHeld(pool, Large);
            object? owner = storage.Own();
            Span<int> span = storage.GiveAway<int>();
            span.Fill(42);
            Assert.Null(storage.Own());
            Assert.False(storage.IsExclusive);
            Assert.False(storage.IsPooled);
            storage.Release();
            GC.KeepAlive(owner);
            return span;
        }
    }

    [Fact]
    public void WritesAreCounted()
    {
        Storage storage = Storage.AllocateOwned(16, out _);
        storage.Bump("AddInPlace");
        storage.Bump("MulInPlace", recorded: true);
        Assert.Equal((2, 1, "MulInPlace"), (storage.Version, storage.RecordedWrites, storage.LastWriter));
    }
}
