using Experiments;

namespace Autograd.Experiments.Tests;

/// <summary>Experiments at the size of tests.</summary>
internal static class Reduced
{
    public static ExperimentOptions Options { get; } = new(Reduced: true);

    /// <summary>With the data of <c>AUTOGRAD_DATA</c>; null, and a line that says so, where it names no folder with a part of that name.</summary>
    public static ExperimentOptions? WithData(string part, string test)
    {
        string? data = Environment.GetEnvironmentVariable("AUTOGRAD_DATA");
        if (!string.IsNullOrEmpty(data) && Directory.Exists(Path.Combine(data, part))) return new ExperimentOptions(data, Reduced: true);
        Console.WriteLine($"skipped: {test} (AUTOGRAD_DATA names no folder with {part}/ in it)");
        return null;
    }
}
