using System.Diagnostics;
using System.Globalization;

namespace Autograd.Benchmarks;

/// <summary>The soak in every surrounding in which memory must stay flat, each in a process of its own.</summary>
internal static class SoakAllVerb
{
    public static int Run(Options options)
    {
        string steps = (options.Number("steps") ?? 10_000).ToString(CultureInfo.InvariantCulture);
        int failed = 0;
        failed += Child("plain", steps, out long workingSet);
        failed += Child("the server's collector", steps, out _, ("DOTNET_gcServer", "1"));
        failed += Child("5,000,000 small objects alive", steps, out _, "--live-objects", "5000000");
        failed += Child("two models on two threads", steps, out _, "--models", "2");
        // The runtime reads this number as hexadecimal.
        string limit = (4 * workingSet).ToString("X", CultureInfo.InvariantCulture);
        failed += Child("heap limited to four times the working set", steps, out _, ("DOTNET_GCHeapHardLimit", limit));
        Console.WriteLine(failed == 0 ? "Memory is flat everywhere." : string.Create(CultureInfo.InvariantCulture, $"{failed} surroundings failed."));
        return failed == 0 ? 0 : 1;
    }

    private static int Child(string title, string steps, out long workingSet, params ReadOnlySpan<string> arguments) =>
        Child(title, steps, out workingSet, null, arguments);

    private static int Child(string title, string steps, out long workingSet, (string Name, string Value) variable) =>
        Child(title, steps, out workingSet, variable, []);

    private static int Child(string title, string steps, out long workingSet, (string Name, string Value)? variable, ReadOnlySpan<string> arguments)
    {
        Console.WriteLine($"== {title}");
        // Run by `dotnet Autograd.Benchmarks.dll` or by the program itself: the child is started as this process was.
        string[] own = Environment.GetCommandLineArgs();
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true, UseShellExecute = false };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet") start.ArgumentList.Add(own[0]);
        foreach (string argument in (string[])["soak", "--steps", steps, .. arguments]) start.ArgumentList.Add(argument);
        if (variable is { } v) start.Environment[v.Name] = v.Value;
        using var process = Process.Start(start)!;
        workingSet = 0;
        while (process.StandardOutput.ReadLine() is { } line)
        {
            Console.WriteLine(line);
            process.Refresh();
            if (!process.HasExited) workingSet = Math.Max(workingSet, process.WorkingSet64);
        }
        process.WaitForExit();
        return process.ExitCode == 0 ? 0 : 1;
    }
}
