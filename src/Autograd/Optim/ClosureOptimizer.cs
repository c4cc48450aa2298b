using System.Diagnostics.CodeAnalysis;

namespace Autograd.Optim;

/// <summary>
/// An optimiser that computes the loss several times a step, over all parameters as one vector: <see cref="LBFGS"/> and <see cref="SCG"/>.
/// It has one group of parameters, and steps by <see cref="Step(Func{Tensor})"/> alone.
/// </summary>
/// <typeparam name="TOptions">Its options.</typeparam>
public abstract class ClosureOptimizer<[DynamicallyAccessedMembers(OptionTable.Reflected)] TOptions> : Optimizer
    where TOptions : OptimizerOptions
{
    private protected const string StatePrefix = "state.0.";

    private readonly ParamGroup<TOptions>[] groups;

    private protected ClosureOptimizer(IEnumerable<Tensor> parameters, TOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        Tensor[] leaves = Leaves.Check(Name, parameters, []);
        if (leaves.Length == 0) throw new ArgumentException($"{Name}: there are no parameters to learn", nameof(parameters));
        groups = [new ParamGroup<TOptions>(Name, leaves, options)];
        Flat = new FlatParameters(Name, leaves);
    }

    /// <summary>The one group of parameters.</summary>
    public override IReadOnlyList<ParamGroup<TOptions>> ParamGroups => groups;

    private protected FlatParameters Flat { get; }

    /// <summary>How PyTorch saves it; null where it has no such optimiser.</summary>
    private protected virtual TorchForm<TOptions>? Torch => null;

    private string Name => GetType().Name;

    /// <summary>There is no step without the loss.</summary>
    /// <exception cref="NotSupportedException">Always.</exception>
    public override void Step() => throw new NotSupportedException($"{Name}: a step computes the loss several times; call Step(closure)");

    /// <inheritdoc/>
    public override Tensor Step(Func<Tensor> closure)
    {
        ArgumentNullException.ThrowIfNull(closure);
        using var scope = NoGrad.Scope;
        return Minimize(() => Recorded(closure), groups[0].Options);
    }

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, Tensor> StateDict()
    {
        using var scope = NoGrad.Scope;
        var writer = SavedState.Writer(StatePrefix);
        Remember(writer);
        var state = new OrderedDictionary<string, Tensor>(writer.Written, StringComparer.Ordinal);
        foreach (var (name, value) in OptimizerState.Save(groups, static _ => [])) state.Add(name, value);
        return state;
    }

    /// <inheritdoc/>
    public override void LoadStateDict(IReadOnlyDictionary<string, Tensor> state)
    {
        ArgumentNullException.ThrowIfNull(state);
        using var scope = NoGrad.Scope;
        foreach (var value in state.Values) ArgumentNullException.ThrowIfNull(value, nameof(state));
        Load(state, []);
    }

    /// <inheritdoc/>
    public override OrderedDictionary<object, object?> TorchStateDict()
    {
        using var scope = NoGrad.Scope;
        return TorchStateWriter.Write(Name, Torch ?? throw NotInTorch(), groups, (_, i) => i == 0 ? ToTorch() : []);
    }

    /// <inheritdoc/>
    public override void LoadTorchStateDict(object? state)
    {
        using var scope = NoGrad.Scope;
        var reader = TorchStateReader.Read(Name, Torch ?? throw NotInTorch(), groups[0].Options, state);
        FromTorch(reader.Flat);
        Load(reader.Flat, reader.Problems);
    }

    /// <summary>The optimiser as PyTorch prints it.</summary>
    public override string ToString() => OptionTable.Describe(Name, groups.Select(static g => g.Options));

    /// <summary>Takes a step; recording is off, but on in the closure.</summary>
    /// <returns>The loss before it.</returns>
    private protected abstract Tensor Minimize(Func<Tensor> closure, TOptions options);

    /// <summary>Names what goes on from step to step.</summary>
    private protected abstract void Remember(SavedState state);

    /// <summary>What goes on from step to step as PyTorch has it, under the number of the first parameter.</summary>
    private protected virtual IEnumerable<(string Name, object? Value)> ToTorch() => [];

    /// <summary>Makes of PyTorch's states those here.</summary>
    /// <param name="state">A state dict with this optimiser's paths and PyTorch's states, to be changed.</param>
    private protected virtual void FromTorch(Dictionary<string, Tensor> state)
    {
    }

    private void Load(IReadOnlyDictionary<string, Tensor> state, IReadOnlyList<string> problems)
    {
        var parts = state.ToLookup(static e => e.Key.StartsWith(StatePrefix, StringComparison.Ordinal));
        var own = parts[true].ToDictionary(StringComparer.Ordinal);
        var check = SavedState.Checker(own, StatePrefix);
        Remember(check);
        OptimizerState.Load(Name, parts[false].ToDictionary(StringComparer.Ordinal), groups, static _ => [], [.. problems, .. check.Found()]);
        Remember(SavedState.Reader(own, StatePrefix));
    }

    private static Tensor Recorded(Func<Tensor> closure)
    {
        using var scope = EnableGrad.Scope;
        return closure();
    }
}
