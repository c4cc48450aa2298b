using System.Globalization;
using static System.FormattableString;

namespace Autograd.Benchmarks;

/// <summary>What training steps ask of the garbage collector: bytes, collections and the share of the time.</summary>
internal static class CollectorVerb
{
    /// <summary>The largest share of the time in which the collector may stop all threads.</summary>
    public const double LargestShare = 0.03;

    /// <summary>The most that a step of the smallest network may allocate.</summary>
    public const int SmallStepBytes = 15_000;

    private const string Steps = "step/";
    private const string Small = "step/mlp-2-16-16-2-";

    public static int Run(Options options)
    {
        var rows = new List<CollectorFigures>();
        foreach (var workload in Workload.Chosen(options.List("only") is { Count: > 0 } only ? only : [Steps]))
        {
            // A process of its own for each: the heap of one would be the next one's.
            var line = Child.Lines(Child.DotNet(Child.OwnAssembly, "workloads", "--only", workload.Name, "--collector"))[0];
            rows.Add(CollectorFigures.FromJson(line));
            Console.Error.WriteLine(line);
        }
        Console.WriteLine(Table(rows).ToText());
        if (!options.Has("write")) return 0;
        string page = SourceFolder.Path("docs", "collector.md");
        File.WriteAllText(page, Page(options.Command("collector"), DateTime.UtcNow, rows));
        Console.WriteLine($"written: {page}");
        return 0;
    }

    internal static Table Table(IEnumerable<CollectorFigures> rows)
    {
        var table = new Table("workload", "a step", "allocated", "gen 0", "gen 1", "full", "share", "");
        foreach (var row in rows)
        {
            table.Add(
                row.Name, Figures.Time(row.Elapsed / row.Steps), Figures.Kilobytes(row.BytesPerStep), Count(row.PerThousand(row.Gen0)),
                Count(row.PerThousand(row.Gen1)), Count(row.PerThousand(row.Gen2)), Invariant($"{100 * row.Share:F2} %"), Verdict(row));
        }
        return table;
    }

    internal static string Verdict(CollectorFigures row) =>
        row.Share > LargestShare ? "stops too long"
        : row.Name.StartsWith(Small, StringComparison.Ordinal) && row.BytesPerStep > SmallStepBytes ? "allocates too much"
        : "";

    private static string Count(double count) => Invariant($"{count:G3}");

    internal static string Page(string command, DateTime date, IEnumerable<CollectorFigures> rows) => Invariant($"""
        # What training asks of the garbage collector

        This page is written by one command:

        ```bash
        {command}
        ```

        {date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}, {Machine.Processor}, {Figures.Threads(Machine.Threads)}, {Machine.Runtime}.

        Whole training steps, each workload in a process of its own, warmed up. "Allocated" is what a step takes of the managed heap: tensors,
        nodes and small arrays; blocks of memory are reused and count where the pool makes a new one. Collections are those of a
        thousand steps: generation 0 alone, 0 and 1, all. "Share" is the part of the time in which all threads are stopped: at most
        {100 * LargestShare:F0} %. A step of the smallest network may allocate {Figures.Kilobytes(SmallStepBytes)}.

        {Table(rows).ToMarkdown()}
        """);
}
