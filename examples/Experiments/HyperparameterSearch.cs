using Autograd.Training;

namespace Experiments;

/// <summary>Random, logarithmic and coarse-to-fine search of learning rate and weight decay on digits, each with as many trials.</summary>
internal sealed class HyperparameterSearch : IExperiment
{
    public string Name => "search";

    public string Title => "Random, logarithmic and coarse-to-fine search of learning rate and weight decay on digits";

    public bool NeedsData => true;

    public Findings Run(ExperimentOptions options)
    {
        var digits = DigitImages.Load(options);
        var ways = SearchRace.Run(options, digits);
        double[] accuracies = [.. ways.Select(way => SearchRace.TestAccuracy(options, digits, way.Searches[0]))];
        int trials = ways[0].Searches[0].Trials.Count;
        return new Findings(
            FormattableString.Invariant($"least validation loss after {trials} trials, median of {ways[0].Searches.Count} searches: {string.Join(", ", ways.Select(static w => FormattableString.Invariant($"{w.Name} {w.BestSoFar()[^1]:F3}")))}"),
            [Course(ways), Places(ways)],
            [
                FormattableString.Invariant($"784-32-10, 2,000 digits, SGD with momentum 0.9; learning rate in [{SearchRace.LeastRate:G}, {SearchRace.LargestRate:G}], weight decay in [{SearchRace.LeastDecay:G}, {SearchRace.LargestDecay:G}]"),
                .. TextTable.Of(
                    ["search", "least loss", "least and largest of the searches", "rate", "decay", "test accuracy", "no better than guessing"],
                    ways.Select((way, i) => (string[])
                    [
                        way.Name, TextTable.Cell(way.BestSoFar()[^1], "F3"), $"{TextTable.Cell(way.BestSoFar(0)[^1], "F3")} - {TextTable.Cell(way.BestSoFar(1)[^1], "F3")}",
                        TextTable.Cell((double)way.Searches[0].Best.Values["lr"], "G3"), TextTable.Cell((double)way.Searches[0].Best.Values["decay"], "G3"), TextTable.Cell(accuracies[i], "F3"),
                        TextTable.Cell(way.Searches.Sum(static s => s.Trials.Count(static t => t.HasFailed || t.Value >= SearchRace.Guessing))),
                    ])), "",
                .. ways[2].Searches[0].ToString().TrimEnd().Split('\n').Take(6),
            ]);
    }

    private static Plot Course(IReadOnlyList<SearchWay> ways)
    {
        double[] trials = [.. Enumerable.Range(1, ways[0].Searches[0].Trials.Count).Select(static n => (double)n)];
        var plot = new Plot("Least validation loss so far: median and range of the searches") { XLabel = "trials", YLabel = "cross-entropy" };
        foreach (var way in ways) plot = plot.Band(way.Name + ", range", trials, way.BestSoFar(0), way.BestSoFar(1));
        foreach (var way in ways) plot = plot.Line(way.Name, trials, way.BestSoFar());
        return plot;
    }

    private static Plot Places(IReadOnlyList<SearchWay> ways)
    {
        var plot = new Plot("Where one search of each looked") { XLabel = "learning rate", YLabel = "weight decay", LogX = true, LogY = true };
        foreach (var way in ways)
        {
            var trials = way.Searches[0].Trials;
            plot = plot.Points(way.Name, [.. trials.Select(static t => (double)t.Values["lr"])], [.. trials.Select(static t => (double)t.Values["decay"])]);
        }
        return plot;
    }
}
