namespace Autograd.Benchmarks;

/// <summary>Two sides in turns, group by group, so that both see the same weather.</summary>
internal static class Alternation
{
    /// <summary>Of each workload that both have: the medians over <paramref name="rounds"/> of either side's medians.</summary>
    public static IEnumerable<(Workload Workload, Measurement First, Measurement Second)> Run(
        ISide first, ISide second, IEnumerable<Workload> workloads, int rounds, int reps)
    {
        foreach (var group in workloads.GroupBy(w => w.Group))
        {
            string[] names = [.. group.Select(w => w.Name)];
            var firsts = new List<IReadOnlyDictionary<string, Measurement>>();
            var seconds = new List<IReadOnlyDictionary<string, Measurement>>();
            for (int round = 1; round <= rounds; round++)
            {
                Console.Error.WriteLine($"{group.Key}, round {round} of {rounds}: {names.Length} rows of {first.Name}, then of {second.Name}");
                firsts.Add(first.Run(names, reps));
                seconds.Add(second.Run(names, reps));
            }
            foreach (var workload in group)
            {
                if (Median(workload.Name, firsts) is { } a && Median(workload.Name, seconds) is { } b) yield return (workload, a, b);
                else Console.Error.WriteLine($"{workload.Name} is skipped: not both of {first.Name} and {second.Name} have it");
            }
        }
    }

    /// <summary>The medians of what the rounds measured, with the threads of the fastest; null when none has it.</summary>
    internal static Measurement? Median(string name, IEnumerable<IReadOnlyDictionary<string, Measurement>> rounds)
    {
        List<Measurement> runs = [.. rounds.Where(r => r.ContainsKey(name)).Select(r => r[name])];
        if (runs.Count == 0) return null;
        double[] calls = [.. runs.Where(r => r.First is not null).Select(r => r.First!.Value)];
        return runs.MinBy(r => r.Seconds)! with
        {
            Seconds = Statistics.Median(runs.Select(r => r.Seconds)),
            Best = runs.Min(r => r.Best),
            First = calls.Length == 0 ? null : Statistics.Median(calls),
        };
    }
}
