using System.Diagnostics;
using System.Text;

namespace Autograd.Tests.House;

/// <summary>Runs the dotnet command as a user would.</summary>
internal static class DotNet
{
    /// <summary>Runs to the end and gives what was written; a failure or a run beyond the limit is a failed test.</summary>
    public static string Run(string folder, TimeSpan limit, params ReadOnlySpan<string> arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments.ToArray())
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        // Nothing of the build that runs this test is handed on, and nothing stays behind.
        foreach (string name in start.Environment.Keys.Where(k => k.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToArray())
        {
            start.Environment.Remove(name);
        }
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["UseSharedCompilation"] = "false";
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";

        var output = new StringBuilder();
        using var process = Process.Start(start)!;
        process.OutputDataReceived += (_, line) => Append(line.Data);
        process.ErrorDataReceived += (_, line) => Append(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        process.StandardInput.Close();
        bool ended = process.WaitForExit(limit);
        if (ended) process.WaitForExit();
        else process.Kill(entireProcessTree: true);

        lock (output)
        {
            string text = output.ToString();
            Assert.True(ended && process.ExitCode == 0, $"dotnet {string.Join(' ', start.ArgumentList)}: {(ended ? "failed" : "did not end")}\n{text}");
            return text;
        }

        void Append(string? line)
        {
            if (line is null) return;
            lock (output) output.Append(line).Append('\n');
        }
    }
}
