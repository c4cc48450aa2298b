using System.Globalization;

namespace Autograd.Benchmarks;

/// <summary>The workloads side by side with the peer at its best, as a table of ratios (above 1 is faster than the peer).</summary>
internal static class CompareVerb
{
    // What the project promises itself, by prefix of the name; the first that fits counts.
    private static readonly (string Prefix, double Ratio)[] Targets =
    [
        ("overhead/", 12),
        ("step/mlp-2-16-16-2-", 5),
        ("step/mlp-", 1),
        ("matmul/f32/1024", 0.8),
    ];

    public static int Run(Options options)
    {
        if (Peer.Find(options.Text("peer")) is not { } script)
        {
            Console.Error.WriteLine($"The peer is absent: there is no {Peer.Script} in ../shared/peers beside the repository; say where it is with --peer PATH");
            return 1;
        }
        int reps = options.Number("reps") ?? 7;
        Workload[] workloads = [.. Workload.Matching(options.List("only"))];
        if (workloads.Length == 0)
        {
            Console.Error.WriteLine("No workload has such a name; see workloads --list");
            return 1;
        }
        var theirs = Peer.Run(script, [.. workloads.Select(w => w.Name)], reps);
        Console.WriteLine(Line("workload", "ours", "peer", "peer/ours", "target", ""));
        int missed = 0;
        foreach (var workload in workloads)
        {
            var ours = WorkloadsVerb.Best(workload, null, reps);
            double? peer = theirs.TryGetValue(workload.Name, out var row) ? row.Seconds : null;
            double ratio = peer / ours.Seconds ?? double.NaN;
            double? target = Targets.Where(t => workload.Name.StartsWith(t.Prefix, StringComparison.Ordinal)).Select(t => (double?)t.Ratio).FirstOrDefault();
            bool met = target is null || ratio >= target;
            if (!met) missed++;
            Console.WriteLine(Line(
                workload.Name,
                Time(ours.Seconds),
                peer is { } seconds ? Time(seconds) : "-",
                ratio.ToString("F2", CultureInfo.InvariantCulture),
                target?.ToString("F1", CultureInfo.InvariantCulture) ?? "",
                met ? "" : "missed"));
        }
        Console.WriteLine(missed == 0 ? "Every target is met." : string.Create(CultureInfo.InvariantCulture, $"{missed} targets are missed."));
        return 0;
    }

    private static string Line(string name, string ours, string peer, string ratio, string target, string verdict) =>
        $"{name,-58} {ours,10} {peer,10} {ratio,10} {target,7} {verdict}".TrimEnd();

    private static string Time(double seconds) => seconds switch
    {
        < 1e-6 => string.Create(CultureInfo.InvariantCulture, $"{seconds * 1e9:F1} ns"),
        < 1e-3 => string.Create(CultureInfo.InvariantCulture, $"{seconds * 1e6:F2} us"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{seconds * 1e3:F2} ms"),
    };
}
