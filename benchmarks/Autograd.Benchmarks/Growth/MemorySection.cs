using System.Globalization;

namespace Autograd.Benchmarks;

/// <summary>The peak of memory of whole programs.</summary>
internal static class MemorySection
{
    private static readonly string[] Programs = ["step/gpt-", "step/resnet18-"];

    public static IEnumerable<Section> Measure(int calls, string peers)
    {
        string[] options = ["--calls", calls.ToString(CultureInfo.InvariantCulture)];
        string python = Environment.GetEnvironmentVariable("AUTOGRAD_PYTHON") ?? "/usr/bin/python3", program = Path.Combine(peers, "pytorch_workloads.py");
        bool hasPeer = Peer.PyTorch(peers) is not null;
        var table = new Table("program", "ours", "PyTorch", "ours / PyTorch");
        foreach (var workload in Workload.Matching(Programs))
        {
            Console.Error.WriteLine($"{workload.Name}: {calls} calls of both");
            string[] only = ["--only", workload.Name, .. options];
            long ours = Only(Child.Lines(Child.DotNet(Child.OwnAssembly, ["workloads", .. only])));
            long? theirs = hasPeer ? Only(Child.Lines(Child.Command(python, [program, .. only]))) : null;
            table.Add(
                workload.Name, Figures.Megabytes(ours), theirs is { } bytes ? Figures.Megabytes(bytes) : "absent", Figures.Ratio((double?)ours / theirs));
        }
        yield return new("Peak of memory", $"The most that was ever resident (VmHWM) of a process that makes {calls} steps and nothing else.", null, table);
    }

    private static long Only(IReadOnlyList<string> lines) => PeakMemory.FromJson(lines[0]).Peak;
}
