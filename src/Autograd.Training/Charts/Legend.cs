namespace Autograd.Training;

/// <summary>What the colours mean: at the ends of lines where that is possible, otherwise in rows above the axes.</summary>
internal sealed class Legend
{
    private const double Size = 12, SignWidth = 22, Gap = 18, RowHeight = 19, LongestName = 190;
    private const int MostRows = 5, MostEnds = 6;

    private readonly IReadOnlyList<LegendEntry> entries;
    private readonly List<List<LegendEntry>> rows = [];
    private readonly int untold;

    /// <summary>Lays the legend out.</summary>
    /// <param name="marks">The marks of the plot.</param>
    /// <param name="palette">Their colours.</param>
    /// <param name="told">What the title or an axis says already: alone, it needs no legend.</param>
    /// <param name="x">The axis to the right.</param>
    /// <param name="width">The room for a row.</param>
    public Legend(IReadOnlyList<IMark> marks, Palette palette, IEnumerable<string?> told, Scale x, double width)
    {
        entries = palette.Entries;
        if (entries.Count == 0 || (entries.Count == 1 && told.Contains(entries[0].Name, StringComparer.OrdinalIgnoreCase))) return;
        IsAtEnds = entries.Count <= MostEnds && entries.All(static e => e.Shape == LegendShape.Line) && marks.OfType<LineMark>().All(m => m.Name.Length > 0 && m.EndsAt(x) > 0.9);
        if (!IsAtEnds) untold = Fill(width);
    }

    /// <summary>Whether the names stand at the ends of their lines.</summary>
    public bool IsAtEnds { get; }

    /// <summary>The height of the rows.</summary>
    public double Height => rows.Count * RowHeight + (rows.Count > 0 ? 5 : 0);

    /// <summary>The room that names need to the right of the axes.</summary>
    public double EndsWidth => IsAtEnds ? 14 + entries.Max(static e => Math.Min(LongestName, TextWidth.Of(e.Name, Size))) : 0;

    public void Draw(SvgWriter svg, double left, double top)
    {
        for (int i = 0; i < rows.Count; i++)
        {
            double x = left, y = top + i * RowHeight + RowHeight / 2;
            foreach (var entry in rows[i])
            {
                entry.Style.Sign(svg, entry.Shape, x, y);
                svg.Text(x + SignWidth, y + 4, entry.Name, LongestName, Size, "class=\"n\"");
                x += Room(entry);
            }
            if (i == rows.Count - 1 && untold > 0) svg.Text(x, y + 4, FormattableString.Invariant($"and {untold} more"), "class=\"l\"");
        }
    }

    /// <summary>The names beside the last points of their lines, pushed apart where they would lie on one another.</summary>
    public void DrawEnds(Frame frame)
    {
        if (!IsAtEnds) return;
        const double Distance = 15;
        var ends = frame.Marks.OfType<LineMark>()
            .Select(m => (m.Name, End: m.End(frame)))
            .Where(static e => e.End is not null)
            .GroupBy(static e => e.Name, static e => e.End!.Value.Y, StringComparer.Ordinal)
            .Select(static g => (Name: g.Key, Y: g.First()))
            .OrderBy(static e => e.Y).ToList();
        double[] heights = [.. ends.Select(static e => e.Y)];
        for (int i = 1; i < heights.Length; i++) heights[i] = Math.Max(heights[i], heights[i - 1] + Distance);
        // What was pushed below the axis comes up again.
        double lowest = frame.Bottom;
        for (int i = heights.Length - 1; i >= 0; i--, lowest -= Distance) heights[i] = Math.Min(heights[i], lowest);
        for (int i = 0; i < heights.Length; i++)
            frame.Svg.Text(frame.Right + 8, heights[i] + 4, ends[i].Name, LongestName, Size, $"class=\"n\" style=\"fill:{frame.Palette.Of(ends[i].Name).Colour}\"");
    }

    private static double Room(LegendEntry entry) => SignWidth + Math.Min(LongestName, TextWidth.Of(entry.Name, Size)) + Gap;

    /// <summary>Fills rows with entries as long as there are rows; gives how many found no place.</summary>
    private int Fill(double width)
    {
        double left = 0;
        for (int i = 0; i < entries.Count; i++)
        {
            // The last row keeps room to say how many more there are.
            double limit = rows.Count == MostRows ? width - 90 : width;
            if (rows.Count == 0 || left + Room(entries[i]) - Gap > limit)
            {
                if (rows.Count == MostRows) return entries.Count - i;
                rows.Add([]);
                left = 0;
            }
            rows[^1].Add(entries[i]);
            left += Room(entries[i]);
        }
        return 0;
    }
}
