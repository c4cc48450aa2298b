namespace Autograd.Benchmarks.Tests;

public sealed class StatisticsTests
{
    [Theory]
    [InlineData(new[] { 3.0 }, 3)]
    [InlineData(new[] { 5.0, 1, 2 }, 2)]
    [InlineData(new[] { 4.0, 1, 2, 100 }, 3)]
    public void The_median_is_the_middle(double[] values, double median) => Assert.Equal(median, Statistics.Median(values));

    [Fact]
    public void There_is_no_median_of_nothing() => Assert.Throws<InvalidOperationException>(() => Statistics.Median([]));

    [Fact]
    public void Twice_as_fast_and_half_as_fast_make_one() => Assert.Equal(1, Statistics.GeometricMean([2, 0.5]), 1e-15);

    [Fact]
    public void The_geometric_mean_of_nothing_is_no_number() => Assert.Equal(double.NaN, Statistics.GeometricMean([]));

    [Fact]
    public void Rounds_are_joined_by_their_medians()
    {
        var rounds = new[] { Run(3, 2, 9), Run(1, 1, 7), Run(2, 2, 8) }
            .Select(m => new Dictionary<string, Measurement>(StringComparer.Ordinal) { ["a/b"] = m });

        var joined = Alternation.Median("a/b", rounds);

        Assert.Equal(Run(2, 1, 8) with { Best = 0.5 }, joined);
        Assert.Null(Alternation.Median("a/c", rounds));
    }

    private static Measurement Run(double seconds, int threads, double first) => new("a/b", seconds, seconds / 2, threads, null, null, first);
}
