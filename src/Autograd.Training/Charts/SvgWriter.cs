using System.Globalization;
using System.Text;
using System.Xml;

namespace Autograd.Training;

/// <summary>Elements of a scalable vector graphic, y downwards. Paint is given as attributes; every text is escaped here.</summary>
internal sealed class SvgWriter
{
    private readonly StringBuilder body = new();

    public void Line(double x1, double y1, double x2, double y2, string paint) => Add($"<line x1=\"{x1:0.##}\" y1=\"{y1:0.##}\" x2=\"{x2:0.##}\" y2=\"{y2:0.##}\" {paint}/>");

    public void Rectangle(double x, double y, double width, double height, string paint, string? tip = null) =>
        Add("rect", $"x=\"{x:0.##}\" y=\"{y:0.##}\" width=\"{Math.Max(0, width):0.##}\" height=\"{Math.Max(0, height):0.##}\" {paint}", tip);

    public void Circle(double x, double y, double radius, string paint, string? tip = null) =>
        Add("circle", $"cx=\"{x:0.##}\" cy=\"{y:0.##}\" r=\"{radius:0.##}\" {paint}", tip);

    public void Path(string steps, string paint, string? tip = null) => Add("path", $"d=\"{steps}\" {paint}", tip);

    public void Text(double x, double y, string text, string attributes) => Add($"<text x=\"{x:0.##}\" y=\"{y:0.##}\" {attributes}>{Escaped(text)}</text>");

    /// <summary>A text that ends in dots where it has no room; the whole of it shows under the pointer.</summary>
    public void Text(double x, double y, string text, double room, double size, string attributes)
    {
        string shown = TextWidth.Fit(text, room, size);
        string tip = string.Equals(shown, text, StringComparison.Ordinal) ? "" : $"<title>{Escaped(text)}</title>";
        Add($"<text x=\"{x:0.##}\" y=\"{y:0.##}\" {attributes}>{Escaped(shown)}{tip}</text>");
    }

    /// <summary>Opens a group.</summary>
    public void Open(string attributes) => Add($"<g {attributes}>");

    /// <summary>Closes it.</summary>
    public void Close() => Add($"</g>");

    public override string ToString() => body.ToString();

    /// <summary>A text as it may stand in an element or an attribute: what ends one is named, what XML has no place for is replaced.</summary>
    public static string Escaped(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            // A surrogate that stands alone is a replacement character by now.
            bool isAllowed = rune.Value > char.MaxValue || XmlConvert.IsXmlChar((char)rune.Value);
            _ = rune.Value switch
            {
                '&' => escaped.Append("&amp;"),
                '<' => escaped.Append("&lt;"),
                '>' => escaped.Append("&gt;"),
                '"' => escaped.Append("&quot;"),
                '\'' => escaped.Append("&#39;"),
                _ => escaped.Append(isAllowed ? rune.ToString() : "\uFFFD"),
            };
        }
        return escaped.ToString();
    }

    /// <summary>A step of a path: <c>M3.5 4</c>.</summary>
    public static string Step(char kind, double x, double y) => string.Create(CultureInfo.InvariantCulture, $"{kind}{x:0.##} {y:0.##}");

    private void Add(string element, FormattableString attributes, string? tip)
    {
        string inner = tip is null ? "/>" : $"><title>{Escaped(tip)}</title></{element}>";
        body.Append('<').Append(element).Append(' ').Append(attributes.ToString(CultureInfo.InvariantCulture)).Append(inner).Append('\n');
    }

    private void Add(FormattableString element) => body.Append(element.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
