namespace Autograd.Training.Tests.Charts;

/// <summary>What is drawn where, and what happens with numbers that have no place.</summary>
public sealed class PlotTests
{
    private static readonly double[] Epochs = [1, 2, 3, 4, 5];

    [Fact]
    public void A_line_runs_through_its_points()
    {
        var drawn = new Drawn(new Plot("Loss") { XLabel = "epoch" }.Line("training", Epochs, [5, 4, 3, 2, 1]));

        var line = Assert.Single(drawn.Pieces);
        Assert.Equal(5, line.Count);
        // As much further to the right as downwards, step by step: the points lie on a line.
        Assert.All(line.Zip(line.Skip(1)), step => Assert.Equal(line[1].X - line[0].X, step.Second.X - step.First.X, 1));
        Assert.All(line.Zip(line.Skip(1)), step => Assert.Equal(line[1].Y - line[0].Y, step.Second.Y - step.First.Y, 1));
        Assert.True(line[^1].Y > line[0].Y);
    }

    [Fact]
    public void What_is_missing_is_a_gap_and_what_stands_alone_a_dot()
    {
        var drawn = new Drawn(new Plot("").Line("a", Epochs, [1, 2, double.NaN, 3, double.PositiveInfinity]));

        Assert.Equal(2, Assert.Single(drawn.Pieces).Count);
        Assert.Single(drawn.Named("circle"));
    }

    [Fact]
    public void On_a_logarithmic_axis_zero_is_a_gap_and_powers_of_ten_are_equally_far_apart()
    {
        var drawn = new Drawn(new Plot("") { LogY = true }.Line("a", Epochs, [1e-2, 1, 1e2, 0, -1]));

        var line = Assert.Single(drawn.Pieces);
        Assert.Equal(3, line.Count);
        Assert.Equal(line[0].Y - line[1].Y, line[1].Y - line[2].Y, 1);
        Assert.Contains("0.01", drawn.Ticks);
        Assert.Contains("100", drawn.Ticks);
    }

    [Theory]
    [InlineData(0.0, 0.0)]
    [InlineData(3.0, 3.0)]
    [InlineData(-1e-9, -1e-9)]
    [InlineData(-1e300, 1e300)]
    [InlineData(1e-300, 3e-300)]
    [InlineData(5e-324, 5e-324)]
    [InlineData(1e15, 1e15 + 1)]
    [InlineData(123456789, 987654321)]
    [InlineData(-0.001, 0.002)]
    public void Whatever_the_numbers_the_picture_is_within_its_borders_and_has_ticks(double low, double high)
    {
        foreach (bool log in new[] { false, true })
        {
            var drawn = new Drawn(new Plot("t") { XLabel = "x", YLabel = "y", LogX = log, LogY = log }.Line("a", [low, high], [low, high]).Points("b", [low, high], [high, low]));

            Assert.DoesNotContain("NaN", drawn.Root.ToString(), StringComparison.Ordinal);
            Assert.DoesNotContain("∞", drawn.Root.ToString(), StringComparison.Ordinal);
            Assert.All(drawn.Pieces.SelectMany(static p => p), static p => Assert.True(p.X is >= 0 and <= 720 && p.Y is >= 0 and <= 420, p.ToString()));
            if (!log || low > 1e-300) Assert.True(drawn.Ticks.Count >= 2, string.Join(' ', drawn.Ticks));
            Assert.True(drawn.Ticks.Distinct(StringComparer.Ordinal).Count() >= 1);
        }
    }

    [Theory]
    [InlineData(0, 1, "0", "1")]
    [InlineData(0, 0.5, "0.00", "0.50")]
    [InlineData(0, 50000, "0", "50000")]
    [InlineData(0, 0.00002, "0", "20")]
    public void Ticks_are_round_numbers(double low, double high, string first, string last)
    {
        var ticks = new Drawn(new Plot("").Points("", [low, high], [0.5, 0.5])).Ticks;

        Assert.Contains(first, ticks);
        Assert.Contains(last, ticks);
    }

    [Fact]
    public void Nothing_to_draw_is_said()
    {
        Plot[] empty = [new Plot("t"), new Plot("t").Line("a", [], []), new Plot("t").Points("a", [1], [double.NaN]), new Plot("t") { LogY = true }.Line("a", [1], [0]), new Plot("t").Histogram("h", [])];
        Assert.All(empty, static plot => Assert.Contains("nothing to draw", new Drawn(plot).Texts));
    }

