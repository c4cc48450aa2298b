namespace Autograd.Benchmarks;

/// <summary>The workloads side by side with the peers at their best, as a table of ratios.</summary>
internal static class CompareVerb
{
    public static int Run(Options options)
    {
        string folder = options.Text("peer") ?? SourceFolder.Path("benchmarks", "peers");
        int rounds = options.Number("rounds") ?? 2, reps = options.Number("reps") ?? 7;
        var workloads = Workload.Chosen(options.List("only")).ToLookup(w => w.Name.StartsWith(InferenceWorkloads.Prefix, StringComparison.Ordinal));
        Limits[] limits = [.. Limits.All()];
        foreach (string line in limits.SelectMany(l => l.Lines())) Console.WriteLine(line);

        var peers = new List<Peer>();
        var rows = new List<ComparedRow>();
        Beside(() => Peer.PyTorch(folder), workloads[false]);
        Beside(() => Peer.OnnxRuntime(folder), workloads[true]);
        if (rows.Count == 0) throw new OptionException($"No peer ran: see {Path.Combine(folder, "README.md")}");

        var comparison = new Comparison(rows);
        Console.WriteLine();
        Console.WriteLine(comparison.Rows().ToText());
        Console.WriteLine(comparison.Means().ToText());
        foreach (string line in comparison.Summary()) Console.WriteLine(line);
        if (!options.Has("write")) return 0;
        string page = SourceFolder.Path("docs", "benchmarks.md");
        File.WriteAllText(page, ComparisonPage.Of(options.Command("compare"), DateTime.UtcNow, peers.Select(p => p.Version), limits, comparison));
        Console.WriteLine($"written: {page}");
        return 0;

        void Beside(Func<Peer?> find, IEnumerable<Workload> chosen)
        {
            Workload[] all = [.. chosen];
            if (all.Length == 0) return;
            if (find() is not { } peer)
            {
                Console.WriteLine($"{string.Join(", ", all.Select(w => w.Group).Distinct())}: skipped, as the peer is absent");
                return;
            }
            peers.Add(peer);
            foreach (var (workload, theirs, ours) in Alternation.Run(peer, Build.Own("ours"), all, rounds, reps))
                rows.Add(new(workload, theirs, ours, LimitShare.Of(workload, ours, limits)));
        }
    }
}
