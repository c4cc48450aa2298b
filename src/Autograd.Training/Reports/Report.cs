namespace Autograd.Training;

/// <summary>A page about a training: charts, tables and texts in one HTML file that asks nothing of the network, for light and dark.</summary>
/// <remarks>
/// Parts stand in the order in which they are added, below the last <see cref="Section"/>. What a run is usually asked for is added by extension methods:
/// <c>AddLearningCurves</c>, <c>AddConfusion</c>, <c>AddWeights</c>, ...
/// </remarks>
/// <example><c>Report.Of(history).AddConfusion(matrix).AddSummary(model.Summary(x)).Save("report.html")</c></example>
public sealed class Report
{
    private const int FigureWidth = 560, FigureHeight = 350;

    private readonly List<IReportPart> parts = [];

    /// <summary>Makes a page without parts.</summary>
    /// <param name="title">What it is about.</param>
    public Report(string title)
    {
        ArgumentNullException.ThrowIfNull(title);
        Title = title;
    }

    /// <summary>What the page is about.</summary>
    public string Title { get; }

    /// <summary>The page of a run: its learning curves and schedules.</summary>
    /// <param name="history">The numbers of the run.</param>
    /// <param name="title">What the page is about.</param>
    public static Report Of(History history, string title = "Training") => new Report(title).AddLearningCurves(history).AddSchedules(history);

    /// <summary>Begins a section, which the contents at the top of the page lead to.</summary>
    /// <param name="title">Its title.</param>
    /// <returns>This report.</returns>
    public Report Section(string title)
    {
        ArgumentNullException.ThrowIfNull(title);
        return Add(new SectionPart(title));
    }

    /// <summary>Adds a chart.</summary>
    /// <param name="plot">The chart.</param>
    /// <param name="caption">What is to be said below it.</param>
    /// <returns>This report.</returns>
    public Report Add(Plot plot, string? caption = null) => Add(plot, caption, FigureWidth, FigureHeight);

    /// <summary>Adds a chart of another size; one that is wider than half a page has a row of its own.</summary>
    /// <param name="plot">The chart.</param>
    /// <param name="caption">What is to be said below it; null for nothing.</param>
    /// <param name="width">Its width in pixels, as for <see cref="Plot.ToSvg"/>.</param>
    /// <param name="height">Its height in pixels.</param>
    /// <returns>This report.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The size is none for a chart.</exception>
    public Report Add(Plot plot, string? caption, int width, int height)
    {
        ArgumentNullException.ThrowIfNull(plot);
        return Add(new FigurePart(plot.Title, plot.ToSvg(width, height), caption, IsWide: width > FigureWidth));
    }

    /// <summary>Adds a table; cells with numbers stand to the right.</summary>
    /// <param name="title">What it shows; empty for no title.</param>
    /// <param name="header">The names of the columns.</param>
    /// <param name="rows">The cells, row by row.</param>
    /// <returns>This report.</returns>
    /// <exception cref="ArgumentException">A row has not as many cells as the header.</exception>
    public Report Table(string title, IReadOnlyList<string> header, IEnumerable<IReadOnlyList<string>> rows)
    {
        ArgumentNullException.ThrowIfNull(title);
        ArgumentNullException.ThrowIfNull(header);
        ArgumentNullException.ThrowIfNull(rows);
        string[][] cells = [.. rows.Select(static row => (string[])[.. row])];
        int odd = Array.FindIndex(cells, row => row.Length != header.Count);
        if (odd >= 0)
            throw new ArgumentException(FormattableString.Invariant($"Report.Table \"{title}\": row {odd} has {cells[odd].Length} cells and the header has {header.Count}; give a cell for each column"), nameof(rows));
        return Add(new TablePart(title, [.. header], cells));
    }

    /// <summary>Adds a text; its line breaks stay.</summary>
    /// <param name="title">What it is about; empty for no title.</param>
    /// <param name="text">The text, shown as it is.</param>
    /// <returns>This report.</returns>
    public Report Text(string title, string text)
    {
        ArgumentNullException.ThrowIfNull(title);
        ArgumentNullException.ThrowIfNull(text);
        return Add(new TextPart(title, text));
    }

    /// <summary>Puts a file into the page, to be saved from there.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="mediaType">Its kind, <c>application/json</c>.</param>
    /// <param name="content">Its content.</param>
    /// <returns>This report.</returns>
    public Report Attach(string name, string mediaType, ReadOnlySpan<byte> content)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentException.ThrowIfNullOrEmpty(mediaType);
        return Add(new AttachmentPart(name, mediaType, content.ToArray()));
    }

    /// <summary>The page as text.</summary>
    public string ToHtml() => ReportPage.Html(Title, parts);

    /// <summary>Writes the page to a file, which is there as a whole or not at all.</summary>
    /// <param name="path">The file, <c>.html</c>.</param>
    /// <exception cref="IOException">The file cannot be written; one that was there is as it was.</exception>
    public void Save(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        AtomicFile.WriteText(path, ToHtml());
    }

    /// <summary>Writes the charts as files of their own, numbered in their order and named by their titles: <c>01-loss.svg</c>.</summary>
    /// <param name="folder">The folder; it is made where it is not there.</param>
    /// <returns>The files.</returns>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public IReadOnlyList<string> SaveCharts(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        Directory.CreateDirectory(folder);
        var paths = new List<string>();
        foreach (var figure in parts.OfType<FigurePart>())
        {
            string path = Path.Combine(folder, FormattableString.Invariant($"{paths.Count + 1:00}-{FileNames.Safe(figure.Title, "chart")}.svg"));
            AtomicFile.WriteText(path, figure.Svg);
            paths.Add(path);
        }
        return paths;
    }

    private Report Add(IReportPart part)
    {
        parts.Add(part);
        return this;
    }
}
