using System.Runtime.CompilerServices;
using Autograd.Memory;

namespace Autograd.Kernels.Tests.Memory;

/// <summary>The switch that fills returned blocks, which is process-wide: nothing runs beside these tests.</summary>
[CollectionDefinition(nameof(PoolThreadTests), DisableParallelization = true)]
[Collection(nameof(PoolThreadTests))]
public sealed class PoolThreadTests : IDisposable
{
    private const int Length = 10_000;

    public PoolThreadTests() => BlockPool.FillReturned = true;

    public void Dispose() => BlockPool.FillReturned = false;

    [Fact]
    public void ReturnedAndFreshMemoryIsFullOfNaN()
    {
        var pool = new BlockPool();
        Storage storage = Storage.AllocateHeld(pool, Length * sizeof(float));
        Span<float> stale;
        using (Lease<float> lease = storage.Lease<float>(null))
        {
            stale = lease.Span;
            Assert.True(AllNaN(stale));
            stale.Fill(1);
        }
        storage.Release();
        Assert.True(AllNaN(stale)); // a reader without a hold sees this
        using Lease<float> small = Storage.AllocateOwned(100, out object? owner).Lease<float>(owner);
        Assert.True(AllNaN(small.Span));
    }

    /// <summary>
    /// Threads allocate, write their own number, hand holds and owners to each other, and read the number back,
    /// while another thread collects without pause. A block that is given to two at once shows a strange number.
    /// </summary>
    [Fact]
    public async Task NoBlockIsEverGivenToTwo()
    {
        var pool = new BlockPool();
        using var stop = new CancellationTokenSource();
        var collector = Task.Run(() =>
        {
            // Back to back, collections leave the workers no time on a machine with fewer cores than threads.
            while (!stop.IsCancellationRequested)
            {
                GC.Collect(0);
                Thread.Sleep(1);
            }
        });
        var mail = new Tray[4];
        Task[] workers = [.. Enumerable.Range(1, 3).Select(seed => Task.Run(() => Work(pool, mail, seed, rounds: 4000)))];
        await Task.WhenAll(workers);
        await stop.CancelAsync();
        await collector;
        Array.Clear(mail);
        Collector.Run();
        Assert.Equal(0, pool.LiveBytes);
    }

    /// <summary>The planted fault: a reader that neither owns nor holds must read NaN, or the test above proves nothing.</summary>
    [Fact]
    public void AReaderThatDoesNotHoldIsCaught()
    {
        var pool = new BlockPool();
        Span<float> span = SpanWithoutLease(pool);
        Collector.Run();
        Assert.Equal(0, pool.LiveBytes);
        Assert.True(AllNaN(span));

        [MethodImpl(MethodImplOptions.NoInlining)]
        static Span<float> SpanWithoutLease(BlockPool pool)
        {
            using Lease<float> lease = Storage.AllocateOwned(pool, Length * sizeof(float), out object? owner).Lease<float>(owner);
            lease.Span.Fill(1);
            return lease.Span;
        }
    }

    private static void Work(BlockPool pool, Tray[] mail, int seed, int rounds)
    {
        var random = new Random(seed);
        for (int round = 0; round < rounds; round++) Round(pool, mail, random, (seed * 1_000_000) + round);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Round(BlockPool pool, Tray[] mail, Random random, int number)
    {
        int bytes = random.Next(2) == 0 ? Length * sizeof(int) : 2 * Length * sizeof(int);
        object? owner = null;
        bool held = random.Next(2) == 0;
        Storage storage = held ? Storage.AllocateHeld(pool, bytes) : Storage.AllocateOwned(pool, bytes, out owner);
        using (Lease<int> lease = storage.Lease<int>(owner)) lease.Span.Fill(number);
        if (held && random.Next(3) == 0) owner = storage.Own();
        if (!held && random.Next(3) == 0)
        {
            storage.Hold();
            held = true;
        }
        // Whoever takes the tray takes over what it carries: a hold, an owner, or both.
        Tray carried = new(storage, owner, held, number);
        Tray? received = Interlocked.Exchange(ref mail[random.Next(mail.Length)], carried);
        if (received is null) return;
        Check(received);
        if (!received.Held) return;
        if (received.Owner is null && random.Next(2) == 0)
        {
            object? adopted = received.Storage.Own();
            received.Storage.Release();
            Check(received with { Owner = adopted });
        }
        else
        {
            received.Storage.Release();
        }
    }

    private static void Check(Tray tray)
    {
        using Lease<int> lease = tray.Storage.Lease<int>(tray.Owner);
        int strange = lease.Span.IndexOfAnyExcept(tray.Number);
        Assert.Equal(tray.Number, strange < 0 ? tray.Number : lease.Span[strange]);
    }

    private static bool AllNaN(ReadOnlySpan<float> span)
    {
        foreach (float x in span)
        {
            if (!float.IsNaN(x)) return false;
        }
        return true;
    }

    private sealed record Tray(Storage Storage, object? Owner, bool Held, int Number);
}
