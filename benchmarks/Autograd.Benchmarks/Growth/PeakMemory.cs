using System.Globalization;
using System.Text.Json;
using static System.FormattableString;

namespace Autograd.Benchmarks;

/// <summary>The most memory that was ever resident, in bytes.</summary>
internal sealed record PeakMemory(string Name, long Peak)
{
    private const string Field = "VmHWM:";

    /// <summary>Of this process, after <paramref name="calls"/> calls of a workload.</summary>
    /// <exception cref="OptionException">The system does not tell.</exception>
    public static PeakMemory Of(Workload workload, int calls)
    {
        Generator.ManualSeed(0);
        var call = workload.Make();
        for (int i = 0; i < calls; i++) call();
        return new(workload.Name, Parse(File.Exists(Status) ? File.ReadLines(Status) : []));
    }

    private const string Status = "/proc/self/status";

    /// <summary>Of the lines of /proc/self/status: <c>VmHWM: 1234 kB</c>.</summary>
    /// <exception cref="OptionException">There is no such line.</exception>
    internal static long Parse(IEnumerable<string> status)
    {
        string line = status.FirstOrDefault(l => l.StartsWith(Field, StringComparison.Ordinal)) ?? throw new OptionException($"This system does not tell the peak of memory ({Field} in {Status})");
        return 1024 * long.Parse(line[Field.Length..].Replace("kB", "", StringComparison.Ordinal).Trim(), CultureInfo.InvariantCulture);
    }

    /// <summary>The peer's line.</summary>
    public string ToJson() => Invariant($"{{\"name\": \"{Name}\", \"peak\": {Peak}}}");

    /// <summary>Reads such a line.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    public static PeakMemory FromJson(string line)
    {
        using var json = JsonDocument.Parse(line);
        return new(json.RootElement.GetProperty("name").GetString()!, json.RootElement.GetProperty("peak").GetInt64());
    }
}
