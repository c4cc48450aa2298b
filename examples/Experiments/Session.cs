using System.Diagnostics;
using System.Globalization;

namespace Experiments;

/// <summary>Runs experiments one after the other, prints what they found and writes their figures.</summary>
internal static class Session
{
    /// <summary>Runs them; each writes <c>name-1.svg</c>, <c>name-2.svg</c>, ..</summary>
    /// <returns>Whether all of them had what they need; one that lacks its data is named and passed over.</returns>
    public static bool Run(IEnumerable<IExperiment> experiments, ExperimentOptions options, string folder, TextWriter output)
    {
        Directory.CreateDirectory(folder);
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
            Draw(experiment, findings, folder, output);
            output.WriteLine($"  {seconds} s");
            output.WriteLine();
        }
        return isWhole;
    }

    private static void Draw(IExperiment experiment, Findings findings, string folder, TextWriter output)
    {
        for (int i = 0; i < findings.Plots.Count; i++)
        {
            string path = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{experiment.Name}-{i + 1}.svg"));
            findings.Plots[i].Save(path);
            output.WriteLine($"  {path}");
        }
    }
}
