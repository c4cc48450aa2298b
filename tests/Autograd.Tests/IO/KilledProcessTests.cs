using System.Diagnostics;
using System.Globalization;
using Autograd.IO;
using Autograd.Tests.House;

namespace Autograd.Tests.IO;

/// <summary>A program that saves checkpoints without a pause is killed, again and again: a whole one is there each time, and none older than it said.</summary>
public class KilledProcessTests
{
    private const int Rounds = 6;

    private const string Program = """
        using Autograd;
        using Autograd.IO;
        var x = Tensor.Zeros(50_000);
        var checkpoint = new Checkpoint();
        checkpoint.Add("x", () => new Dictionary<string, Tensor> { ["values"] = x }, _ => { });
        for (long step = long.Parse(args[1]); ; step++)
        {
            x.FillInPlace(step % 1000);
            checkpoint.Save(args[0], step);
            Console.WriteLine(step);
            Console.Out.Flush();
        }
        """;

    [Fact]
    public void Killed_at_any_moment_the_last_good_one_remains()
    {
        using var files = new Files();
        string program = Build(files);
        var waits = new Random(5);
        long next = 1;
        for (int round = 0; round < Rounds; round++)
        {
            long said = RunAndKill(program, files["run"], next, saves: 3, wait: waits.Next(30));
            var values = Tensor.Zeros(50_000);
            var checkpoint = new Checkpoint();
            checkpoint.Add("x", () => new Dictionary<string, Tensor> { ["values"] = values }, state => values = state["values"]);
            long step = checkpoint.Load(files["run"]);
            Assert.True(step >= said, FormattableString.Invariant($"step {step}, after the program said {said}"));
            Assert.All(values.ToArray<float>().Distinct(), v => Assert.Equal(step % 1000, (long)v));
            next = step + 1;
        }
    }

    /// <summary>Starts the program, waits until it said so often that it saved, and a little, and kills it; what it said last.</summary>
    private static long RunAndKill(string program, string path, long first, int saves, int wait)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", ["exec", program, path, first.ToString(CultureInfo.InvariantCulture)])
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
        })!;
        string? line = null;
        for (int i = 0; i < saves; i++) line = process.StandardOutput.ReadLine();
        Assert.NotNull(line);
        Thread.Sleep(wait);
        process.Kill();
        process.WaitForExit();
        while (process.StandardOutput.ReadLine() is { } more && long.TryParse(more, CultureInfo.InvariantCulture, out _)) line = more;
        return long.Parse(line, CultureInfo.InvariantCulture);
    }

    /// <summary>The program beside the library, to be run by <c>dotnet exec</c>.</summary>
    private static string Build(Files files)
    {
        using (var image = File.Create(files["program.dll"])) new Snippet("program", 1, "", Program).Emit(image);
        foreach (string dll in Directory.EnumerateFiles(AppContext.BaseDirectory, "*.dll").Where(static f => Path.GetFileName(f) is var name && (name.StartsWith("Autograd", StringComparison.Ordinal) || name.StartsWith("System", StringComparison.Ordinal))))
            File.Copy(dll, files[Path.GetFileName(dll)]);
        File.Copy(Path.Combine(AppContext.BaseDirectory, "Autograd.Tests.runtimeconfig.json"), files["program.runtimeconfig.json"]);
        return files["program.dll"];
    }
}
