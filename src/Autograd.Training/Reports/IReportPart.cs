using System.Globalization;
using System.Text;

namespace Autograd.Training;

/// <summary>What a report shows: it writes itself as HTML.</summary>
internal interface IReportPart
{
    void Write(StringBuilder html);
}

/// <summary>A chart with a caption.</summary>
internal sealed record FigurePart(string Title, string Svg, string? Caption, bool IsWide) : IReportPart
{
    public void Write(StringBuilder html)
    {
        html.Append(IsWide ? "<figure class=\"wide\">\n" : "<figure>\n").Append(Svg);
        if (Caption is not null) html.Append("<figcaption>").Append(SvgWriter.Escaped(Caption)).Append("</figcaption>\n");
        html.Append("</figure>\n");
    }
}

/// <summary>A table under a title.</summary>
internal sealed record TablePart(string Title, string[] Header, string[][] Rows) : IReportPart
{
    public void Write(StringBuilder html)
    {
        html.Append("<div class=\"wide\">");
        ReportPage.Heading(html, Title);
        html.Append("<div class=\"scroll\"><table><thead><tr>");
        // The first column names its row, even where the name is a number.
        bool[] areNumbers = [.. Enumerable.Range(0, Header.Length).Select(c => c > 0 && Rows.Length > 0 && Rows.All(row => IsNumber(row[c])))];
        for (int c = 0; c < Header.Length; c++) Cell(html, "th", Header[c], areNumbers[c]);
        html.Append("</tr></thead><tbody>\n");
        foreach (string[] row in Rows)
        {
            html.Append("<tr>");
            for (int c = 0; c < row.Length; c++) Cell(html, "td", row[c], areNumbers[c]);
            html.Append("</tr>\n");
        }
        html.Append("</tbody></table></div></div>\n");
    }

    private static void Cell(StringBuilder html, string element, string text, bool isNumber) =>
        html.Append('<').Append(element).Append(isNumber ? " class=\"number\">" : ">").Append(SvgWriter.Escaped(text)).Append("</").Append(element).Append('>');

    /// <summary>A number, perhaps with its unit; an empty cell is none and disturbs none.</summary>
    private static bool IsNumber(string text) =>
        text is "" or "-" || double.TryParse(text.Split(' ', '%')[0], NumberStyles.Float | NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out _);
}

/// <summary>A text under a title.</summary>
internal sealed record TextPart(string Title, string Text) : IReportPart
{
    public void Write(StringBuilder html)
    {
        html.Append("<div class=\"wide\">");
        ReportPage.Heading(html, Title);
        html.Append("<p class=\"text\">").Append(SvgWriter.Escaped(Text)).Append("</p></div>\n");
    }
}

/// <summary>A file that lies in the page.</summary>
internal sealed record AttachmentPart(string Name, string MediaType, byte[] Content) : IReportPart
{
    public void Write(StringBuilder html) => html
        .Append("<p class=\"wide\"><a download=\"").Append(SvgWriter.Escaped(Name)).Append("\" href=\"data:").Append(SvgWriter.Escaped(MediaType)).Append(";base64,")
        .Append(Convert.ToBase64String(Content)).Append("\">").Append(SvgWriter.Escaped(Name)).Append("</a> ")
        .Append(CultureInfo.InvariantCulture, $"({Content.Length / 1024.0:0.0} KB)</p>\n");
}

/// <summary>The title under which the parts after it stand.</summary>
internal sealed record SectionPart(string Title) : IReportPart
{
    public void Write(StringBuilder html) => html.Append("<h2>").Append(SvgWriter.Escaped(Title)).Append("</h2>\n");
}
