using System.Text;

namespace Autograd.Training;

/// <summary>A line through points in their order. Where a point has no place the line is broken; a point between two breaks is a dot.</summary>
internal sealed class LineMark(string name, double[] x, double[] y) : IMark
{
    public IReadOnlyList<string> Names => [name];

    public LegendShape Shape => LegendShape.Line;

    public string Description => $"line {Words.Named(name)}{Words.Range(y)}";

    public string Name => name;

    public void Measure(Reach x1, Reach y1)
    {
        for (int i = 0; i < x.Length; i++) Reach.Take(x1, x[i], y1, y[i]);
    }

    public void Draw(Frame frame)
    {
        var style = frame.Palette.Of(name);
        var steps = new StringBuilder();
        foreach (var piece in Pieces(frame))
        {
            if (piece.Count == 1) style.Point(frame.Svg, piece[0].X, piece[0].Y, 3);
            else steps.Append(Steps(Thinned(piece)));
        }
        if (steps.Length > 0) frame.Svg.Path(steps.ToString(), style.Stroke);
    }

    /// <summary>The last point that has a place; null where there is none.</summary>
    public (double X, double Y)? End(Frame frame)
    {
        int last = Enumerable.Range(0, x.Length).LastOrDefault(i => frame.Has(x[i], y[i]), -1);
        return last < 0 ? null : (frame.X(x[last]), frame.Y(y[last]));
    }

    /// <summary>Where on the axis the last point lies, from 0 to 1; 0 where there is none.</summary>
    public double EndsAt(Scale scale)
    {
        int last = Enumerable.Range(0, x.Length).LastOrDefault(i => scale.Has(x[i]) && double.IsFinite(y[i]), -1);
        return last < 0 ? 0 : scale.Share(x[last]);
    }

    /// <summary>The steps of a path through points.</summary>
    public static string Steps(IReadOnlyList<(double X, double Y)> points)
    {
        var steps = new StringBuilder();
        for (int i = 0; i < points.Count; i++) steps.Append(SvgWriter.Step(i == 0 ? 'M' : 'L', points[i].X, points[i].Y));
        return steps.ToString();
    }

    private List<List<(double X, double Y)>> Pieces(Frame frame)
    {
        var pieces = new List<List<(double X, double Y)>>();
        bool isOpen = false;
        for (int i = 0; i < x.Length; i++)
        {
            bool has = frame.Has(x[i], y[i]);
            if (has && !isOpen) pieces.Add([]);
            if (has) pieces[^1].Add((frame.X(x[i]), frame.Y(y[i])));
            isOpen = has;
        }
        return pieces;
    }

    /// <summary>Of points in one column of pixels the first, the lowest, the highest and the last: the picture is the same, of a million steps as of a thousand.</summary>
    private static List<(double X, double Y)> Thinned(List<(double X, double Y)> points)
    {
        var kept = new List<(double X, double Y)>();
        for (int from = 0, to; from < points.Count; from = to)
        {
            for (to = from + 1; to < points.Count && (int)points[to].X == (int)points[from].X;) to++;
            if (to - from <= 4)
            {
                kept.AddRange(points[from..to]);
                continue;
            }
            int low = from, high = from;
            for (int i = from; i < to; i++)
            {
                if (points[i].Y < points[low].Y) low = i;
                if (points[i].Y > points[high].Y) high = i;
            }
            kept.AddRange(new SortedSet<int> { from, low, high, to - 1 }.Select(i => points[i]));
        }
        return kept;
    }
}
