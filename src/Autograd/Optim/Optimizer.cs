using System.Globalization;

namespace Autograd.Optim;

/// <summary>Changes parameters by their gradients (<c>torch.optim.Optimizer</c>).</summary>
public abstract class Optimizer
{
    private protected Optimizer()
    {
    }

    /// <summary>The groups of parameters, each with options of its own (<c>Optimizer.param_groups</c>).</summary>
    public abstract IReadOnlyList<ParamGroup> ParamGroups { get; }

    /// <summary>PyTorch's names of the tensors remembered of a parameter: <c>exp_avg</c>.</summary>
    internal abstract IReadOnlyList<string> StateNames { get; }

    /// <summary>Forgets the gradients of all parameters (<c>Optimizer.zero_grad</c>).</summary>
    /// <param name="setToNone">Sets them to null, which costs nothing; otherwise fills those that exist with zeros.</param>
    public void ZeroGrad(bool setToNone = true)
    {
        for (int g = 0; g < ParamGroups.Count; g++)
        {
            foreach (var parameter in ParamGroups[g].Tensors)
            {
                if (setToNone) parameter.Grad = null;
                else if (parameter.PeekGrad is { } gradient) parameter.Grad = Tensor.ZerosLike(gradient);
            }
        }
    }

    /// <summary>Takes a step by the gradients as they are; parameters without one stay (<c>Optimizer.step</c>).</summary>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public void Step()
    {
        using (NoGrad.Scope()) StepCore();
    }

    /// <summary>Computes the loss and its gradients, and takes a step (<c>Optimizer.step(closure)</c>).</summary>
    /// <param name="closure">Zeroes the gradients, computes the loss, goes backward, and gives the loss.</param>
    /// <returns>The loss before the step.</returns>
    public virtual Tensor Step(Func<Tensor> closure)
    {
        ArgumentNullException.ThrowIfNull(closure);
        Tensor loss;
        using (EnableGrad.Scope()) loss = closure();
        Step();
        return loss;
    }

    /// <summary>
    /// What the optimiser remembers, as tensors: <c>state.0.exp_avg</c> and <c>state.0.step</c> for the first parameter over all
    /// groups, <c>param_groups.0.lr</c>. The tensors share its memory; Clone() them for a snapshot.
    /// </summary>
    public IReadOnlyDictionary<string, Tensor> StateDict()
    {
        var state = new OrderedDictionary<string, Tensor>(StringComparer.Ordinal);
        foreach (var (prefix, _, remembered) in States())
        {
            if (remembered.Tensors.Length == 0) continue;
            state.Add(prefix + "step", Tensor.Scalar(remembered.Step, DType.Int64));
            for (int i = 0; i < remembered.Tensors.Length; i++) state.Add(prefix + StateNames[i], remembered.Tensors[i]);
        }
        for (int g = 0; g < ParamGroups.Count; g++) state.Add(LrKey(g), Tensor.Scalar(ParamGroups[g].Lr, DType.Float64));
        return state;
    }

    /// <summary>Continues from a <see cref="StateDict"/> of an optimiser of the same kind over parameters of the same shapes.</summary>
    /// <exception cref="AutogradException">Keys or shapes do not fit; nothing is changed then.</exception>
    public void LoadStateDict(IReadOnlyDictionary<string, Tensor> state)
    {
        ArgumentNullException.ThrowIfNull(state);
        var loaded = new List<(ParamState Target, long Step, Tensor[] Tensors)>();
        int used = 0;
        foreach (var (prefix, parameter, remembered) in States())
        {
            if (!state.TryGetValue(prefix + "step", out var step)) continue;
            var tensors = StateNames.TakeWhile(name => state.ContainsKey(prefix + name)).Select(name => state[prefix + name]).ToArray();
            if (tensors.FirstOrDefault(t => t.Shape != parameter.Shape) is { } bad)
                throw new AutogradException($"LoadStateDict: the state under '{prefix}' has shape {bad.Shape}, the parameter {parameter.Shape}");
            used += 1 + tensors.Length;
            loaded.Add((remembered, (long)step.Item(), Array.ConvertAll(tensors, t => t.Detach().To(parameter.DType).Clone())));
        }
        if (used + ParamGroups.Count != state.Count || !Enumerable.Range(0, ParamGroups.Count).All(g => state.ContainsKey(LrKey(g))))
            throw new AutogradException($"LoadStateDict: the state is not that of {GetType().Name} over these parameters: its keys are {string.Join(", ", state.Keys)}");
        foreach (var (target, step, tensors) in loaded) (target.Step, target.Tensors) = (step, tensors);
        for (int g = 0; g < ParamGroups.Count; g++) ParamGroups[g].Lr = state[LrKey(g)].Item();
    }

