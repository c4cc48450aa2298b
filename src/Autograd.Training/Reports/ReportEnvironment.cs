using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Autograd.Training;

/// <summary>In what surroundings the numbers of a report were made.</summary>
public static class ReportEnvironment
{
    private const string CpuInfo = "/proc/cpuinfo";

    /// <summary>Adds a table of the runtime, the system, the processor, its SIMD width, threads and the seed.</summary>
    /// <param name="report">The report.</param>
    /// <param name="seed">The seed of the run; that of this thread's default generator where none is given.</param>
    /// <returns>The report.</returns>
    public static Report AddEnvironment(this Report report, ulong? seed = null)
    {
        ArgumentNullException.ThrowIfNull(report);
        report.Section("Environment");
        return report.Table("", ["what", "value"],
        [
            ["Autograd", typeof(Tensor).Assembly.GetName().Version?.ToString(3) ?? "-"],
            ["runtime", RuntimeInformation.FrameworkDescription],
            ["system", RuntimeInformation.OSDescription],
            ["processor", Processor(File.Exists(CpuInfo) ? File.ReadLines(CpuInfo) : [])],
            ["SIMD width", FormattableString.Invariant($"{SimdBits} bits")],
            ["processors", Environment.ProcessorCount.ToString(CultureInfo.InvariantCulture)],
            ["threads", Threads.Count.ToString(CultureInfo.InvariantCulture)],
            ["seed", (seed ?? Generator.Default.Seed).ToString(CultureInfo.InvariantCulture)],
            ["written", DateTimeOffset.UtcNow.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture)],
        ]);
    }

    private static int SimdBits => Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : 128;

    /// <summary>Of the lines of /proc/cpuinfo: <c>model name : ...</c>; elsewhere the architecture.</summary>
    private static string Processor(IEnumerable<string> lines) => lines
        .Select(static line => line.Split(':', 2, StringSplitOptions.TrimEntries))
        .FirstOrDefault(static parts => parts is ["model name", not ""])?[1] ?? RuntimeInformation.ProcessArchitecture.ToString();
}
