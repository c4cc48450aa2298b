using System.Globalization;
using System.Text;

namespace Quickstart;

/// <summary>A drawing in scalable vector graphics, y downwards.</summary>
internal sealed class Svg(int width, int height)
{
    private readonly StringBuilder body = new();

    public void Rectangle(double x, double y, double w, double h, string fill) => Add($"<rect x='{x:0.##}' y='{y:0.##}' width='{w:0.##}' height='{h:0.##}' fill='{fill}'/>");

    public void Circle(double x, double y, double radius, string fill) => Add($"<circle cx='{x:0.##}' cy='{y:0.##}' r='{radius:0.##}' fill='{fill}' stroke='white' stroke-width='0.6'/>");

    public void Line(double x1, double y1, double x2, double y2, string stroke, double width = 1) =>
        Add($"<line x1='{x1:0.##}' y1='{y1:0.##}' x2='{x2:0.##}' y2='{y2:0.##}' stroke='{stroke}' stroke-width='{width:0.##}'/>");

    public void Polyline(IEnumerable<(double X, double Y)> points, string stroke, double width)
    {
        string path = string.Join(' ', points.Select(static p => string.Create(CultureInfo.InvariantCulture, $"{p.X:0.##},{p.Y:0.##}")));
        Add($"<polyline points='{path}' fill='none' stroke='{stroke}' stroke-width='{width:0.##}' stroke-linejoin='round'/>");
    }

    /// <summary>Text whose start, middle or end lies at x.</summary>
    public void Text(double x, double y, string text, string anchor = "start", int size = 12, string fill = "#444") =>
        Add($"<text x='{x:0.##}' y='{y:0.##}' text-anchor='{anchor}' font-size='{size}' fill='{fill}'>{text}</text>");

    public void Save(string path) => File.WriteAllText(
        path,
        string.Create(
            CultureInfo.InvariantCulture,
            $"<svg xmlns='http://www.w3.org/2000/svg' width='{width}' height='{height}' viewBox='0 0 {width} {height}' font-family='sans-serif'>\n<rect width='100%' height='100%' fill='white'/>\n{body}</svg>\n"));

    private void Add(FormattableString element) => body.Append(element.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
