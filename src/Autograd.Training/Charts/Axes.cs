namespace Autograd.Training;

/// <summary>The two axes of a plot: how much room their numbers and names need, and the drawing of both.</summary>
internal sealed class Axes
{
    private const double TickSize = 11, LabelHeight = 20, TickHeight = 20, LongestCategory = 130;

    // Names that have no room side by side are turned by so much.
    private const double Turn = 38 * Math.PI / 180, TurnedDistance = 20;

    private readonly Scale x, y;
    private readonly string xLabel, yLabel;
    private readonly bool isSnug;
    private IReadOnlyList<Tick> xTicks = [], yTicks = [];
    private bool isTurned;

    public Axes(Reach xReach, Reach yReach, string? xLabel, string? yLabel)
    {
        (x, y) = (Scale.Of(xReach), Scale.Of(yReach));
        this.xLabel = WithUnit(xLabel, x);
        this.yLabel = WithUnit(yLabel, y);
        isSnug = xReach.IsSnug || yReach.IsSnug;
    }

    public Scale X => x;

    public Scale Y => y;

    /// <summary>Chooses the ticks and gives the area that is left between the axes and the borders.</summary>
    /// <param name="left">The left border.</param>
    /// <param name="top">The upper border.</param>
    /// <param name="right">The right border.</param>
    /// <param name="bottom">The lower border.</param>
    public (double Left, double Top, double Width, double Height) Fit(double left, double top, double right, double bottom)
    {
        double below = TickHeight + (xLabel.Length > 0 ? LabelHeight : 0);
        yTicks = y.Ticks(Room(bottom - below - top, y is CategoryScale ? TickSize + 3 : 44));
        double beside = yTicks.Select(static t => Math.Min(LongestCategory, TextWidth.Of(t.Label, TickSize))).DefaultIfEmpty().Max() + 8 + (yLabel.Length > 0 ? LabelHeight : 0);
        double width = right - left - beside;
        if (x is CategoryScale categories)
        {
            double widest = categories.Labels.Max(static l => Math.Min(LongestCategory, TextWidth.Of(l, TickSize)));
            isTurned = widest > width / categories.Labels.Count - 6;
            if (isTurned)
            {
                below += widest * Math.Sin(Turn) - 4;
                // A turned name begins to the left of its place; the first one must not begin beyond the border.
                beside = Math.Max(beside, Math.Min(0.3 * (right - left), widest * Math.Cos(Turn) - width / categories.Labels.Count / 2 + 6));
                width = right - left - beside;
            }
            xTicks = x.Ticks(isTurned ? Room(width, TurnedDistance) : categories.Labels.Count);
        }
        else
        {
            xTicks = Spaced(width);
        }
        double height = bottom - below - top;
        yTicks = y.Ticks(Room(height, y is CategoryScale ? TickSize + 3 : 44));
        return (left + beside, top, width, height);
    }

    /// <summary>Draws what lies behind the marks.</summary>
    public void Draw(Frame frame)
    {
        var svg = frame.Svg;
        foreach (var tick in yTicks)
        {
            double at = frame.Bottom - tick.Share * frame.Height;
            if (y is not CategoryScale && !isSnug) svg.Line(frame.Left, at, frame.Right, at, Grid(tick));
            else if (y is not CategoryScale) svg.Line(frame.Left - 4, at, frame.Left, at, "stroke=\"var(--axis)\"");
            if (tick.Label.Length > 0) svg.Text(frame.Left - 8, at + 4, tick.Label, LongestCategory, TickSize, "class=\"k\" text-anchor=\"end\"");
        }
        foreach (var tick in xTicks) DrawAcross(frame, tick);
        svg.Line(frame.Left, frame.Bottom, frame.Right, frame.Bottom, "stroke=\"var(--axis)\"");
        if (isSnug) svg.Line(frame.Left, frame.Top, frame.Left, frame.Bottom, "stroke=\"var(--axis)\"");
    }

    /// <summary>Draws the names of the axes.</summary>
    /// <param name="frame">The area between them.</param>
    /// <param name="left">The left border.</param>
    /// <param name="bottom">The lower border.</param>
    public void DrawLabels(Frame frame, double left, double bottom)
    {
        if (xLabel.Length > 0) frame.Svg.Text(frame.Left + frame.Width / 2, bottom - 5, xLabel, frame.Width, 12, "class=\"l\" text-anchor=\"middle\"");
        if (yLabel.Length == 0) return;
        double at = left + 10, middle = frame.Top + frame.Height / 2;
        frame.Svg.Text(at, middle, yLabel, frame.Height, 12, FormattableString.Invariant($"class=\"l\" text-anchor=\"middle\" transform=\"rotate(-90 {at:0.##} {middle:0.##})\""));
    }

    private void DrawAcross(Frame frame, Tick tick)
    {
        double at = frame.Left + tick.Share * frame.Width;
        if (x is CategoryScale)
        {
            double height = frame.Bottom + (isTurned ? 12 : 15);
            string turn = isTurned ? FormattableString.Invariant($" text-anchor=\"end\" transform=\"rotate(-38 {at + 3:0.##} {height:0.##})\"") : " text-anchor=\"middle\"";
            frame.Svg.Text(isTurned ? at + 3 : at, height, tick.Label, LongestCategory, TickSize, "class=\"k\"" + turn);
            return;
        }
        if (isSnug) frame.Svg.Line(at, frame.Bottom, at, frame.Bottom + 4, "stroke=\"var(--axis)\"");
        else frame.Svg.Line(at, frame.Top, at, frame.Bottom, Grid(tick));
        if (tick.Label.Length > 0) frame.Svg.Text(at, frame.Bottom + 16, tick.Label, "class=\"k\" text-anchor=\"middle\"");
    }

    private static string Grid(Tick tick) => tick.Label.Length > 0 ? "stroke=\"var(--grid)\"" : "stroke=\"var(--grid)\" stroke-opacity=\"0.5\"";

    /// <summary>As many ticks as have room side by side.</summary>
    private IReadOnlyList<Tick> Spaced(double width)
    {
        for (int atMost = Room(width, 56); atMost > 2; atMost--)
        {
            var ticks = x.Ticks(atMost);
            double[] places = [.. ticks.Where(static t => t.Label.Length > 0).Select(static t => t.Share).Order()];
            double distance = places.Length < 2 ? width : width * places.Zip(places.Skip(1), static (a, b) => b - a).Min();
            if (ticks.All(t => TextWidth.Of(t.Label, TickSize) + 10 <= distance)) return ticks;
        }
        return x.Ticks(2);
    }

    private static int Room(double length, double each) => Math.Max(2, (int)(length / each));

    private static string WithUnit(string? label, Scale scale) =>
        scale.Unit.Length == 0 ? label ?? "" : string.IsNullOrEmpty(label) ? scale.Unit : $"{label} ({scale.Unit})";
}
