namespace Autograd.Benchmarks.Tests;

public sealed class LimitShareTests
{
    // 100 flops a second in float32, 50 in float64; 10 bytes in the cache, read at 20 bytes a second and copied at 10; ten times slower beyond.
    private static readonly Limits One = new(1, 100, 50, [new("cache", 10, 20, 10), new("memory", 100, 2, 1)]);

    [Fact]
    public void Flops_are_held_against_the_rate_of_their_dtype()
    {
        var workload = new Workload("a/b", 200, "flop", () => () => null);

        Assert.Equal(0.5, LimitShare.Of(workload, Run(4), [One]));
        Assert.Equal(1, LimitShare.Of(workload with { DType = DType.Float64 }, Run(4), [One]));
    }

    [Theory]
    [InlineData(4, 4, 0.8)] // all copied
    [InlineData(8, 0, 0.4)] // all read
    [InlineData(6, 2, 0.6)] // 4 copied, 4 read
    [InlineData(0, 8, 0.8)] // written at the rate of a copy
    [InlineData(400, 400, 800)] // larger than the last reach
    public void Bytes_are_held_against_the_reach_that_holds_them(double read, double written, double seconds) =>
        Assert.Equal(seconds, LimitShare.Least(new(read, written), One), 1e-12);

    [Fact]
    public void Where_there_is_no_limit_there_is_no_share()
    {
        var step = new Workload("a/b", () => () => null);

        Assert.Null(LimitShare.Of(step, Run(1), [One]));
        Assert.Null(LimitShare.Of(step with { Traffic = new(1, 1) }, Run(1) with { Threads = 2 }, [One]));
    }

    private static Measurement Run(double seconds) => new("a/b", seconds, seconds, 1, null, null, null);
}
