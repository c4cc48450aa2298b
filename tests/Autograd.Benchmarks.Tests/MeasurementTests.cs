using System.Text.Json;

namespace Autograd.Benchmarks.Tests;

public sealed class MeasurementTests
{
    [Fact]
    public void A_line_is_read_as_it_was_written()
    {
        var run = new Measurement("matmul/f32/64", 1.25e-6, 1e-6, 2, 524288, "flop", 0.125);

        Assert.Equal(run, Measurement.FromJson(run.ToJson()));
        Assert.Equal(run with { Work = null, Unit = null, First = null }, Measurement.FromJson((run with { Work = null, Unit = null, First = null }).ToJson()));
    }

    [Fact]
    public void The_peers_lines_say_more_or_less()
    {
        var run = Measurement.FromJson("""{"name": "infer/a", "seconds": 0.5, "best": 0.25, "threads": 1, "work": null, "unit": null, "off": 1e-7}""");

        Assert.Equal(new Measurement("infer/a", 0.5, 0.25, 1, null, null, null), run);
    }

    [Theory]
    [InlineData("")]
    [InlineData("PyTorch")]
    public void Anything_else_is_refused(string line) => Assert.ThrowsAny<JsonException>(() => Measurement.FromJson(line));
}
