namespace Autograd.Training;

/// <summary>The class of each place of a grid, as an area of the class's colour. A negative class is none.</summary>
internal sealed class RegionsMark(double[] x, double[] y, int[,] classes) : IMark
{
    private readonly int[] present = [.. classes.Cast<int>().Where(static c => c >= 0).Distinct().Order()];

    public IReadOnlyList<string> Names => [.. present.Select(Name)];

    public LegendShape Shape => LegendShape.Patch;

    public string Description => FormattableString.Invariant($"regions of {present.Length} classes on a grid of {x.Length} by {y.Length}");

    public static string Name(int label) => FormattableString.Invariant($"class {label}");

    public void Measure(Reach x1, Reach y1)
    {
        foreach (double edge in Edges(x)) x1.Take(edge);
        foreach (double edge in Edges(y)) y1.Take(edge);
        (x1.IsSnug, y1.IsSnug) = (true, true);
    }

    public void Draw(Frame frame)
    {
        double[] across = Edges(x), up = Edges(y);
        frame.Svg.Open("shape-rendering=\"crispEdges\"");
        for (int row = 0; row < y.Length; row++)
        {
            // Neighbours of one class are one rectangle.
            for (int from = 0, to; from < x.Length; from = to)
            {
                int label = classes[row, from];
                for (to = from + 1; to < x.Length && classes[row, to] == label;) to++;
                if (label < 0 || !frame.Has(across[from], up[row]) || !frame.Has(across[to], up[row + 1])) continue;
                var style = frame.Palette.Of(Name(label));
                double left = frame.X(across[from]), top = frame.Y(up[row + 1]);
                frame.Svg.Rectangle(left, top, frame.X(across[to]) - left, frame.Y(up[row]) - top, $"fill=\"{style.Colour}\" fill-opacity=\"{style.AreaOpacity}\"");
            }
        }
        frame.Svg.Close();
    }

    /// <summary>The borders between places: halfway to the neighbours, as far beyond the last ones.</summary>
    private static double[] Edges(double[] places)
    {
        int n = places.Length;
        if (n == 0) return [];
        if (n == 1) return [places[0] - 0.5, places[0] + 0.5];
        double Between(int i) => places[i] / 2 + places[i + 1] / 2;
        return [2 * places[0] - Between(0), .. Enumerable.Range(0, n - 1).Select(Between), 2 * places[^1] - Between(n - 2)];
    }
}
