namespace Autograd.Training;

/// <summary>The area between two lines: a spread. A line of the same name has the same colour.</summary>
internal sealed class BandMark(string name, double[] x, double[] low, double[] high) : IMark
{
    public IReadOnlyList<string> Names => [name];

    public LegendShape Shape => LegendShape.Patch;

    public string Description => $"band {Words.Named(name)}from {Words.Range(low)} to {Words.Range(high)}";

    public void Measure(Reach x1, Reach y1)
    {
        for (int i = 0; i < x.Length; i++)
        {
            if (!y1.Has(low[i]) || !y1.Has(high[i])) continue;
            Reach.Take(x1, x[i], y1, low[i]);
            Reach.Take(x1, x[i], y1, high[i]);
        }
    }

    public void Draw(Frame frame)
    {
        var style = frame.Palette.Of(name);
        for (int from = 0, to; from < x.Length; from = to + 1)
        {
            for (to = from; to < x.Length && frame.Has(x[to], low[to]) && frame.Has(x[to], high[to]);) to++;
            int[] piece = [.. Enumerable.Range(from, to - from)];
            if (piece.Length == 0) continue;
            (double, double)[] outline = [.. piece.Select(i => (frame.X(x[i]), frame.Y(high[i]))), .. piece.Reverse().Select(i => (frame.X(x[i]), frame.Y(low[i])))];
            // A piece of one place has no area: its outline shows it.
            string stroke = piece.Length == 1 ? $" stroke=\"{style.Colour}\" stroke-width=\"4\" stroke-opacity=\"0.4\"" : "";
            frame.Svg.Path(LineMark.Steps(outline) + "Z", $"fill=\"{style.Colour}\" fill-opacity=\"0.2\"{stroke}");
        }
    }
}
