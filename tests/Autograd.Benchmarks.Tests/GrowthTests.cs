namespace Autograd.Benchmarks.Tests;

public sealed class GrowthTests
{
    [Theory]
    [InlineData(1, 2, 0, 2, 16)] // all of it is shared
    [InlineData(1, 1, 1, 1, 1)] // nothing is
    [InlineData(1, 1.5, 1.0 / 3, 1.5, 8.0 / 3)]
    [InlineData(1, 2.5, 0, 2, 16)] // noise
    [InlineData(1, 0.5, 1, 1, 1)] // slower on two
    public void The_serial_share_follows_from_two_times(double one, double speedup, double serial, double two, double sixteen)
    {
        double share = Amdahl.SerialShare(one, one / speedup, 2);

        Assert.Equal(serial, share, 1e-12);
        Assert.Equal(two, Amdahl.Speedup(share, 2), 1e-12);
        Assert.Equal(sixteen, Amdahl.Speedup(share, 16), 1e-12);
    }

    [Fact]
    public void A_power_has_its_exponent_as_slope_everywhere()
    {
        var curve = GrowthCurve.Of("cubes", [.. new[] { 1, 2, 8 }.Select(n => (n, 0.5 * n * n, Math.Pow(n, 3)))]);

        Assert.All(curve.Slopes(), s => Assert.Equal(2, s.Time, 1e-12));
        Assert.All(curve.Slopes(), s => Assert.Equal(3, s.Flops, 1e-12));
        Assert.Equal(32, curve.Points[^1].Arithmetic, 1e-12);
        Assert.Equal(0.0625, curve.Points[0].Arithmetic, 1e-12);
    }

    [Fact]
    public void The_peak_of_memory_is_read_from_the_status()
    {
        Assert.Equal(1234 * 1024, PeakMemory.Parse(["VmPeak:\t  99 kB", "VmHWM:\t    1234 kB"]));
        Assert.Throws<OptionException>(() => PeakMemory.Parse(["VmPeak:\t  99 kB"]));
        Assert.Equal(new PeakMemory("step/a", 5), PeakMemory.FromJson(new PeakMemory("step/a", 5).ToJson()));
    }

    [Fact]
    public void A_page_shows_pictures_and_tables()
    {
        var table = new Table("model", "batch");
        table.Add("GPT", "1");
        var curve = GrowthCurve.Of("GPT", [(1, 1e-3, 1), (2, 2e-3, 2)]);
        var picture = new LogLogPicture("growth-batch.svg", "By batch", "batch", [curve]);

        string page = GrowthVerb.Page("run growth --write", new DateTime(2030, 1, 2, 0, 0, 0, DateTimeKind.Utc), [new("By batch", "text", picture, table)]);

        Assert.Contains("```bash\nrun growth --write\n```", page, StringComparison.Ordinal);
        Assert.Contains("2030-01-02", page, StringComparison.Ordinal);
        Assert.Contains("## By batch\n\ntext\n\n![By batch](growth-batch.svg)\n\n| model | batch |\n", page, StringComparison.Ordinal);
    }
}
