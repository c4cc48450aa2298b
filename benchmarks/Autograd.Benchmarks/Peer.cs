using System.Diagnostics;
using System.Globalization;

namespace Autograd.Benchmarks;

/// <summary>PyTorch on the same machine, through a script that runs it in each configuration a careful user would try.</summary>
internal static class Peer
{
    public const string Script = "pytorch_best.sh";

    /// <summary>The script: where the user says, or in <c>../shared/peers</c> relative to the repository; null when it is not there.</summary>
    public static string? Find(string? given)
    {
        if (given is not null)
        {
            string inside = Directory.Exists(given) ? Path.Combine(given, Script) : given;
            return File.Exists(inside) ? Path.GetFullPath(inside) : null;
        }
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (!File.Exists(Path.Combine(folder.FullName, "Autograd.sln"))) continue;
            string script = Path.GetFullPath(Path.Combine(folder.FullName, "..", "shared", "peers", Script));
            return File.Exists(script) ? script : null;
        }
        return null;
    }

    /// <summary>The peer's figures by workload; those it does not have are missing.</summary>
    /// <exception cref="OptionException">The script failed.</exception>
    public static IReadOnlyDictionary<string, Measurement> Run(string script, IReadOnlyList<string> names, int reps)
    {
        var start = new ProcessStartInfo("bash") { RedirectStandardOutput = true, UseShellExecute = false };
        string[] arguments = [script, "--only", string.Join(',', names), "--reps", reps.ToString(CultureInfo.InvariantCulture)];
        foreach (string argument in arguments) start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var rows = new Dictionary<string, Measurement>(StringComparer.Ordinal);
        while (process.StandardOutput.ReadLine() is { } line)
        {
            var row = Measurement.FromJson(line);
            rows[row.Name] = row;
        }
        process.WaitForExit();
        if (process.ExitCode != 0 || rows.Count == 0) throw new OptionException($"The peer did not run: see the messages of {script} above");
        return rows;
    }
}
