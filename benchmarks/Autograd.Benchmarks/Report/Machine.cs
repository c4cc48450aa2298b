using System.Runtime.InteropServices;

namespace Autograd.Benchmarks;

/// <summary>What the figures were measured on.</summary>
internal static class Machine
{
    /// <summary>The processor's name where the system tells it, otherwise its architecture.</summary>
    public static string Processor { get; } = ProcessorOf(File.Exists(CpuInfo) ? File.ReadLines(CpuInfo) : []);

    private const string CpuInfo = "/proc/cpuinfo";

    public static string Runtime => RuntimeInformation.FrameworkDescription;

    public static int Threads => Environment.ProcessorCount;

    /// <summary>Of the lines of /proc/cpuinfo: <c>model name : ...</c>.</summary>
    internal static string ProcessorOf(IEnumerable<string> lines) => lines
        .Select(line => line.Split(':', 2, StringSplitOptions.TrimEntries))
        .FirstOrDefault(parts => parts is ["model name", not ""])?[1] ?? RuntimeInformation.ProcessArchitecture.ToString();
}
