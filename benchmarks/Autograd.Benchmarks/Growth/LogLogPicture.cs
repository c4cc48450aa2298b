using Quickstart;
using static System.FormattableString;

namespace Autograd.Benchmarks;

/// <summary>Curves over two logarithmic axes: a power is a straight line, its exponent the slope.</summary>
/// <param name="File">The name of the file.</param>
/// <param name="Title">What is drawn.</param>
/// <param name="Axis">What lies to the right; upwards are seconds.</param>
/// <param name="Curves">What was measured.</param>
internal sealed record LogLogPicture(string File, string Title, string Axis, IReadOnlyList<GrowthCurve> Curves)
{
    private const double Left = 70, Right = 24, Top = 64, Bottom = 48, Width = 640, Height = 420;
    private static readonly string[] Colours = ["#1a73e8", "#e8710a"];
    private static readonly string[] Faint = ["#bcd3f5", "#f7d0ad"];

    public void Save(string folder)
    {
        var svg = new Svg((int)Width, (int)Height);
        GrowthPoint[] all = [.. Curves.SelectMany(c => c.Points)];
        double from = Math.Log2(all.Min(p => p.Value)), to = Math.Log2(all.Max(p => p.Value));
        double low = Math.Floor(Math.Log10(all.Min(p => Math.Min(p.Seconds, p.Arithmetic)))), high = Math.Ceiling(Math.Log10(all.Max(p => p.Seconds)));
        double X(double value) => Left + (Math.Log2(value) - from) / (to - from) * (Width - Left - Right);
        double Y(double seconds) => Top + (high - Math.Log10(seconds)) / (high - low) * (Height - Top - Bottom);

        svg.Text(Left, 24, Title, size: 15, fill: "#222");
        for (double power = low; power <= high; power++)
        {
            double seconds = Math.Pow(10, power);
            svg.Line(Left, Y(seconds), Width - Right, Y(seconds), "#ddd");
            svg.Text(Left - 8, Y(seconds) + 4, Decade((int)power), "end");
        }
        for (double power = Math.Ceiling(from); power <= to; power++)
        {
            double value = Math.Pow(2, power);
            svg.Line(X(value), Top, X(value), Height - Bottom, "#f0f0f0");
            svg.Text(X(value), Height - Bottom + 20, Invariant($"{value:0}"), "middle");
        }
        svg.Text((Left + Width - Right) / 2, Height - 8, Axis, "middle");
        for (int i = 0; i < Curves.Count; i++)
        {
            var points = Curves[i].Points;
            svg.Polyline(points.Select(p => (X(p.Value), Y(p.Arithmetic))), Faint[i], 1.4);
            svg.Polyline(points.Select(p => (X(p.Value), Y(p.Seconds))), Colours[i], 1.8);
            foreach (var p in points) svg.Circle(X(p.Value), Y(p.Seconds), 3, Colours[i]);
            svg.Circle(Left + 6 + 150 * i, 44, 4.5, Colours[i]);
            svg.Text(Left + 16 + 150 * i, 48, Curves[i].Name);
        }
        svg.Save(Path.Combine(folder, File));
    }

    private static string Decade(int power) => power switch
    {
        < -3 => Invariant($"{Math.Pow(10, power + 6):0} us"),
        < 0 => Invariant($"{Math.Pow(10, power + 3):0} ms"),
        _ => Invariant($"{Math.Pow(10, power):0} s"),
    };
}
