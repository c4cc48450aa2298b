using System.Globalization;
using System.Text;

namespace Autograd.Training;

/// <summary>The frame of a report's page: head, contents, sections.</summary>
internal static class ReportPage
{
    /// <summary>Nothing may be fetched from anywhere, and nothing runs: styles and files of the page itself alone.</summary>
    private const string Policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";

    private const string StyleSheet = """
        :root{--ground:#f6f8fa;--card:#ffffff;--fg:#1b1f24;--soft:#57606a;--line:#d8dee4;--link:#0a5fa8;color-scheme:light dark}
        @media (prefers-color-scheme:dark){:root{--ground:#0d0f11;--card:#14171a;--fg:#e6e9ec;--soft:#a3adb8;--line:#2a3037;--link:#6cb6ff}}
        *{box-sizing:border-box}
        body{margin:0;background:var(--ground);color:var(--fg);font:15px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"DejaVu Sans",sans-serif}
        main{max-width:1180px;margin:0 auto;padding:28px 20px 60px}
        h1{font-size:26px;line-height:1.25;margin:0 0 6px;overflow-wrap:anywhere}
        h2{font-size:19px;margin:0 0 14px;overflow-wrap:anywhere}
        h3{font-size:15px;margin:0 0 8px;overflow-wrap:anywhere}
        nav{margin:0 0 26px;color:var(--soft)}
        nav a{margin-right:16px;white-space:nowrap}
        a{color:var(--link);text-decoration:none}
        a:hover{text-decoration:underline}
        section{margin:34px 0 0;padding:22px 0 0;border-top:1px solid var(--line)}
        .parts{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,520px),1fr));gap:18px}
        .parts>.wide{grid-column:1/-1}
        figure{margin:0;padding:6px;background:var(--card);border:1px solid var(--line);border-radius:8px;overflow-x:auto}
        figure svg{display:block;margin:0 auto}
        figcaption{padding:4px 10px 8px;color:var(--soft);font-size:13px}
        .scroll{overflow-x:auto;background:var(--card);border:1px solid var(--line);border-radius:8px}
        table{border-collapse:collapse;width:100%;font-size:13px;font-variant-numeric:tabular-nums}
        th,td{padding:6px 12px;text-align:left;vertical-align:top;white-space:nowrap}
        th{color:var(--soft);font-weight:600;border-bottom:1px solid var(--line)}
        tr+tr td{border-top:1px solid var(--line)}
        .number{text-align:right}
        .text{margin:0;padding:12px 14px;background:var(--card);border:1px solid var(--line);border-radius:8px;white-space:pre-wrap;overflow-wrap:anywhere}
        p.wide{margin:0}
        """;

    public static string Html(string title, IReadOnlyList<IReportPart> parts)
    {
        string name = SvgWriter.Escaped(title);
        var html = new StringBuilder();
        html.Append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
            .Append("<meta http-equiv=\"Content-Security-Policy\" content=\"").Append(Policy).Append("\">\n")
            .Append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
            .Append("<title>").Append(name).Append("</title>\n<style>\n").Append(StyleSheet).Append("\n</style>\n</head>\n<body>\n<main>\n<h1>").Append(name).Append("</h1>\n");
        Contents(html, [.. parts.OfType<SectionPart>()]);
        Sections(html, parts);
        return html.Append("</main>\n</body>\n</html>\n").ToString();
    }

    /// <summary>The title of a part; none where it is empty.</summary>
    public static void Heading(StringBuilder html, string title)
    {
        if (title.Length > 0) html.Append("<h3>").Append(SvgWriter.Escaped(title)).Append("</h3>");
    }

    private static void Contents(StringBuilder html, IReadOnlyList<SectionPart> sections)
    {
        if (sections.Count < 2) return;
        html.Append("<nav aria-label=\"Contents\">");
        for (int i = 0; i < sections.Count; i++) html.Append(CultureInfo.InvariantCulture, $"<a href=\"#s{i + 1}\">{SvgWriter.Escaped(sections[i].Title)}</a> ");
        html.Append("</nav>\n");
    }

    private static void Sections(StringBuilder html, IReadOnlyList<IReportPart> parts)
    {
        int number = 0;
        bool isOpen = false;
        foreach (var part in parts)
        {
            if (part is SectionPart || !isOpen)
            {
                if (isOpen) html.Append("</div></section>\n");
                html.Append(part is SectionPart ? FormattableString.Invariant($"<section id=\"s{++number}\">\n") : "<section>\n");
                if (part is SectionPart) part.Write(html);
                html.Append("<div class=\"parts\">\n");
                isOpen = true;
            }
            if (part is not SectionPart) part.Write(html);
        }
        if (isOpen) html.Append("</div></section>\n");
    }
}
