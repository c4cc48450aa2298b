using System.Diagnostics;

namespace Autograd.Tests.IO;

/// <summary>A test that asks PyTorch itself, skipped where it is not installed.</summary>
public sealed class TorchFactAttribute : FactAttribute
{
    public TorchFactAttribute()
    {
        if (Python.Interpreter is null) Skip = $"no Python with torch and numpy: name one in {Python.Variable}";
    }
}

/// <summary>The Python in which PyTorch is installed.</summary>
internal static class Python
{
    /// <summary>The environment variable that names the interpreter; otherwise that of the path, or of the system.</summary>
    public const string Variable = "AUTOGRAD_PYTHON";

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    public static string? Interpreter { get; } = Find();

    /// <summary>Runs a script in a folder and gives what it printed; a failure is a failed test.</summary>
    public static string Run(Files files, string script)
    {
        string path = files.Write("script.py", System.Text.Encoding.UTF8.GetBytes("import torch, numpy as np, warnings\nwarnings.filterwarnings('ignore')\n" + script));
        var (code, text) = Start(Interpreter!, Path.GetDirectoryName(path)!, path);
        Assert.True(code == 0, text);
        return text;
    }

    private static string? Find()
    {
        string? named = Environment.GetEnvironmentVariable(Variable);
        string[] candidates = named is { Length: > 0 } ? [named] : ["python3", "/usr/bin/python3"];
        return Array.Find(candidates, static c => HasTorch(c));
    }

    private static bool HasTorch(string interpreter)
    {
        try
        {
            return Start(interpreter, Path.GetTempPath(), "-c", "import torch, numpy").Code == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    private static (int Code, string Text) Start(string interpreter, string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo(interpreter, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        start.Environment["OMP_NUM_THREADS"] = "1";
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEndAsync();
        if (!process.WaitForExit(Limit)) process.Kill();
        process.WaitForExit();
        return (process.ExitCode, output.Result + error.Result);
    }
}
