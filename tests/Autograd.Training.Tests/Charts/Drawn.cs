using System.Globalization;
using System.Xml.Linq;

namespace Autograd.Training.Tests.Charts;

/// <summary>A graphic read back: its elements and the area that its marks cover.</summary>
internal sealed class Drawn
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    public Drawn(Plot plot, int width = 720, int height = 420) => Root = XDocument.Parse(plot.ToSvg(width, height)).Root!;

    public XElement Root { get; }

    /// <summary>The elements of the marks.</summary>
    public IEnumerable<XElement> Marks => Root.Elements(Svg + "g").Single(g => g.Attribute("class")?.Value == "marks").Descendants().Where(e => e.Name != Svg + "title" && e.Name != Svg + "g");

    public IEnumerable<XElement> Named(string element) => Marks.Where(e => e.Name == Svg + element);

    /// <summary>All texts that are to be seen.</summary>
    public IReadOnlyList<string> Texts => [.. Root.Descendants(Svg + "text").Select(t => string.Concat(t.Nodes().OfType<XText>().Select(n => n.Value)))];

    /// <summary>The labels of the ticks, as numbers where they are.</summary>
    public IReadOnlyList<string> Ticks => [.. Root.Descendants(Svg + "text").Where(t => t.Attribute("class")?.Value == "k").Select(t => string.Concat(t.Nodes().OfType<XText>().Select(n => n.Value)))];

    /// <summary>The points of all paths, piece by piece.</summary>
    public IReadOnlyList<IReadOnlyList<(double X, double Y)>> Pieces =>
        [.. Named("path").SelectMany(p => p.Attribute("d")!.Value.TrimEnd('Z').Split('M', StringSplitOptions.RemoveEmptyEntries)).Select(Points)];

    public static double Number(XElement element, string attribute) => double.Parse(element.Attribute(attribute)!.Value, CultureInfo.InvariantCulture);

    private static IReadOnlyList<(double X, double Y)> Points(string piece) =>
    [
        .. piece.TrimEnd('Z').Split('L').Select(step => step.Split(' ')).Select(step => (double.Parse(step[0], CultureInfo.InvariantCulture), double.Parse(step[1], CultureInfo.InvariantCulture))),
    ];
}
