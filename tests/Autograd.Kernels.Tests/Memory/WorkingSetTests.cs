using System.Runtime.CompilerServices;
using Autograd.Memory;

namespace Autograd.Kernels.Tests.Memory;

/// <summary>Patterns of whole training steps: how much the pool takes for what the program needs.</summary>
/// <remarks>Alone in the process: a collection of somebody else's promotes what is in use here, and the pool then looks a generation too low.</remarks>
[CollectionDefinition(nameof(WorkingSetTests), DisableParallelization = true)]
[Collection(nameof(WorkingSetTests))]
public class WorkingSetTests
{
    private const long Megabyte = 1 << 20;
    private const int Ops = 30;

    [Fact]
    public void ForwardAndBackwardStayNearWhatTheyNeed()
    {
        // 30 saved results, the input and two gradients: 33 MB at the most. Between collections, as much may pile up.
        var pool = new BlockPool();
        for (int step = 0; step < 100; step++)
        {
            Step(pool, backward: true);
            Assert.InRange(pool.LiveBytes + pool.FreeBytes, 0, 64 * Megabyte);
        }
    }

    [Fact]
    public void StepsWithoutAGraphStayNearTheLeastBetweenCollections()
    {
        var pool = new BlockPool();
        for (int step = 0; step < 100; step++)
        {
            Inference(pool);
            Assert.InRange(pool.LiveBytes + pool.FreeBytes, 0, 48 * Megabyte);
        }
    }

    [Fact]
    public void GraphsThatAreDroppedWithoutABackwardDoNotPileUp()
    {
        var pool = new BlockPool();
        for (int step = 0; step < 100; step++) Step(pool, backward: false);
        Assert.InRange(pool.LiveBytes + pool.FreeBytes, 0, 192 * Megabyte);
    }

    [Fact]
    public void WhatTheMiddleGenerationFindsNeedsNoFullCollection()
    {
        // The result before is alive at each collection and promoted by it: dead in the middle generation soon after.
        var pool = new BlockPool();
        int full = GC.CollectionCount(GC.MaxGeneration);
        for (int call = 0; call < 50; call++) Inference(pool, 4 * Megabyte);
        Assert.InRange(pool.RequestedCollections, 50, int.MaxValue);
        Assert.InRange(GC.CollectionCount(GC.MaxGeneration) - full, 0, pool.RequestedCollections / 2);
        Assert.InRange(pool.LiveBytes + pool.FreeBytes, 0, 96 * Megabyte);
    }

    [Fact]
    public void ASizeOfWhichNoneIsFreeCostsNoCollectionEachTime()
    {
        // The end of a step: what it needed at its worst moment is free, in blocks that are somewhat larger than those of the next.
        const long Larger = 320 << 10, Size = 256 << 10;
        const int Blocks = 300, Calls = 2000;
        var pool = new BlockPool();
        Storage[] worst = [.. Enumerable.Range(0, Blocks).Select(_ => Storage.AllocateHeld(pool, Larger))];
        foreach (Storage storage in worst) storage.Release();
        long before = pool.RequestedCollections;
        for (int call = 0; call < Calls; call++) Storage.AllocateHeld(pool, Size).Release();
        // Half of the pool may be handed out from one to the next.
        Assert.InRange(pool.RequestedCollections - before, 0, (Calls * Larger / (Blocks * Larger / 2)) + 1);
        Assert.InRange(pool.LiveBytes + pool.FreeBytes, 0, Blocks * Larger);
    }

    [Fact]
    public async Task TwoThreadsNeedTwiceAsMuch()
    {
        var pool = new BlockPool();
        long most = 0;
        Task[] tasks = [.. Enumerable.Range(0, 2).Select(_ => Task.Run(() =>
        {
            for (int step = 0; step < 50; step++)
            {
                Step(pool, backward: true);
                InterlockedMax(ref most, pool.LiveBytes + pool.FreeBytes);
            }
        }))];
        await Task.WhenAll(tasks);
        Assert.InRange(most, 0, 128 * Megabyte);
    }

    private static void InterlockedMax(ref long location, long value)
    {
        long seen = Volatile.Read(ref location);
        while (value > seen)
        {
            long before = Interlocked.CompareExchange(ref location, value, seen);
            if (before == seen) return;
            seen = before;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Step(BlockPool pool, bool backward)
    {
        var saved = new Stack<Storage>();
        Storage value = Storage.AllocateOwned(pool, Megabyte, out object? owner);
        for (int op = 0; op < Ops; op++)
        {
            Storage result = Storage.AllocateOwned(pool, Megabyte, out object? resultOwner);
            Touch(value, owner, result, resultOwner);
            result.Hold();
            saved.Push(result);
            (value, owner) = (result, resultOwner);
        }
        if (!backward) return;
        Storage gradient = Storage.AllocateHeld(pool, Megabyte);
        while (saved.TryPop(out Storage? result))
        {
            Storage next = Storage.AllocateHeld(pool, Megabyte);
            Touch(result, null, next, null);
            gradient.Release();
            result.Release();
            gradient = next;
        }
        gradient.Release();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Inference(BlockPool pool, long bytes = Megabyte)
    {
        Storage value = Storage.AllocateOwned(pool, bytes, out object? owner);
        for (int op = 0; op < Ops; op++)
        {
            Storage result = Storage.AllocateOwned(pool, bytes, out object? resultOwner);
            Touch(value, owner, result, resultOwner);
            (value, owner) = (result, resultOwner);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Touch(Storage from, object? fromOwner, Storage to, object? toOwner)
    {
        using Lease<float> source = from.Lease<float>(fromOwner);
        using Lease<float> target = to.Lease<float>(toOwner);
        target.Span[0] = source.Span[0] + 1;
    }
}
