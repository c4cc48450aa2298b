using System.Text.Json;

namespace Autograd.Benchmarks.Tests;

public sealed class CollectorTests
{
    private static readonly CollectorFigures Row = new("step/mlp-2-16-16-2-batch32-adam", 500, 5_000_000, 10, 2, 1, 0.02, 2);

    [Fact]
    public void Counts_are_of_a_thousand_steps_and_pauses_of_the_time()
    {
        Assert.Equal(20, Row.PerThousand(Row.Gen0), 1e-12);
        Assert.Equal(10_000, Row.BytesPerStep, 1e-9);
        Assert.Equal(0.01, Row.Share, 1e-12);
    }

    [Fact]
    public void A_line_is_read_as_it_was_written()
    {
        Assert.Equal(Row, CollectorFigures.FromJson(Row.ToJson()));
        Assert.Throws<JsonException>(() => CollectorFigures.FromJson("null"));
    }

    [Fact]
    public void What_misses_its_limit_is_named()
    {
        Assert.Equal("", CollectorVerb.Verdict(Row));
        Assert.Equal("stops too long", CollectorVerb.Verdict(Row with { Pause = 0.07 }));
        Assert.Equal("allocates too much", CollectorVerb.Verdict(Row with { Bytes = 10_000_000 }));
        Assert.Equal("", CollectorVerb.Verdict(Row with { Bytes = 10_000_000, Name = "step/mlp-784-128-10-batch64-adam" }));
    }

    [Fact]
    public void A_page_has_the_command_and_a_line_a_row()
    {
        string page = CollectorVerb.Page("run collector --write", new DateTime(2030, 1, 2, 0, 0, 0, DateTimeKind.Utc), [Row]);

        Assert.Contains("```bash\nrun collector --write\n```", page, StringComparison.Ordinal);
        Assert.Contains("| step/mlp-2-16-16-2-batch32-adam | 4.00 ms | 10.0 KB | 20 | 4 | 2 | 1.00 % |  |\n", page, StringComparison.Ordinal);
    }

    [Fact]
    public void A_step_that_allocates_is_counted()
    {
        var row = CollectorFigures.Of(new Workload("step/array", () => () => new byte[1000]), seconds: 0.01);

        Assert.InRange(row.BytesPerStep, 1000, 10_000);
    }
}