    [Fact]
    public void Texts_are_escaped()
    {
        const string Evil = "<script>alert('\"&')</script>\0\ud800";
        var plot = new Plot(Evil) { XLabel = Evil, YLabel = Evil }.Line(Evil + "1", [1, 2], [1, 2]).Bars(Evil, [Evil, Evil + "2"], [1, 2]);

        var drawn = new Drawn(plot);

        Assert.DoesNotContain(drawn.Root.Descendants(), static e => e.Name.LocalName == "script");
        Assert.Contains("<script>", drawn.Root.Element(drawn.Root.Name.Namespace + "title")!.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void A_long_line_is_drawn_with_few_points_and_keeps_its_extremes()
    {
        double[] x = [.. Enumerable.Range(0, 200_000)], y = [.. x.Select(static v => Math.Sin(v))];
        y[77_777] = 10;

        var drawn = new Drawn(new Plot("").Line("a", x, y));

        var line = Assert.Single(drawn.Pieces);
        Assert.InRange(line.Count, 100, 4 * 720);
        var few = Assert.Single(new Drawn(new Plot("").Line("a", [0, 77_777, 199_999], [-1, 10, 0])).Pieces);
        Assert.Equal(few.Min(static p => p.Y), line.Min(static p => p.Y), 1);
    }

    [Fact]
    public void Bars_of_two_sets_stand_side_by_side_and_negative_ones_hang()
    {
        var drawn = new Drawn(new Plot("").Bars("a", ["x", "y"], [1, -2]).Bars("b", ["y", "z"], [2, double.NaN]));

        var bars = drawn.Named("rect").ToList();
        Assert.Equal(3, bars.Count);
        double foot = Drawn.Number(bars[0], "y") + Drawn.Number(bars[0], "height");
        Assert.Equal(foot, Drawn.Number(bars[1], "y"), 1);
        Assert.Equal(foot, Drawn.Number(bars[2], "y") + Drawn.Number(bars[2], "height"), 1);
        Assert.True(Drawn.Number(bars[2], "x") >= Drawn.Number(bars[1], "x") + Drawn.Number(bars[1], "width"));
    }

    [Fact]
    public void Marks_of_one_name_share_a_colour_and_an_entry()
    {
        var drawn = new Drawn(new Plot("t").Band("loss", Epochs, [0, 0, 0, 0, 0], [2, 2, 2, 2, 2]).Line("loss", Epochs, [1, 1, 1, 1, 1]).Line("other", Epochs, [2, 2, 2, 2, 2]));

        Assert.Single(drawn.Texts, "loss");
        Assert.Equal("var(--c0)", drawn.Named("path").First().Attribute("fill")!.Value);
        Assert.Equal("var(--c0)", drawn.Named("path").ElementAt(1).Attribute("stroke")!.Value);
    }

    [Fact]
    public void Histograms_count_every_number_once()
    {
        double[] values = [0, 0.1, 0.2, 1, 1, 1, double.NaN, double.NegativeInfinity];
        var outline = Assert.Single(new Drawn(new Plot("").Histogram("h", values, bins: 2)).Pieces);

        // Two bins of three: one flat top.
        Assert.Equal(6, outline.Count);
        Assert.Equal(outline[1].Y, outline[4].Y, 3);
        Assert.NotEmpty(new Drawn(new Plot("").Histogram("constant", [7, 7, 7])).Pieces);
        Assert.NotEmpty(new Drawn(new Plot("") { LogX = true }.Histogram("log", [1e-6, 1e-3, 1, 0, -1])).Pieces);
    }

    [Fact]
    public void Cells_show_their_numbers_where_there_is_room()
    {
        var small = new Drawn(new Plot("").Cells(["a", "b"], ["c", "d"], new[,] { { 1.0, 22 }, { 333, double.NaN } }));
        string[] many = [.. Enumerable.Range(0, 60).Select(static i => FormattableString.Invariant($"class {i}"))];
        var large = new Drawn(new Plot("").Cells(many, many, new double[60, 60]));

        Assert.Contains("333", small.Texts);
        Assert.Equal(4, small.Named("rect").Count());
        Assert.Equal(3600, large.Named("rect").Count());
        Assert.Empty(large.Named("text"));
    }

    [Fact]
    public void Arguments_that_do_not_fit_are_named()
    {
        var plot = new Plot("t");
        var error = Assert.Throws<ArgumentException>(() => plot.Line("a", [1, 2], [1]));
        Assert.Equal("Plot.Line: x has 2 elements and y has 1; give one for each (Parameter 'y')", error.Message);
        error = Assert.Throws<ArgumentException>(() => plot.Contours([1, 2], [1, 2, 3], new double[2, 3]));
        Assert.Equal("Plot.Contours: z is [2, 3], y has 3 elements and x 2; give [3, 2] (Parameter 'z')", error.Message);
        Assert.Throws<ArgumentException>(() => plot.Contours([2, 1], [1, 2], new double[2, 2]));
        Assert.Throws<ArgumentException>(() => plot.Regions([0, double.NaN], [1, 2], new int[2, 2]));
        Assert.Throws<ArgumentException>(() => plot.Cells(["a", "a"], ["b"], new double[1, 2]));
        Assert.Throws<ArgumentException>(() => plot.Bars("a", ["x", null!], [1, 2]));
        Assert.Throws<ArgumentOutOfRangeException>(() => plot.Histogram("a", [1], bins: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => plot.ToSvg(width: 10));
        Assert.Throws<ArgumentNullException>(() => plot.Line(null!, [1], [1]));
        Assert.Throws<ArgumentNullException>(() => plot.Line("a", null!, [1]));
    }

    [Fact]
    public void What_was_given_may_change_afterwards()
    {
        double[] y = [1, 2, 3, 4, 5];
        var plot = new Plot("t").Line("a", Epochs, y);
        string before = plot.ToSvg();
        y[2] = 100;

        Assert.Equal(before, plot.ToSvg());
    }

    [Fact]
    public void A_file_is_written_whole_or_not_at_all()
    {
        string folder = Directory.CreateTempSubdirectory("plots").FullName;
        try
        {
            var plot = new Plot("t").Line("a", Epochs, Epochs);
            plot.Save(Path.Combine(folder, "a.svg"));
            Assert.Equal(plot.ToSvg(), File.ReadAllText(Path.Combine(folder, "a.svg")));
            Assert.ThrowsAny<IOException>(() => plot.Save(Path.Combine(folder, "missing", "a.svg")));
            Assert.Single(Directory.GetFileSystemEntries(folder));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
