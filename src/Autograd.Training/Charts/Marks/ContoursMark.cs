namespace Autograd.Training;

/// <summary>Level curves of a function on a grid, at values that are multiples of 1, 2 or 5 times a power of ten, the higher the stronger; some tell their value.</summary>
internal sealed class ContoursMark(double[] x, double[] y, double[,] z, IReadOnlyList<double> levels) : IMark
{
    private const double Size = 10;

    public IReadOnlyList<string> Names => [];

    public LegendShape Shape => LegendShape.Line;

    public string Description => levels.Count == 0 ? "level curves of a constant" : FormattableString.Invariant($"{levels.Count} level curves from {levels[0]:G4} to {levels[^1]:G4}");

    /// <summary>About so many round values between the smallest and the largest.</summary>
    public static IReadOnlyList<double> Round(double[,] z, int levels)
    {
        double[] finite = [.. z.Cast<double>().Where(static v => Math.Abs(v) <= 1e300)];
        if (finite.Length == 0) return [];
        double low = finite.Min(), high = finite.Max();
        if (high - low <= 1e-12 * Math.Max(Math.Abs(low), Math.Abs(high)) || high - low < 1e-299) return [];
        double step = LinearScale.Step((high - low) / levels);
        var values = new List<double>();
        for (double i = Math.Floor(low / step) + 1; i * step < high; i++) values.Add(i * step);
        return values;
    }

    public void Measure(Reach x1, Reach y1)
    {
        foreach (double value in x) x1.Take(value);
        foreach (double value in y) y1.Take(value);
        (x1.IsSnug, y1.IsSnug) = (true, true);
    }

    public void Draw(Frame frame)
    {
        var told = new List<(double X, double Y)>();
        for (int i = 0; i < levels.Count; i++)
        {
            string text = Words.Number(levels[i]);
            double strength = levels.Count == 1 ? 1 : 0.35 + 0.65 * i / (levels.Count - 1);
            var lines = MarchingSquares.Lines(x, y, z, levels[i]).Select(line => line.Where(p => frame.Has(p.X, p.Y)).Select(p => (X: frame.X(p.X), Y: frame.Y(p.Y))).ToList()).Where(static line => line.Count > 1).ToList();
            if (lines.Count == 0) continue;
            frame.Svg.Path(string.Concat(lines.Select(LineMark.Steps)), FormattableString.Invariant($"fill=\"none\" stroke=\"var(--seq)\" stroke-opacity=\"{strength:0.##}\" stroke-width=\"1.2\" stroke-linejoin=\"round\""), text);
            Tell(frame, text, lines.MaxBy(Length)!, told);
        }
    }

    /// <summary>The value on the longest line of a level, at the first of a few places where no other value and no border is near.</summary>
    private static void Tell(Frame frame, string text, List<(double X, double Y)> line, List<(double X, double Y)> told)
    {
        double width = TextWidth.Of(text, Size);
        if (Length(line) < 3 * width + 40) return;
        foreach (double share in new[] { 0.5, 0.3, 0.7, 0.15, 0.85 })
        {
            var (px, py) = line[(int)(share * (line.Count - 1))];
            if (px - width / 2 < frame.Left + 3 || px + width / 2 > frame.Right - 3 || py < frame.Top + 9 || py > frame.Bottom - 9) continue;
            if (told.Exists(t => Math.Abs(t.X - px) < width + 14 && Math.Abs(t.Y - py) < Size + 8)) continue;
            told.Add((px, py));
            frame.Svg.Text(px, py + 3.5, text, "font-size=\"10\" text-anchor=\"middle\" paint-order=\"stroke\" stroke=\"var(--bg)\" stroke-width=\"3.5\" stroke-linejoin=\"round\" pointer-events=\"none\"");
            return;
        }
    }

    private static double Length(List<(double X, double Y)> line)
    {
        double length = 0;
        for (int i = 1; i < line.Count; i++) length += Math.Sqrt(Math.Pow(line[i].X - line[i - 1].X, 2) + Math.Pow(line[i].Y - line[i - 1].Y, 2));
        return length;
    }
}
