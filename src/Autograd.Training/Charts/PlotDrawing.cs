namespace Autograd.Training;

/// <summary>Where the parts of a plot lie: title, legend, axes, marks.</summary>
internal static class PlotDrawing
{
    private const double Border = 14, TitleSize = 15;

    /// <summary>The whole graphic as a text.</summary>
    public static string Svg(Plot plot, IReadOnlyList<IMark> marks, int width, int height)
    {
        Reach x = new(plot.LogX, isUpright: false), y = new(plot.LogY, isUpright: true);
        foreach (var mark in marks) mark.Measure(x, y);
        var axes = new Axes(x, y, plot.XLabel, plot.YLabel);
        var palette = new Palette(marks);
        var legend = new Legend(marks, palette, [plot.Title, plot.YLabel], axes.X, width - 2 * Border);

        double top = plot.Title.Length > 0 ? 36 : Border;
        double right = Math.Max(Border + 6, legend.EndsWidth);
        var area = axes.Fit(Border - 4, top + legend.Height, width - right, height - Border + 6);
        var svg = new SvgWriter();
        var frame = new Frame(svg, axes.X, axes.Y, area.Left, area.Top, Math.Max(1, area.Width), Math.Max(1, area.Height), palette, marks);

        svg.Rectangle(0, 0, width, height, "fill=\"var(--bg)\"");
        if (plot.Title.Length > 0) svg.Text(Border, 23, plot.Title, width - 2 * Border, TitleSize * 1.06, "class=\"t\"");
        legend.Draw(svg, Border, top - 4);
        axes.Draw(frame);
        svg.Open("class=\"marks\"");
        foreach (var mark in marks) mark.Draw(frame);
        svg.Close();
        axes.DrawLabels(frame, Border - 4, height - Border + 6);
        legend.DrawEnds(frame);
        bool isEmpty = (x.IsEmpty && x.Labels.Count == 0) || (y.IsEmpty && y.Labels.Count == 0);
        if (isEmpty) svg.Text(frame.Left + frame.Width / 2, frame.Top + frame.Height / 2, "nothing to draw", "class=\"l\" text-anchor=\"middle\"");
        return Whole(plot, marks, svg, width, height);
    }

    /// <summary>The graphic with its title and description, which readers of screens tell, and its colours.</summary>
    private static string Whole(Plot plot, IReadOnlyList<IMark> marks, SvgWriter svg, int width, int height)
    {
        string title = SvgWriter.Escaped(plot.Title), description = SvgWriter.Escaped(string.Join("; ", marks.Select(static m => m.Description)));
        return FormattableString.Invariant($"""
            <svg xmlns="http://www.w3.org/2000/svg" class="ag-plot" role="img" aria-label="{title}" width="{width}" height="{height}" viewBox="0 0 {width} {height}" style="max-width:100%;height:auto">
            <title>{title}</title>
            <desc>{description}</desc>
            <style>{Palette.StyleSheet}</style>
            {svg}</svg>

            """);
    }
}
