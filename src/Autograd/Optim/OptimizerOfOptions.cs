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

    /// <summary>How PyTorch saves it; null where it has no such optimiser.</summary>
    private protected virtual TorchForm<TOptions>? Torch => null;

    private string Name => GetType().Name;

    /// <summary>Adds parameters with other options than the first ones (<c>Optimizer.add_param_group</c>).</summary>
    /// <param name="parameters">Leaves that are in no group yet.</param>
    /// <param name="change">From the optimiser's options to those of the group: <c>o => o with { Lr = 0.01 }</c>.</param>
    /// <exception cref="ArgumentException">A tensor is no leaf, or in a group already, or an option is out of its range.</exception>
    public void AddParamGroup(IEnumerable<Tensor> parameters, Func<TOptions, TOptions>? change = null)
    {
        Tensor[] added = Leaves.Check(Name, parameters, groups.SelectMany(static g => g.Parameters));
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
                Take(group.Tensors[i], gradient, group.States[i], group.Options);
            }
        }
    }

    /// <summary>Where a chain of <see cref="Stepped"/> begins: at the parameters, with what is remembered of them now.</summary>
    /// <param name="parameters">Other values to begin from, of the same shapes over all groups.</param>
    /// <exception cref="ArgumentException">There are more or fewer than the optimiser has, or one has another shape.</exception>
    public StepPoint Start(IReadOnlyList<Tensor>? parameters = null)
    {
        Tensor[] own = [.. groups.SelectMany(static g => g.Tensors)];
        if (parameters is not null) Fit(nameof(Start), nameof(parameters), parameters, own);
        using var scope = NoGrad.Scope;
        return new StepPoint([.. parameters ?? own], [.. groups.SelectMany(static g => g.States).Select(static s => s.Clone())]);
    }

    /// <summary>
    /// The step of <see cref="Optimizer.Step()"/> as new tensors: nothing is written, neither parameters nor what the optimiser remembers, and
    /// everything is recorded, so that a loss at the new parameters can be differentiated by what came before the step.
    /// </summary>
    /// <param name="from">Where to step from: <see cref="Start"/>, or the step before.</param>
    /// <param name="gradients">For each parameter its gradient there, null for one that stays; made with <c>createGraph: true</c>, gradients of gradients flow as well.</param>
    /// <remarks>
    /// The same text as in place. There it is fused, so that results may differ by a rounding of each operation. At a state that is exactly 0
    /// the root in Adam and its kin has the slope 0.
    /// </remarks>
    /// <exception cref="ArgumentException">There are more or fewer gradients or points than parameters, or one has another shape.</exception>
    /// <example>
    /// <code>
    /// var point = sgd.Start();
    /// for (int i = 0; i &lt; 3; i++)
    ///     point = sgd.Stepped(point, Gradient.Of(Loss(point.Parameters, seen), [.. point.Parameters], createGraph: true));
    /// Loss(point.Parameters, unseen).Backward(); // by the parameters before the first step
    /// </code>
    /// </example>
    public StepPoint Stepped(StepPoint from, IReadOnlyList<Tensor?> gradients)
    {
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(gradients);
        Tensor[] own = [.. groups.SelectMany(static g => g.Tensors)];
        Fit(nameof(Stepped), nameof(from), from.Tensors, own);
        Fit(nameof(Stepped), nameof(gradients), gradients, own);
        var (parameters, states) = ((Tensor[])from.Tensors.Clone(), (ParamState[])from.States.Clone());
        int index = -1;
        foreach (var group in groups)
        {
            for (int i = 0; i < group.Tensors.Length; i++)
            {
                if (gradients[++index] is not { } gradient) continue;
                (parameters[index], states[index]) = (parameters[index].Clone(), states[index].Clone());
                Take(parameters[index], gradient, states[index], group.Options);
            }
        }
        return new StepPoint(parameters, states);
    }

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, Tensor> StateDict() => OptimizerState.Save(groups, Slots);

    /// <inheritdoc/>
    public override void LoadStateDict(IReadOnlyDictionary<string, Tensor> state) => OptimizerState.Load(Name, state, groups, Slots);

    /// <inheritdoc/>
    public override OrderedDictionary<object, object?> TorchStateDict() =>
        TorchStateWriter.Write(Name, Torch ?? throw NotInTorch(), groups, (group, i) => OptimizerState.StatesOf(group, i, Slots).Select(static s => (s.Name, s.Name == StateSlot.StepName ? s.Value.Item<long>() : (object?)s.Value)));

    /// <inheritdoc/>
    public override void LoadTorchStateDict(object? state)
    {
        var reader = TorchStateReader.Read(Name, Torch ?? throw NotInTorch(), defaults, state);
        OptimizerState.Load(Name, reader.Flat, groups, Slots, reader.Problems);
    }

    /// <summary>The optimiser as PyTorch prints it: the options of every group.</summary>
    public override string ToString() => OptionTable.Describe(Name, groups.Select(static g => g.Options));

    /// <summary>What is remembered of each parameter under these options, in PyTorch's order; nothing unless overridden. Hand out the same list every time.</summary>
    /// <param name="options">The options of the parameter's group.</param>
    protected virtual IReadOnlyList<StateSlot> Slots(TOptions options) => [];

    /// <summary>Steps one parameter by its gradient. In <see cref="Step()"/> recording is off; in <see cref="Stepped"/> it may be on, and what is written are copies.</summary>
    /// <param name="parameter">The parameter, to be written in place.</param>
    /// <param name="gradient">Its gradient, not to be written.</param>
    /// <param name="state">What is remembered of it, made where it was missing; to be written in place or replaced.</param>
    /// <param name="options">The options of its group.</param>
    protected abstract void Update(Tensor parameter, Tensor gradient, ParamState state, TOptions options);

    /// <summary>Steps a parameter and its states by a formula: in one pass over the memory, or, in <see cref="Stepped"/>, as recorded ops.</summary>
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
        if (state.IsOfPoint) StepTrace.Run(stepName, formula, parameter, gradient, state.Tensors);
        else StepOp<F>.Run(stepName, formula, parameter, gradient, state.Tensors);
    }

    private void Take(Tensor parameter, Tensor gradient, ParamState state, TOptions options)
    {
        state.Fill(parameter, Slots(options));
        state.Step++;
        Update(parameter, gradient, state, options);
    }

    private void Fit(string method, string argument, IReadOnlyList<Tensor?> given, Tensor[] own)
    {
        if (given.Count != own.Length) throw new ArgumentException(FormattableString.Invariant($"{Name}.{method}: {given.Count} tensors are given for {own.Length} parameters"), argument);
        for (int i = 0; i < own.Length; i++)
        {
            if (given[i] is { } tensor && tensor.Shape != own[i].Shape)
                throw new ArgumentException(FormattableString.Invariant($"{Name}.{method}: tensor {i} has shape {tensor.Shape}, its parameter {own[i].Shape}"), argument);
        }
    }
}
