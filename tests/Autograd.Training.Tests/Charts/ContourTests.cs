namespace Autograd.Training.Tests.Charts;

/// <summary>Level curves lie where the function has the level.</summary>
public sealed class ContourTests
{
    private static readonly double[] Axis = [.. Enumerable.Range(0, 41).Select(static i => -2 + 0.1 * i)];

    [Fact]
    public void The_level_curve_of_a_bowl_is_one_closed_circle()
    {
        var drawn = new Drawn(new Plot("").Contours(Axis, Axis, Grid(static (x, y) => x * x + y * y), [1.0]), 500, 500);

        var line = Assert.Single(drawn.Pieces);
        Assert.Equal(line[0], line[^1]);
        double cx = line.Average(static p => p.X), cy = line.Average(static p => p.Y), rx = (line.Max(static p => p.X) - line.Min(static p => p.X)) / 2, ry = (line.Max(static p => p.Y) - line.Min(static p => p.Y)) / 2;
        Assert.All(line, p => Assert.Equal(1, Math.Pow((p.X - cx) / rx, 2) + Math.Pow((p.Y - cy) / ry, 2), 0.03));
    }

    [Fact]
    public void A_plane_has_straight_lines_from_border_to_border()
    {
        var drawn = new Drawn(new Plot("").Contours(Axis, Axis, Grid(static (x, _) => x), [-1.0, 0.05, 1.0]));

        Assert.Equal(3, drawn.Pieces.Count);
        Assert.All(drawn.Pieces, static line => Assert.All(line, p => Assert.Equal(line[0].X, p.X, 1)));
    }

    [Fact]
    public void A_saddle_is_cut_as_its_middle_says()
    {
        // Above the level in two opposite corners, and in the middle by 0.25: one area, so two lines about the other corners.
        double[,] z = { { 2, 0 }, { 0, 3 } };
        var lines = new Drawn(new Plot("").Contours([0, 1], [0, 1], z, [1.0])).Pieces;
        double[,] other = { { 2, 0 }, { 0, 1.5 } };
        var otherLines = new Drawn(new Plot("").Contours([0, 1], [0, 1], other, [1.0])).Pieces;

        Assert.Equal(2, lines.Count);
        Assert.Equal(2, otherLines.Count);
        // A line about the lower right corner falls to the right; one about the lower left rises... downwards on the screen.
        Assert.Contains(lines, static l => IsAbout(l, right: true, low: true));
        Assert.Contains(otherLines, static l => IsAbout(l, right: false, low: true));

        static bool IsAbout(IReadOnlyList<(double X, double Y)> line, bool right, bool low)
        {
            double x = line.Average(static p => p.X), y = line.Average(static p => p.Y);
            return x > 380 == right && y > 210 == low;
        }
    }

    [Fact]
    public void Where_a_value_is_missing_there_is_no_line()
    {
        var z = Grid(static (x, y) => x * x + y * y);
        z[20, 30] = double.NaN;
        var broken = new Drawn(new Plot("").Contours(Axis, Axis, z, [1.0]));

        var line = Assert.Single(broken.Pieces);
        Assert.NotEqual(line[0], line[^1]);
    }

    [Fact]
    public void Levels_are_round_and_about_as_many_as_asked_for()
    {
        int Levels(Func<double, double, double> f, int levels) => new Drawn(new Plot("").Contours(Axis, Axis, Grid(f), levels)).Named("path").Count();

        Assert.InRange(Levels(static (x, y) => x * x + 10 * y * y, 12), 6, 12);
        Assert.InRange(Levels(static (x, y) => 1e-7 * x * y, 12), 6, 12);
        Assert.Equal(0, Levels(static (_, _) => 3, 12));
        Assert.Equal(0, Levels(static (_, _) => double.NaN, 12));
    }

    private static double[,] Grid(Func<double, double, double> f)
    {
        var z = new double[Axis.Length, Axis.Length];
        for (int i = 0; i < Axis.Length; i++)
        {
            for (int j = 0; j < Axis.Length; j++) z[i, j] = f(Axis[j], Axis[i]);
        }
        return z;
    }
}
