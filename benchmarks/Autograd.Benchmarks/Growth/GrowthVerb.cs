using System.Globalization;
using static System.FormattableString;

namespace Autograd.Benchmarks;

/// <summary>How the cost of training grows, as tables and as a page of the documents with pictures.</summary>
internal static class GrowthVerb
{
    private static readonly string[] Parts = ["sizes", "threads", "start", "memory"];

    public static int Run(Options options)
    {
        IReadOnlyList<string> only = options.List("only");
        if (only.Except(Parts).FirstOrDefault() is { } unknown) throw new OptionException($"There is no part {unknown}; there are {string.Join(", ", Parts)}");
        string peers = options.Text("peer") ?? SourceFolder.Path("benchmarks", "peers");
        int rounds = options.Number("rounds") ?? 2, reps = options.Number("reps") ?? 7, calls = options.Number("calls") ?? 200;
        IEnumerable<Section>[] parts = [SizeSections.Measure(reps), ThreadSection.Measure(rounds, reps), StartSection.Measure(peers), MemorySection.Measure(calls, peers)];
        var sections = new List<Section>();
        foreach (var section in Parts.Zip(parts).Where(p => only.Count == 0 || only.Contains(p.First)).SelectMany(p => p.Second))
        {
            sections.Add(section);
            Console.WriteLine(section.ToConsole());
        }
        if (!options.Has("write")) return 0;
        string docs = SourceFolder.Path("docs"), page = Path.Combine(docs, "growth.md");
        foreach (var section in sections) section.Picture?.Save(docs);
        File.WriteAllText(page, Page(options.Command("growth"), DateTime.UtcNow, sections));
        Console.WriteLine($"written: {page}");
        return 0;
    }

    internal static string Page(string command, DateTime date, IEnumerable<Section> sections) => Invariant($"""
        # Growth

        This page and its pictures are written by one command:

        ```bash
        {command}
        ```

        {date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}, {Machine.Processor}, {Figures.Threads(Machine.Threads)}, {Machine.Runtime}.

        {string.Join("\n", sections.Select(s => s.ToMarkdown()))}
        """);
}
