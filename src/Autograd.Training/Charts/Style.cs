namespace Autograd.Training;

/// <summary>How the n-th thing of a plot looks.</summary>
/// <remarks>
/// The first four colours are told apart by everybody (blue, orange, green and purple of different lightness, after Okabe and Ito); from the fifth on,
/// dashes and the shape of points help, so that no pair depends on the hue alone.
/// </remarks>
internal readonly record struct Style(int Index)
{
    /// <summary>How strongly bars are filled.</summary>
    public const string BarOpacity = "0.85";

    private const int Colours = 8, Sure = 4;

    /// <summary>The colour, by the name it has in the style sheet, where light and dark differ.</summary>
    public string Colour => FormattableString.Invariant($"var(--c{Index % Colours})");

    /// <summary>Paint for lines.</summary>
    public string Stroke => $"fill=\"none\" stroke=\"{Colour}\" stroke-width=\"2\" stroke-linejoin=\"round\" stroke-linecap=\"round\"{Dash}";

    /// <summary>How strongly an area of it is filled: stronger when the colours come round again.</summary>
    public string AreaOpacity => (Index / Colours) switch { 0 => "0.3", 1 => "0.6", _ => "0.85" };

    private string Dash => (Index / Sure % 4) switch
    {
        0 => "",
        1 => " stroke-dasharray=\"7 4\"",
        2 => " stroke-dasharray=\"1.5 4\"",
        _ => " stroke-dasharray=\"9 4 1.5 4\"",
    };

    /// <summary>Draws a point: a circle, a square, a triangle, a diamond.</summary>
    public void Point(SvgWriter svg, double x, double y, double radius, string? tip = null)
    {
        string paint = $"fill=\"{Colour}\" stroke=\"var(--bg)\" stroke-width=\"0.8\"";
        double r = radius;
        switch (Index / Sure % 4)
        {
            case 0:
                svg.Circle(x, y, r, paint, tip);
                break;
            case 1:
                svg.Rectangle(x - 0.9 * r, y - 0.9 * r, 1.8 * r, 1.8 * r, paint, tip);
                break;
            case 2:
                svg.Path($"{SvgWriter.Step('M', x, y - 1.25 * r)}{SvgWriter.Step('L', x + 1.15 * r, y + 0.8 * r)}{SvgWriter.Step('L', x - 1.15 * r, y + 0.8 * r)}Z", paint, tip);
                break;
            default:
                svg.Path($"{SvgWriter.Step('M', x, y - 1.3 * r)}{SvgWriter.Step('L', x + 1.3 * r, y)}{SvgWriter.Step('L', x, y + 1.3 * r)}{SvgWriter.Step('L', x - 1.3 * r, y)}Z", paint, tip);
                break;
        }
    }

    /// <summary>Draws the sign of the legend, 16 wide, around a height.</summary>
    public void Sign(SvgWriter svg, LegendShape shape, double x, double y)
    {
        switch (shape)
        {
            case LegendShape.Line:
                svg.Path($"{SvgWriter.Step('M', x, y)}{SvgWriter.Step('L', x + 16, y)}", Stroke);
                break;
            case LegendShape.Dot:
                Point(svg, x + 8, y, 4);
                break;
            case LegendShape.Bar:
                svg.Rectangle(x + 2, y - 6, 12, 12, $"rx=\"2\" fill=\"{Colour}\" fill-opacity=\"{BarOpacity}\"");
                break;
            default:
                svg.Rectangle(x + 2, y - 6, 12, 12, $"rx=\"2\" fill=\"{Colour}\" fill-opacity=\"{AreaOpacity}\" stroke=\"{Colour}\"");
                break;
        }
    }
}
