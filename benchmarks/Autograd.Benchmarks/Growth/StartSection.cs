using System.Diagnostics;

namespace Autograd.Benchmarks;

/// <summary>From the start of a process to the first gradient.</summary>
internal static class StartSection
{
    private const int Times = 15;

    public static IEnumerable<Section> Measure(string peers)
    {
        string own = Path.Combine(AppContext.BaseDirectory, "FirstGradient.dll");
        string python = Environment.GetEnvironmentVariable("AUTOGRAD_PYTHON") ?? "/usr/bin/python3", program = Path.Combine(peers, "pytorch_first_gradient.py");
        bool hasPeer = Peer.PyTorch(peers) is not null;
        List<double> ours = [], theirs = [];
        for (int i = 0; i < Times; i++)
        {
            ours.Add(Seconds(Child.DotNet(own)));
            if (hasPeer) theirs.Add(Seconds(Child.Command(python, program)));
        }
        var table = new Table("", "ours", "PyTorch");
        table.Add("best", Figures.Time(ours.Min()), hasPeer ? Figures.Time(theirs.Min()) : "absent");
        table.Add("median", Figures.Time(Statistics.Median(ours)), hasPeer ? Figures.Time(Statistics.Median(theirs)) : "absent");
        yield return new(
            "Process start to first gradient",
            $"`benchmarks/FirstGradient` and the same in Python, {Times} times each in turns, until their line is read. The limit is 0.10 s on a quiet machine.",
            null,
            table);
    }

    private static double Seconds(ProcessStartInfo start)
    {
        long begin = Stopwatch.GetTimestamp();
        using var process = Process.Start(start)!;
        string? line = process.StandardOutput.ReadLine();
        double seconds = Stopwatch.GetElapsedTime(begin).TotalSeconds;
        process.WaitForExit();
        return line is not null ? seconds : throw new OptionException($"This printed nothing: {start.FileName} {string.Join(' ', start.ArgumentList)}");
    }
}