    /// <summary>Steps every parameter that has a gradient; recording is off.</summary>
    private protected abstract void StepCore();

    /// <summary>Every parameter with what is remembered of it and its place in the state dict.</summary>
    private protected abstract IEnumerable<(Tensor Parameter, ParamState State)> AllStates();

    private static string LrKey(int group) => string.Create(CultureInfo.InvariantCulture, $"param_groups.{group}.lr");

    private IEnumerable<(string Prefix, Tensor Parameter, ParamState State)> States() =>
        AllStates().Select(static (s, i) => (string.Create(CultureInfo.InvariantCulture, $"state.{i}."), s.Parameter, s.State));
}

/// <summary>An optimiser with options of its own kind.</summary>
/// <typeparam name="TOptions">Its options.</typeparam>
public abstract class Optimizer<TOptions> : Optimizer
    where TOptions : OptimizerOptions
{
    private readonly List<ParamGroup<TOptions>> groups = [];
    private readonly TOptions defaults;

    private protected Optimizer(IEnumerable<Tensor> parameters, TOptions options)
    {
        defaults = options;
        AddParamGroup(parameters);
        if (groups[0].Parameters.Count == 0) throw new ArgumentException($"{GetType().Name}: there are no parameters to learn", nameof(parameters));
    }

    /// <summary>The groups of parameters, each with options of its own.</summary>
    public override IReadOnlyList<ParamGroup<TOptions>> ParamGroups => groups;

    /// <summary>Adds parameters with other options than the first ones (<c>Optimizer.add_param_group</c>).</summary>
    /// <param name="parameters">Leaves that are in no group yet.</param>
    /// <param name="change">From the optimiser's options to those of the group: <c>o => o with { Lr = 0.01 }</c>.</param>
    /// <exception cref="ArgumentException">A tensor is no leaf, or in a group already, or an option is out of its range.</exception>
    public void AddParamGroup(IEnumerable<Tensor> parameters, Func<TOptions, TOptions>? change = null)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        var options = change?.Invoke(defaults) ?? defaults;
        options.Check(GetType().Name);
        var known = groups.SelectMany(static g => g.Parameters).ToHashSet(ReferenceEqualityComparer.Instance);
        Tensor[] added = [.. parameters];
        foreach (var parameter in added)
        {
            if (!parameter.IsLeaf) throw new ArgumentException($"{GetType().Name}: a tensor of shape {parameter.Shape} was computed; only leaves can be learned", nameof(parameters));
            if (!parameter.DType.IsDifferentiable) throw new ArgumentException($"{GetType().Name}: a {parameter.DType.Name} tensor has no gradient", nameof(parameters));
            if (!known.Add(parameter)) throw new ArgumentException($"{GetType().Name}: a parameter of shape {parameter.Shape} is given twice", nameof(parameters));
        }
        groups.Add(new ParamGroup<TOptions>(added, options));
    }

    /// <summary>Steps one parameter by its gradient; both are contiguous, and so are the states.</summary>
    private protected abstract void StepOne(Tensor parameter, Tensor gradient, ParamState state, TOptions options);

    private protected sealed override void StepCore()
    {
        foreach (var group in groups)
        {
            var options = group.Options;
            options.Check(GetType().Name);
            for (int i = 0; i < group.Tensors.Length; i++)
            {
                var parameter = group.Tensors[i];
                if (parameter.PeekGrad is not { } gradient) continue;
                gradient = gradient.Contiguous();
                if (parameter.IsContiguous)
                {
                    StepOne(parameter, gradient, group.States[i], options);
                }
                else
                {
                    var values = parameter.Detach().Clone();
                    StepOne(values, gradient, group.States[i], options);
                    CopyOp.Into(values, parameter, parameter.Layout);
                }
                parameter.Storage.Bump(StepName);
            }
        }
    }

    /// <summary>What version errors call the write: <c>Adam.Step</c>.</summary>
    private protected abstract string StepName { get; }

    private protected sealed override IEnumerable<(Tensor Parameter, ParamState State)> AllStates()
    {
        foreach (var group in groups)
        {
            for (int i = 0; i < group.Tensors.Length; i++) yield return (group.Tensors[i], group.States[i]);
        }
    }
}
