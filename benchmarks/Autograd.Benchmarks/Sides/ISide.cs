namespace Autograd.Benchmarks;

/// <summary>One that runs named workloads in processes of its own: a peer, or a build of this library.</summary>
internal interface ISide
{
    /// <summary>How the tables call it.</summary>
    string Name { get; }

    /// <summary>The figures by name; what it does not have is missing.</summary>
    /// <exception cref="OptionException">It did not run.</exception>
    IReadOnlyDictionary<string, Measurement> Run(IReadOnlyList<string> names, int reps);
}
