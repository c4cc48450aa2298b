using System.Diagnostics.CodeAnalysis;
using Autograd.Formulas;

namespace Autograd.Optim;

/// <summary>An optimiser with options of its own kind: derive from it, name what is remembered of a parameter, and step one.</summary>
/// <typeparam name="TOptions">Its options.</typeparam>
/// <example>
/// <code>
/// sealed class SignDescent(IEnumerable&lt;Tensor&gt; parameters, SignOptions options) : Optimizer&lt;SignOptions&gt;(parameters, options)
/// {
///     protected override void Update(Tensor parameter, Tensor gradient, ParamState state, SignOptions options) =>
///         parameter.SubInPlace(gradient.Sign() * options.Lr);
/// }
/// </code>
/// </example>
public abstract class Optimizer<[DynamicallyAccessedMembers(OptionTable.Reflected)] TOptions> : Optimizer
    where TOptions : OptimizerOptions
{
    private readonly List<ParamGroup<TOptions>> groups = [];
    private readonly TOptions defaults;
    private readonly string stepName;

    /// <summary>Makes the optimiser with a first group.</summary>
    /// <param name="parameters">The leaves to learn, <c>net.Parameters()</c>.</param>
    /// <param name="options">The options, those of groups added later as well where they do not say otherwise.</param>
    /// <exception cref="ArgumentException">There are no parameters, one is no leaf or given twice, or an option is out of its range.</exception>
    protected Optimizer(IEnumerable<Tensor> parameters, TOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        defaults = options;
        stepName = Name + ".Step";
        AddParamGroup(parameters);
        if (groups[0].Parameters.Count == 0) throw new ArgumentException($"{Name}: there are no parameters to learn", nameof(parameters));
    }

    /// <summary>The groups of parameters, each with options of its own.</summary>
    public override IReadOnlyList<ParamGroup<TOptions>> ParamGroups => groups;

    private string Name => GetType().Name;

    /// <summary>Adds parameters with other options than the first ones (<c>Optimizer.add_param_group</c>).</summary>
    /// <param name="parameters">Leaves that are in no group yet.</param>
    /// <param name="change">From the optimiser's options to those of the group: <c>o => o with { Lr = 0.01 }</c>.</param>
    /// <exception cref="ArgumentException">A tensor is no leaf, or in a group already, or an option is out of its range.</exception>
    public void AddParamGroup(IEnumerable<Tensor> parameters, Func<TOptions, TOptions>? change = null)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        var known = groups.SelectMany(static g => g.Parameters).ToHashSet(ReferenceEqualityComparer.Instance);
        Tensor[] added = [.. parameters];
        foreach (var parameter in added)
        {
            ArgumentNullException.ThrowIfNull(parameter, nameof(parameters));
            if (!parameter.IsLeaf) throw new ArgumentException($"{Name}: a tensor of shape {parameter.Shape} was computed; only leaves can be learned", nameof(parameters));
            if (!parameter.DType.IsDifferentiable) throw new ArgumentException($"{Name}: a {parameter.DType.Name} tensor has no gradient", nameof(parameters));
            if (!known.Add(parameter)) throw new ArgumentException($"{Name}: a parameter of shape {parameter.Shape} is given twice", nameof(parameters));
        }
        groups.Add(new ParamGroup<TOptions>(Name, added, change?.Invoke(defaults) ?? defaults));
    }

    /// <inheritdoc/>
    public override void Step()
    {
        using var scope = NoGrad.Scope;
        foreach (var group in groups)
        {
            for (int i = 0; i < group.Tensors.Length; i++)
            {
                if (group.Tensors[i].PeekGrad is not { } gradient) continue;
                var state = group.States[i];
                state.Fill(group.Tensors[i], Slots(group.Options));
                state.Step++;
                Update(group.Tensors[i], gradient, state, group.Options);
            }
        }
    }

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, Tensor> StateDict() => OptimizerState.Save(groups, Slots);

    /// <inheritdoc/>
    public override void LoadStateDict(IReadOnlyDictionary<string, Tensor> state) => OptimizerState.Load(Name, state, groups, Slots);

    /// <summary>The optimiser as PyTorch prints it: the options of every group.</summary>
    public override string ToString() => OptionTable.Describe(Name, groups.Select(static g => g.Options));

    /// <summary>What is remembered of each parameter under these options, in PyTorch's order; nothing unless overridden. Hand out the same list every time.</summary>
    /// <param name="options">The options of the parameter's group.</param>
    protected virtual IReadOnlyList<StateSlot> Slots(TOptions options) => [];

    /// <summary>Steps one parameter by its gradient; recording is off.</summary>
    /// <param name="parameter">The parameter, to be written in place.</param>
    /// <param name="gradient">Its gradient, not to be written.</param>
    /// <param name="state">What is remembered of it, made where it was missing.</param>
    /// <param name="options">The options of its group.</param>
    protected abstract void Update(Tensor parameter, Tensor gradient, ParamState state, TOptions options);

    /// <summary>Steps a parameter and its states by a formula, in one pass over the memory.</summary>
    /// <typeparam name="F">The formula.</typeparam>
    /// <param name="formula">The step of one element, with its coefficients.</param>
    /// <param name="parameter">The parameter.</param>
    /// <param name="gradient">Its gradient.</param>
    /// <param name="state">Its states: the formula gets as many as it asks for, in the order of <see cref="Slots"/>; they are of the parameter's shape.</param>
    protected void Apply<F>(in F formula, Tensor parameter, Tensor gradient, ParamState state)
        where F : struct, IStepFormula
    {
        ArgumentNullException.ThrowIfNull(parameter);
        ArgumentNullException.ThrowIfNull(gradient);
        ArgumentNullException.ThrowIfNull(state);
        StepOp<F>.Run(stepName, formula, parameter, gradient, state.Tensors);
    }
}
