using static System.FormattableString;

namespace Autograd.Benchmarks;

/// <summary>A build of this library in some surrounding; one thread or all, whichever is faster.</summary>
internal sealed class Build(string name, string assembly, params (string Name, string Value)[] environment) : ISide
{
    private int? threads;

    /// <summary>The workloads whose first call is timed: what one compiles, the next one would not have to.</summary>
    public const string Alone = "step/";

    public string Name => name;

    /// <summary>The build that is running.</summary>
    public static Build Own(string name, params (string Name, string Value)[] environment) => new(name, Child.OwnAssembly, environment);

    /// <summary>The build that is running, with a number of threads.</summary>
    public static Build OnThreads(int count) => new(Figures.Threads(count), Child.OwnAssembly) { threads = count };

    /// <summary>Another one: its Autograd.Benchmarks.dll, or the folder that holds it.</summary>
    /// <exception cref="OptionException">It is not there.</exception>
    public static Build At(string name, string path)
    {
        string assembly = Path.GetFullPath(Directory.Exists(path) ? Path.Combine(path, Path.GetFileName(Child.OwnAssembly)) : path);
        return File.Exists(assembly) ? new(name, assembly) : throw new OptionException($"There is no {assembly}");
    }

    public IReadOnlyDictionary<string, Measurement> Run(IReadOnlyList<string> names, int reps)
    {
        var alone = names.Where(n => n.StartsWith(Alone, StringComparison.Ordinal)).ToList();
        IEnumerable<IReadOnlyList<string>> runs = alone.Select(n => (IReadOnlyList<string>)[n]);
        if (alone.Count < names.Count) runs = runs.Append([.. names.Except(alone)]);
        return runs.SelectMany(run => Once(run, reps)).ToDictionary(StringComparer.Ordinal);
    }

    private IReadOnlyDictionary<string, Measurement> Once(IReadOnlyList<string> names, int reps)
    {
        var start = Child.DotNet(assembly, "workloads");
        if (threads is { } count)
        {
            start.ArgumentList.Add("--threads");
            start.ArgumentList.Add(Invariant($"{count}"));
        }
        foreach (var (variable, value) in environment) start.Environment[variable] = value;
        return Child.Measurements(start, names, reps);
    }
}
