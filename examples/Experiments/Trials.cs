using Autograd;

namespace Experiments;

/// <summary>Independent runs side by side: results lie in the order of their numbers, whichever thread computed them.</summary>
internal static class Trials
{
    /// <summary>Runs each, its thread's generator seeded by the run's number, so that no run knows of another.</summary>
    public static T[] Run<T>(int count, ulong seed, Func<int, T> run)
    {
        var results = new T[count];
        Parallel.For(0, count, i =>
        {
            Generator.ManualSeed(seed + (ulong)i);
            results[i] = run(i);
        });
        return results;
    }

    /// <summary>The middle value, or the mean of the two in the middle.</summary>
    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        int half = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }
}
