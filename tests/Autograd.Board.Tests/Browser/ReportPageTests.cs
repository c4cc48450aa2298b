using System.Globalization;
using Autograd.Training.Tests.Reports;

namespace Autograd.Training.Tests.Browser;

/// <summary>The page of a report as a browser draws it: every chart is there, nothing is asked of the network, and nothing lies on anything else.</summary>
public sealed class ReportPageTests : IDisposable
{
    // What a mark covers is asked of the browser: a chart without a mark of some size has not drawn.
    private const string Blank = """
        [...document.querySelectorAll('svg.ag-plot')].filter(svg => {
          const box = svg.getBoundingClientRect();
          const marks = [...svg.querySelectorAll('g.marks *')].map(e => e.getBoundingClientRect());
          return box.width < 100 || box.height < 100 || !marks.some(b => b.width + b.height > 2);
        }).map(svg => svg.getAttribute('aria-label'))
        """;

    // Texts of a chart that reach beyond it, or lie on another text; turned ones are compared by nobody, because their boxes are larger than they.
    private const string Crossed = """
        [...document.querySelectorAll('svg.ag-plot')].flatMap(svg => {
          const ground = svg.getBoundingClientRect();
          const texts = [...svg.querySelectorAll('text')].map(e => ({ text: e.firstChild?.data ?? '', box: e.getBoundingClientRect(), turned: e.hasAttribute('transform') }));
          const out = texts.filter(t => t.box.left < ground.left - 1 || t.box.right > ground.right + 1 || t.box.top < ground.top - 1 || t.box.bottom > ground.bottom + 1).map(t => svg.ariaLabel + ': ' + t.text + ' is cut off');
          const level = texts.filter(t => !t.turned);
          const on = level.flatMap((a, i) => level.slice(i + 1).filter(b =>
            Math.min(a.box.right, b.box.right) - Math.max(a.box.left, b.box.left) > 1 && Math.min(a.box.bottom, b.box.bottom) - Math.max(a.box.top, b.box.top) > 3).map(b => svg.ariaLabel + ': ' + a.text + ' and ' + b.text));
          return out.concat(on);
        })
        """;

    private readonly string folder = Directory.CreateTempSubdirectory("report").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [BrowserFact]
    public async Task Every_chart_of_a_training_is_drawn_in_the_light_and_in_the_dark()
    {
        var (report, charts) = SampleReport.Make();
        await Look(report, charts);
    }

    [BrowserFact]
    public async Task Charts_of_any_numbers_and_names_are_drawn()
    {
        var plots = ManyPlots.All();
        var report = new Report("Charts");
        foreach (var plot in plots) report.Add(plot);
        await Look(report, plots.Count);
    }

    private async Task Look(Report report, int charts)
    {
        string path = Path.Combine(folder, "report.html");
        report.Save(path);
        await using var browser = await Chromium.Start();
        await browser.Go(new Uri(path).AbsoluteUri);

        Assert.Equal(charts, (await browser.Evaluate("document.querySelectorAll('svg.ag-plot').length")).GetInt32());
        Assert.Equal("[]", (await browser.Evaluate(Blank)).ToString());
        Assert.Equal("[]", (await browser.Evaluate(Crossed)).ToString());
        var grounds = new HashSet<string>(StringComparer.Ordinal);
        foreach (string scheme in new[] { "light", "dark" })
        {
            await browser.Prefer(scheme);
            byte[] picture = await browser.Screenshot(1240);
            Assert.True(picture.Length > 10_000);
            Pictures.Keep($"{report.Title.ToLowerInvariant().Replace(' ', '-')}-{scheme}", picture);
            grounds.Add((await browser.Evaluate("getComputedStyle(document.querySelector('svg.ag-plot rect')).fill + getComputedStyle(document.body).backgroundColor")).GetString()!);
        }
        Assert.Equal(2, grounds.Count);
        Assert.Empty(browser.Errors);
        Assert.Equal([new Uri(path).AbsoluteUri], browser.Requests);
    }
}
