using System.Diagnostics;

namespace Autograd.Tests.House;

/// <summary>A program that was published trimmed finds every member of its modules.</summary>
[Trait("Category", "Pack")]
public sealed class TrimTests
{
    private const string Expected = """
        layers.0.weight layers.0.bias layers.1.weight layers.1.bias named.norm.weight named.norm.bias named.norm.running_mean named.norm.running_var named.norm.num_batches_tracked output.0.weight output.0.bias gates.0.weight gates.0.calls
        named.norm.running_mean named.norm.running_var named.norm.num_batches_tracked gates.0.calls
        state.0.step state.0.exp_avg state.0.exp_avg_sq state.1.step
        True
        True
        145
        """;

    [Fact]
    public void A_trimmed_program_runs()
    {
        string folder = Directory.CreateTempSubdirectory("trimmed").FullName;
        try
        {
            if (!Publish(folder)) return;
            Assert.True(new DirectoryInfo(Path.Combine(folder, "out")).EnumerateFiles("*.dll").Sum(static f => f.Length) < 40 << 20);
            Assert.Equal(Expected.ReplaceLineEndings("\n"), Run(Path.Combine(folder, "out", "Autograd.Trimmed")).Trim());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Warnings of trimming are errors, as everywhere. False where the packages of the platform's runtime and of the trimmer cannot be had.</summary>
    private static bool Publish(string folder)
    {
        string project = Repository.Path("tests", "Autograd.Trimmed", "Autograd.Trimmed.csproj");
        try
        {
            DotNet.Run(folder, TimeSpan.FromMinutes(8), "publish", project, "-c", "Release", "--nologo", "-o", Path.Combine(folder, "out"));
            return true;
        }
        catch (Xunit.Sdk.XunitException e) when (e.Message.Contains("NU1101", StringComparison.Ordinal) || e.Message.Contains("NU1301", StringComparison.Ordinal))
        {
            Console.WriteLine("skipped: a trimmed program (the packages of the platform's runtime and of the trimmer are not to be had)");
            return false;
        }
    }

    private static string Run(string program)
    {
        using var process = Process.Start(new ProcessStartInfo(program) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, errors.Result);
        return output.ReplaceLineEndings("\n");
    }
}
