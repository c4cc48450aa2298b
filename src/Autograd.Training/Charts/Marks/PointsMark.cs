namespace Autograd.Training;

/// <summary>Points. Those that would lie on one another to half a pixel are drawn once.</summary>
internal sealed class PointsMark(string name, double[] x, double[] y) : IMark
{
    // Beyond so many points each is smaller, and none has a tip.
    private const int Few = 300;

    public IReadOnlyList<string> Names => [name];

    public LegendShape Shape => LegendShape.Dot;

    public string Description => $"points {Words.Named(name)}{Words.Range(y)}";

    public void Measure(Reach x1, Reach y1)
    {
        for (int i = 0; i < x.Length; i++) Reach.Take(x1, x[i], y1, y[i]);
    }

    public void Draw(Frame frame)
    {
        var style = frame.Palette.Of(name);
        bool isFew = x.Length <= Few;
        var drawn = new HashSet<(int, int)>();
        for (int i = 0; i < x.Length; i++)
        {
            if (!frame.Has(x[i], y[i])) continue;
            double px = frame.X(x[i]), py = frame.Y(y[i]);
            if (!drawn.Add(((int)(2 * px), (int)(2 * py)))) continue;
            style.Point(frame.Svg, px, py, isFew ? 3.2 : 2.2, isFew ? $"{Words.Named(name)}{Words.Number(x[i])}: {Words.Number(y[i])}" : null);
        }
    }
}
