using System.Text.RegularExpressions;
using Autograd.Checks;
using Autograd.NN;
using F = Autograd.NN.Functional;

namespace Autograd.Training.Tests.Reports;

/// <summary>A page has what was put into it, and nothing that asks the network.</summary>
public sealed class ReportTests
{
    [Fact]
    public void The_whole_of_a_training_is_on_one_page()
    {
        var (report, _) = SampleReport.Make();
        string html = report.ToHtml();

        foreach (string section in new[] { "Learning curves", "Schedules", "Confusion matrix", "Calibration", "Weights", "Activations", "Decision regions", "Gradient check", "Model", "Profile", "Environment" })
            Assert.Contains($"<h2>{section}</h2>", html, StringComparison.Ordinal);
        Assert.Contains("val_loss", html, StringComparison.Ordinal);
        Assert.Contains("download=\"trace.json\"", html, StringComparison.Ordinal);
        Assert.DoesNotMatch(new Regex("<script|https?://(?!www\\.w3\\.org/2000/svg)|@import|url\\(", RegexOptions.None, TimeSpan.FromSeconds(5)), html);
    }

    [Fact]
    public void Texts_of_others_are_texts()
    {
        const string Evil = "</section><script>alert(1)</script>";
        string html = new Report(Evil).Section(Evil).Text(Evil, Evil).Table(Evil, [Evil], [[Evil]]).Add(new Plot(Evil), Evil).Attach("\"><script>", "text/plain", "x"u8).ToHtml();

        Assert.DoesNotContain("<script", html, StringComparison.Ordinal);
        Assert.Equal(1, Regex.Count(html, "</section>", RegexOptions.None, TimeSpan.FromSeconds(5)));
    }

    [Fact]
    public void Numbers_of_a_table_stand_to_the_right()
    {
        string html = new Report("t").Table("", ["name", "count", "share"], [["a", "1,234", "12.5 %"], ["b", "-1e-3", ""]]).ToHtml();

        Assert.Contains("<th>name</th><th class=\"number\">count</th><th class=\"number\">share</th>", html, StringComparison.Ordinal);
    }

    [Fact]
    public void A_row_that_does_not_fit_is_named()
    {
        var error = Assert.Throws<ArgumentException>(() => new Report("t").Table("Sizes", ["a", "b"], [["1", "2"], ["1"]]));
        Assert.StartsWith("Report.Table \"Sizes\": row 1 has 1 cells and the header has 2", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Charts_are_files_with_safe_names()
    {
        string folder = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            var report = new Report("t").Add(new Plot("Loss / ../../etc")).Add(new Plot("Loss")).Add(new Plot("")).Add(new Plot("损失"));
            string[] names = [.. report.SaveCharts(folder).Select(Path.GetFileName)!];

            Assert.Equal(["01-loss-etc.svg", "02-loss.svg", "03-chart.svg", "04-chart.svg"], names);
            Assert.Equal(names, Directory.GetFiles(folder).Select(Path.GetFileName).Order(StringComparer.Ordinal)!);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void An_old_page_stays_where_the_new_one_cannot_be_written()
    {
        string folder = Directory.CreateTempSubdirectory("report").FullName;
        try
        {
            string path = Path.Combine(folder, "report.html");
            new Report("old").Save(path);
            Directory.CreateDirectory(path + ".partial");
            Assert.ThrowsAny<Exception>(() => new Report("new").Save(path));
            Assert.Contains("<h1>old</h1>", File.ReadAllText(path), StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void An_empty_history_and_an_untrained_metric_make_a_page()
    {
        var report = Report.Of(new History()).AddConfusion(new ConfusionMatrix(2)).AddCalibration(new Calibration());

        Assert.DoesNotContain("Learning curves", report.ToHtml(), StringComparison.Ordinal);
    }

    [Fact]
    public void Names_of_classes_fit_the_matrix()
    {
        var error = Assert.Throws<ArgumentException>(() => new Report("t").AddConfusion(new ConfusionMatrix(3), ["a"]));
        Assert.StartsWith("AddConfusion: the matrix has 3 classes and there are 1 names", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Regions_are_of_planes_and_of_models_that_fit()
    {
        var report = new Report("t");
        Assert.Throws<ShapeException>(() => report.AddDecisionRegions(new Linear(3, 2), Tensor.Zeros(4, 3), Tensor.Zeros([4], DType.Int64)));
        Assert.Throws<ShapeException>(() => report.AddDecisionRegions(new Linear(2, 2), Tensor.Zeros(4, 2), Tensor.Zeros([3], DType.Int64)));
        Assert.Throws<ShapeException>(() => report.AddDecisionRegions(new Linear(2, 2), Tensor.Zeros(0, 2), Tensor.Zeros([0], DType.Int64)));
        report.AddDecisionRegions(new Linear(2, 1), Tensor.Zeros(4, 2), Tensor.Zeros([4], DType.Int64), resolution: 5);
    }

    [Fact]
    public void A_report_leaves_the_model_as_it_was()
    {
        var model = new Sequential(new Linear(2, 4), new BatchNorm1d(4), new Dropout(0.5), new Linear(4, 2));
        var before = model.StateDict().ToDictionary(static p => p.Key, static p => p.Value.Clone(), StringComparer.Ordinal);

        new Report("t").AddActivations(model, Tensor.Randn(8, 2)).AddWeights(model).AddDecisionRegions(model, Tensor.Randn(8, 2), Tensor.Zeros([8], DType.Int64), resolution: 4);

        Assert.True(model.Modules().All(static m => m.Training));
        Assert.All(model.StateDict(), p => Assert.Equal(before[p.Key].To(DType.Float64).ToArray<double>(), p.Value.To(DType.Float64).ToArray<double>()));
    }

    [Fact]
    public void A_check_that_fails_says_why()
    {
        var x = Tensor.From([1.0, 2.0]).RequiresGradInPlace();
        var check = GradCheck.Run(static t => (t * t.Detach()).Sum(), x);

        string html = new Report("t").AddGradCheck(check).ToHtml();

        Assert.False(check.Passed);
        Assert.Contains("WRONG", html, StringComparison.Ordinal);
    }
}
