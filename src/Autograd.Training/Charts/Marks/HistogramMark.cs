namespace Autograd.Training;

/// <summary>How many values lie in each of equally wide bins between the smallest and the largest; on a logarithmic axis the bins are equally wide there.</summary>
internal sealed class HistogramMark(string name, double[] values, int bins) : IMark
{
    public IReadOnlyList<string> Names => [name];

    public LegendShape Shape => LegendShape.Patch;

    public string Description => $"histogram {Words.Named(name)}{Words.Range(values)}";

    public void Measure(Reach x, Reach y)
    {
        var (edges, counts) = Count(x);
        foreach (double edge in edges) x.Take(edge);
        foreach (double count in counts) y.Take(count);
        y.FromZero = true;
    }

    public void Draw(Frame frame)
    {
        var reach = new Reach(frame.XScale is LogScale, isUpright: false);
        var (edges, counts) = Count(reach);
        if (counts.Length == 0) return;
        var style = frame.Palette.Of(name);
        var outline = new List<(double, double)> { (frame.X(edges[0]), frame.Base) };
        for (int i = 0; i < counts.Length; i++)
        {
            double top = counts[i] > 0 ? frame.Y(counts[i]) : frame.Base;
            outline.Add((frame.X(edges[i]), top));
            outline.Add((frame.X(edges[i + 1]), top));
        }
        outline.Add((frame.X(edges[^1]), frame.Base));
        frame.Svg.Path(LineMark.Steps(outline) + "Z", $"fill=\"{style.Colour}\" fill-opacity=\"0.3\" stroke=\"{style.Colour}\" stroke-width=\"1.2\" stroke-linejoin=\"round\"", Description);
    }

    /// <summary>The edges of the bins and the counts between them; none where no value has a place.</summary>
    private (double[] Edges, double[] Counts) Count(Reach x)
    {
        double[] placed = [.. values.Where(x.Has)];
        if (placed.Length == 0) return ([], []);
        double To(double v) => x.IsLog ? Math.Log10(v) : v;
        double From(double v) => x.IsLog ? Math.Pow(10, v) : v;
        double low = To(placed.Min()), high = To(placed.Max()), size = Math.Max(Math.Abs(low), Math.Abs(high));
        // Values that are all the same, but for rounding, are the middle of a range (numpy.histogram takes half a unit to both sides).
        if (high - low <= 1e-12 * size || high - low < 1e-299) (low, high) = (low - Math.Max(0.5, 0.05 * size), high + Math.Max(0.5, 0.05 * size));
        var counts = new double[bins];
        foreach (double value in placed) counts[Math.Clamp((int)((To(value) - low) / (high - low) * bins), 0, bins - 1)]++;
        return ([.. Enumerable.Range(0, bins + 1).Select(i => From(low + (high - low) * i / bins))], counts);
    }
}
