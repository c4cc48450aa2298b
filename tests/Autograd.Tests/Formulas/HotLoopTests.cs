using System.Diagnostics;
using System.Reflection;
using Autograd.Kernels;
using Autograd.Tests.House;

namespace Autograd.Tests.Formulas;

/// <summary>
/// No method that is a loop over registers may hold a call: no vector register survives one, so the sums of the loop are
/// spilled and read again in every iteration, which costs 1.6 to 2.5 times. The JIT's own listing is counted, no time.
/// </summary>
public sealed class HotLoopTests
{
    /// <summary>Never taken, or taken for good: no loop runs on after them. Outlined functions of the algebra are meant to be calls.</summary>
    private static readonly string[] Harmless =
    [
        "ThrowHelper", ":Throw", "CORINFO_HELP_THROW", "CORINFO_HELP_RNGCHKFAIL", "CORINFO_HELP_OVERFLOW", "CORINFO_HELP_FAIL_FAST", "CORINFO_HELP_STACK_PROBE",
        "Autograd.Formulas.LaneMath:", "Autograd.GammaMath:", ":Bell", ":EachElement",
    ];

    /// <summary>These shuffle, compare or draw block by block: between two calls no register is kept.</summary>
    private static readonly HashSet<string> Blockwise =
    [
        "Transpose:Run", "ReduceArg+FindJob:FirstOfColumns", "RandomKernel:Uniform",
    ];

    /// <summary>The types whose loops must have been compiled, or the test would prove nothing.</summary>
    private static readonly string[] Families =
        ["MapLoops", "ReduceLoops", "MatMulTile", "Transpose", "ReduceArg", "ConvDots", "MaxPoolRows", "AvgPoolPairs", "ScanRows", "GatherRegisters", "AttentionLoops", "NormLoops", "NormSums"];

    [Fact]
    public void No_loop_over_registers_holds_a_call()
    {
        string listing = Path.Combine(Path.GetTempPath(), $"{nameof(HotLoopTests)}.{Environment.ProcessId}.txt");
        try
        {
            Compile(listing, "Autograd.Kernels.Tests", "ReduceTests|CopyTests|CastTests|IndexTests|SortTests|MatMulTests|ConvTests|ConvDirectTests|MaxPoolTests|AvgPoolTests");
            Compile(listing, "Autograd.Tests", "MapKernelTests|InliningTests|SpineTests|RowBodyTests|OptimizerTests|AttentionTests|NormGradientsTests");
            var loops = MarkedLoops();
            var hot = JitMethod.Read(File.ReadAllText(listing)).Where(m => m.HasVectorLoop && loops.Contains(m.Name)).ToList();
            Findings.None(Families.Where(family => !hot.Exists(m => m.Name.StartsWith(family, StringComparison.Ordinal))));
            Findings.None(
                from method in hot
                where !Blockwise.Contains(method.Name)
                from call in method.Calls
                where !Array.Exists(Harmless, h => call.Contains(h, StringComparison.Ordinal))
                select $"{method.Name}: {call}");
        }
        finally
        {
            File.Delete(listing);
        }
    }

    /// <summary>Compiled by itself and fully at the first call: so a method of the kernels is marked that is a loop.</summary>
    private static HashSet<string> MarkedLoops()
    {
        const MethodImplAttributes Marks = MethodImplAttributes.NoInlining | MethodImplAttributes.AggressiveOptimization;
        var names =
            from type in typeof(MapKernel).Assembly.GetTypes()
            from method in type.GetMethods(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            where (method.MethodImplementationFlags & Marks) == Marks
            select JitMethod.NameOf(type, method.Name);
        return names.ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>Runs tests of another process, whose JIT adds what it writes of the kernels to the listing.</summary>
    private static void Compile(string listing, string project, string classes)
    {
        string assembly = Repository.Path("tests", project, "bin", Repository.Configuration, "net10.0", project + ".dll");
        string filter = string.Join('|', classes.Split('|').Select(c => $"FullyQualifiedName~.{c}."));
        var start = new ProcessStartInfo("dotnet", ["vstest", assembly, $"--TestCaseFilter:{filter}", "--", "xUnit.ParallelizeTestCollections=false"]) { RedirectStandardOutput = true, UseShellExecute = false };
        start.Environment["DOTNET_JitStdOutFile"] = listing;
        start.Environment["DOTNET_JitDisasm"] = "Autograd.Kernels.*:*";
        // One thread, and nothing compiled beside it: listings of two methods would run into each other.
        start.Environment["DOTNET_TC_CallCountingDelayMs"] = "100000";
        start.Environment["AUTOGRAD_NUM_THREADS"] = "1";
        // The widest text of every loop.
        start.Environment.Remove("DOTNET_EnableAVX512");
        start.Environment.Remove("DOTNET_EnableAVX2");
        using var process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, output);
    }
}
