namespace Autograd.Benchmarks;

/// <summary>A named piece of work: the names, shapes and seeds are those of the peer's program.</summary>
/// <param name="Name">The name, <c>family/what/size</c>.</param>
/// <param name="Work">Operations or elements of one call, where a rate makes sense.</param>
/// <param name="Unit">What <paramref name="Work"/> counts.</param>
/// <param name="Make">Prepares the inputs, outside of the measured time, and gives the call to measure.</param>
internal sealed record Workload(string Name, double? Work, string? Unit, Func<Func<object?>> Make)
{
    /// <summary>Work that a unit does not describe, such as a training step.</summary>
    public Workload(string name, Func<Func<object?>> make)
        : this(name, null, null, make)
    {
    }

    /// <summary>What the name begins with.</summary>
    public string Group => Name[..Name.IndexOf('/', StringComparison.Ordinal)];

    /// <summary>In which dtype it computes.</summary>
    public DType DType { get; init; } = DType.Float32;

    /// <summary>The bytes that it cannot avoid to move, where they could be what limits it.</summary>
    public Traffic? Traffic { get; init; }

    /// <summary>All of them, in the peer's order.</summary>
    public static IReadOnlyList<Workload> All { get; } =
    [
        .. MatMulWorkloads.All,
        .. ElementwiseWorkloads.All,
        .. CopyWorkloads.All,
        .. ReduceWorkloads.All,
        .. IndexWorkloads.All,
        .. ConvWorkloads.All,
        .. OverheadWorkloads.All,
        .. StepWorkloads.All,
        .. ImageWorkloads.All,
        .. RecurrentWorkloads.All,
        .. TransformerWorkloads.All,
        .. OptimizerWorkloads.All,
        .. TransformWorkloads.All,
        .. InferenceWorkloads.All,
    ];

    /// <summary>Those whose names begin with one of the prefixes; all when there is none.</summary>
    public static IEnumerable<Workload> Matching(IReadOnlyList<string> prefixes) =>
        All.Where(w => prefixes.Count == 0 || prefixes.Any(p => w.Name.StartsWith(p, StringComparison.Ordinal)));

    /// <summary>The same, of which there is to be one at least.</summary>
    /// <exception cref="OptionException">There is none.</exception>
    public static IReadOnlyList<Workload> Chosen(IReadOnlyList<string> prefixes)
    {
        Workload[] chosen = [.. Matching(prefixes)];
        return chosen.Length > 0 ? chosen : throw new OptionException($"No workload's name begins with {string.Join(" or ", prefixes)}; see workloads --list");
    }

    /// <summary>
    /// Forward, then <see cref="Gradient.Of(Tensor, ReadOnlySpan{Tensor}, Tensor?, bool?, bool, bool)"/> with a gradient of ones
    /// for every input that requires one: the peer's <c>fwd_bwd</c>.
    /// </summary>
    public static Func<object?> ForwardBackward(Func<Tensor> forward, params Tensor[] inputs)
    {
        var ones = Tensor.OnesLike(forward());
        return () => Gradient.Of(forward(), inputs, ones);
    }
}
