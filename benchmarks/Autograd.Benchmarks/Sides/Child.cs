using System.Diagnostics;
using System.Globalization;

namespace Autograd.Benchmarks;

/// <summary>Programs that this one starts.</summary>
internal static class Child
{
    /// <summary>This very program.</summary>
    public static string OwnAssembly { get; } = typeof(Child).Assembly.Location;

    /// <summary>A .NET program, run by the same runtime.</summary>
    public static ProcessStartInfo DotNet(string assembly, params ReadOnlySpan<string> arguments)
    {
        string own = Environment.ProcessPath ?? "";
        return Command(Path.GetFileNameWithoutExtension(own) == "dotnet" ? own : "dotnet", [assembly, .. arguments]);
    }

    public static ProcessStartInfo Command(string program, params ReadOnlySpan<string> arguments)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, UseShellExecute = false };
        foreach (string argument in arguments) start.ArgumentList.Add(argument);
        return start;
    }

    /// <summary>What it prints, a line each; its errors go where ours go.</summary>
    /// <exception cref="OptionException">It fails, or cannot be started.</exception>
    public static IReadOnlyList<string> Lines(ProcessStartInfo start)
    {
        var lines = new List<string>();
        try
        {
            using var process = Process.Start(start)!;
            while (process.StandardOutput.ReadLine() is { } line) lines.Add(line);
            process.WaitForExit();
            if (process.ExitCode == 0) return lines;
        }
        catch (System.ComponentModel.Win32Exception absent)
        {
            throw new OptionException($"{start.FileName} cannot be started: {absent.Message}");
        }
        throw new OptionException($"This failed: {start.FileName} {string.Join(' ', start.ArgumentList)}");
    }

    /// <summary>The figures of a program that is asked for workloads by name.</summary>
    public static IReadOnlyDictionary<string, Measurement> Measurements(ProcessStartInfo start, IReadOnlyList<string> names, int reps)
    {
        string[] arguments = ["--only", string.Join(',', names), "--reps", reps.ToString(CultureInfo.InvariantCulture)];
        foreach (string argument in arguments) start.ArgumentList.Add(argument);
        return Lines(start).Select(Measurement.FromJson).ToDictionary(m => m.Name, StringComparer.Ordinal);
    }
}
