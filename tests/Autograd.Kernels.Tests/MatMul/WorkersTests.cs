using Autograd.Kernels;

namespace Autograd.Kernels.Tests;

[CollectionDefinition("Workers", DisableParallelization = true)]
[Collection("Workers")]
public sealed class WorkersTests : IDisposable
{
    private readonly int before = Workers.Count;

    public void Dispose() => Workers.Count = before;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    public void EveryPartRunsExactlyOnce(int threads)
    {
        Workers.Count = threads;
        for (int parts = 0; parts < 200; parts++)
        {
            var runs = new int[parts];
            Workers.For(parts, new Counts(runs));
            Assert.All(runs, n => Assert.Equal(1, n));
        }
    }

    [Fact]
    public void AJobMayCallForItself()
    {
        Workers.Count = 2;
        var runs = new int[64];
        Workers.For(8, new Nested(runs));
        Assert.All(runs, n => Assert.Equal(1, n));
    }

    [Fact]
    public async Task SeveralUserThreadsAtOnce()
    {
        Workers.Count = 3;
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            for (int i = 0; i < 500; i++)
            {
                var runs = new int[17];
                Workers.For(runs.Length, new Counts(runs));
                Assert.All(runs, n => Assert.Equal(1, n));
            }
        })));
    }

    [Fact]
    public void TheExceptionOfAPartReachesTheCallerAndThePoolStaysUsable()
    {
        foreach (int threads in new[] { 1, 2, 7 })
        {
            Workers.Count = threads;
            for (int i = 0; i < 20; i++)
            {
                var thrown = Assert.Throws<InvalidOperationException>(() => Workers.For(9, new Throws(i % 9)));
                Assert.Equal("part", thrown.Message);
            }
            EveryPartRunsExactlyOnce(threads);
        }
    }

    [Fact]
    public void CountMayChangeBetweenJobs()
    {
        for (int i = 0; i < 60; i++)
        {
            Workers.Count = 1 + (i * 5 % 7);
            var runs = new int[23];
            Workers.For(runs.Length, new Counts(runs));
            Assert.All(runs, n => Assert.Equal(1, n));
        }
        Assert.Throws<ArgumentOutOfRangeException>(() => Workers.Count = 0);
    }

    private readonly struct Counts(int[] runs) : IJob
    {
        public void Run(int part) => Interlocked.Increment(ref runs[part]);
    }

    private readonly struct Nested(int[] runs) : IJob
    {
        public void Run(int part) => Workers.For(8, new Inner(runs, part));
    }

    private readonly struct Inner(int[] runs, int outer) : IJob
    {
        public void Run(int part) => Interlocked.Increment(ref runs[(outer * 8) + part]);
    }

    private readonly struct Throws(int bad) : IJob
    {
        public void Run(int part)
        {
            if (part == bad) throw new InvalidOperationException("part");
        }
    }
}
