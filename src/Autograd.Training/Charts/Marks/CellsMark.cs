namespace Autograd.Training;

/// <summary>A table of numbers as shades, with the numbers where there is room: a confusion matrix, correlations.</summary>
internal sealed class CellsMark(string[] columns, string[] rows, double[,] values) : IMark
{
    // Of the shades' strength, where black and white have the same contrast: in the dark scheme and in the light one.
    private const double DarkTurn = 0.55, LightTurn = 0.73;
    // The shade of the smallest number: a cell is seen to be there.
    private const double Faintest = 0.04;

    private const int Size = 11;

    public IReadOnlyList<string> Names => [];

    public LegendShape Shape => LegendShape.Patch;

    public string Description => FormattableString.Invariant($"cells, {rows.Length} rows and {columns.Length} columns: {Words.Range([.. values.Cast<double>()])}");

    public void Measure(Reach x, Reach y)
    {
        foreach (string column in columns) x.Take(column);
        foreach (string row in rows) y.Take(row);
        (x.IsSnug, y.IsSnug) = (true, true);
    }

    public void Draw(Frame frame)
    {
        double width = frame.Width / columns.Length, height = frame.Height / rows.Length, gap = Math.Min(1, 0.05 * Math.Min(width, height));
        double[] finite = [.. values.Cast<double>().Where(double.IsFinite)];
        double high = finite.Length == 0 ? 1 : finite.Max(), low = finite.Length == 0 ? 0 : Math.Min(0, finite.Min());
        bool isTold = height >= Size + 4 && finite.Length > 0 && finite.Max(static v => TextWidth.Of(Words.Number(v), Size)) <= width - 4;
        for (int i = 0; i < rows.Length; i++)
        {
            for (int j = 0; j < columns.Length; j++)
            {
                double value = values[i, j], left = frame.Left + j * width, top = frame.Top + i * height;
                bool isFinite = double.IsFinite(value);
                double share = !isFinite ? 0 : high > low ? (value / 2 - low / 2) / (high / 2 - low / 2) : value > 0 ? 1 : 0;
                double strength = Faintest + (1 - Faintest) * share;
                string paint = isFinite ? FormattableString.Invariant($"fill=\"var(--seq)\" fill-opacity=\"{strength:0.###}\"") : "fill=\"none\" stroke=\"var(--grid)\" stroke-dasharray=\"2 2\"";
                frame.Svg.Rectangle(left + gap, top + gap, width - 2 * gap, height - 2 * gap, paint, $"{rows[i]}, {columns[j]}: {Words.Number(value)}");
                string ink = strength < DarkTurn ? "var(--low)" : strength < LightTurn ? "var(--mid)" : "var(--high)";
                if (isTold && isFinite) frame.Svg.Text(left + width / 2, top + height / 2 + 4, Words.Number(value), FormattableString.Invariant($"font-size=\"{Size}\" text-anchor=\"middle\" pointer-events=\"none\" style=\"fill:{ink}\""));
            }
        }
    }
}
