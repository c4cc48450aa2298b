namespace Autograd.Training;

/// <summary>A bar for each label, up or down from 0. Several sets of bars stand side by side.</summary>
internal sealed class BarsMark(string name, string[] labels, double[] values) : IMark
{
    public IReadOnlyList<string> Names => [name];

    public LegendShape Shape => LegendShape.Bar;

    public string Description => $"bars {Words.Named(name)}{string.Join(", ", labels.Zip(values).Take(20).Select(static b => $"{b.First} {Words.Number(b.Second)}"))}{(labels.Length > 20 ? ", ..." : "")}";

    public void Measure(Reach x, Reach y)
    {
        foreach (string label in labels) x.Take(label);
        foreach (double value in values) y.Take(value);
        y.FromZero = true;
    }

    public void Draw(Frame frame)
    {
        if (frame.XScale is not CategoryScale categories) return;
        var groups = frame.Marks.OfType<BarsMark>().ToList();
        double slot = frame.Width / categories.Labels.Count, width = Math.Min(0.76 * slot, 90.0 * groups.Count) / groups.Count, gap = Math.Min(1, 0.1 * width);
        double offset = (groups.IndexOf(this) - groups.Count / 2.0) * width;
        var style = frame.Palette.Of(name);
        for (int i = 0; i < labels.Length; i++)
        {
            if (!frame.YScale.Has(values[i]) || !double.IsFinite(frame.Y(values[i]))) continue;
            double left = frame.X(IndexOf(categories.Labels, labels[i])) + offset + gap, top = Math.Min(frame.Y(values[i]), frame.Base), bottom = Math.Max(frame.Y(values[i]), frame.Base);
            frame.Svg.Rectangle(left, top, width - 2 * gap, bottom - top, $"fill=\"{style.Colour}\" fill-opacity=\"{Style.BarOpacity}\"", $"{labels[i]}: {Words.Named(name)}{Words.Number(values[i])}");
            Tell(frame, left + width / 2 - gap, values[i], top, bottom, slot / groups.Count);
        }
    }

    /// <summary>The number at the end of the bar, where the bars are broad enough for all of them.</summary>
    private void Tell(Frame frame, double middle, double value, double top, double bottom, double room)
    {
        const double Size = 11;
        if (values.Where(double.IsFinite).Max(static v => TextWidth.Of(Words.Number(v), Size)) > room - 4) return;
        double y = value < 0 ? bottom + Size + 2 : top - 4;
        if (y - Size < frame.Top - 6 || y > frame.Bottom) return;
        frame.Svg.Text(middle, y, Words.Number(value), "class=\"k\" text-anchor=\"middle\"");
    }

    private static int IndexOf(IReadOnlyList<string> labels, string label)
    {
        for (int i = 0; i < labels.Count; i++)
        {
            if (string.Equals(labels[i], label, StringComparison.Ordinal)) return i;
        }
        return -1;
    }
}
