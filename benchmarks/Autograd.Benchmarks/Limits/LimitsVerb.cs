using System.Globalization;

namespace Autograd.Benchmarks;

/// <summary>Prints the limits of this machine.</summary>
internal static class LimitsVerb
{
    public static int Run()
    {
        foreach (string line in Limits.All().SelectMany(l => l.Lines())) Console.WriteLine(line);
        Line($"allocation of 64 bytes {Limits.Allocation(64) * 1e9:F1} ns, of 1 KB {Limits.Allocation(1024) * 1e9:F1} ns, of 1 MB {Limits.Allocation(1 << 20) * 1e6:F1} us");
        if (Environment.ProcessorCount > 1)
            Line($"a job for two threads: {Limits.Handing(asleep: false) * 1e6:F2} us while the worker is awake, {Limits.Handing(asleep: true) * 1e6:F1} us when it sleeps");
        return 0;
    }

    private static void Line(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
