using System.Diagnostics;
using System.Globalization;
using Autograd.Training;

namespace Experiments;

/// <summary>Runs experiments one after the other, prints what they found and writes their figures.</summary>
internal static class Session
{
    /// <summary>Runs them; each writes <c>name-1.svg</c>, <c>name-2.svg</c>, .. and all of them one page, <c>experiments.html</c>.</summary>
    /// <returns>Whether all of them had what they need; one that lacks its data is named and passed over.</returns>
    public static bool Run(IEnumerable<IExperiment> experiments, ExperimentOptions options, string folder, TextWriter output)
    {
        Directory.CreateDirectory(folder);
        var page = new Report("Classical experiments");
        var summary = new List<string[]>();
        bool isWhole = true;
        foreach (var experiment in experiments)
        {
            output.WriteLine($"{experiment.Name}: {experiment.Title}");
            var watch = Stopwatch.StartNew();
            Findings findings;
            try
            {
                findings = experiment.Run(options);
            }
            catch (DirectoryNotFoundException e) when (experiment.NeedsData)
            {
                output.WriteLine($"  passed over: {e.Message}");
                isWhole = false;
                continue;
            }
            string seconds = watch.Elapsed.TotalSeconds.ToString("F1", CultureInfo.InvariantCulture);
            foreach (string line in findings.Lines) output.WriteLine($"  {line}");
            output.WriteLine($"  => {findings.Number}");
            Draw(experiment, findings, page, folder, output);
            output.WriteLine($"  {seconds} s");
            output.WriteLine();
            summary.Add([experiment.Name, findings.Number, $"{seconds} s"]);
        }
        page.Table("Numbers and times", ["experiment", "number", "time"], summary);
        string path = Path.Combine(folder, "experiments.html");
        page.Save(path);
        output.WriteLine(path);
        return isWhole;
    }

    private static void Draw(IExperiment experiment, Findings findings, Report page, string folder, TextWriter output)
    {
        page.Section(experiment.Title).Text(experiment.Name, findings.Number);
        for (int i = 0; i < findings.Plots.Count; i++)
        {
            string path = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{experiment.Name}-{i + 1}.svg"));
            findings.Plots[i].Save(path);
            page.Add(findings.Plots[i]);
            output.WriteLine($"  {path}");
        }
    }
}
