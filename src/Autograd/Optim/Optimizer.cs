namespace Autograd.Optim;

/// <summary>Changes parameters by their gradients (<c>torch.optim.Optimizer</c>). One of your own derives from <see cref="Optimizer{TOptions}"/>.</summary>
public abstract class Optimizer
{
    private protected Optimizer()
    {
    }

    /// <summary>The groups of parameters, each with options of its own (<c>Optimizer.param_groups</c>).</summary>
    public abstract IReadOnlyList<ParamGroup> ParamGroups { get; }

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
    public abstract void Step();

    /// <summary>Computes the loss and its gradients, and takes a step (<c>Optimizer.step(closure)</c>).</summary>
    /// <param name="closure">Zeroes the gradients, computes the loss, goes backward, and gives the loss.</param>
    /// <returns>The loss before the step.</returns>
    public virtual Tensor Step(Func<Tensor> closure)
    {
        ArgumentNullException.ThrowIfNull(closure);
        Tensor loss;
        using (EnableGrad.Scope) loss = closure();
        Step();
        return loss;
    }

    /// <summary>
    /// What the optimiser remembers, as tensors under the path of PyTorch's state dict: <c>state.0.exp_avg</c> and <c>state.0.step</c> for
    /// the first parameter over all groups, every option as <c>param_groups.0.lr</c>, and <c>param_groups.0.params</c>, the numbers of
    /// the group's parameters. States share the optimiser's memory; Clone() them for a snapshot.
    /// </summary>
    public abstract IReadOnlyDictionary<string, Tensor> StateDict();

    /// <summary>
    /// Continues from a <see cref="StateDict"/> of an optimiser of the same kind over parameters of the same shapes: its options
    /// and states take the place of those here, and what it does not remember is forgotten.
    /// </summary>
    /// <exception cref="AutogradException">Something is missing, unexpected, or of another shape; the message names all of it, and nothing is changed.</exception>
    public abstract void LoadStateDict(IReadOnlyDictionary<string, Tensor> state);

    /// <summary>
    /// The state as PyTorch's <c>optimizer.state_dict()</c> gives it, for <see cref="IO.TorchFile.SaveObject"/>:
    /// <c>{'state': {0: {'step': 3, 'exp_avg': ...}}, 'param_groups': [{'lr': 0.1, 'params': [0]}]}</c>.
    /// </summary>
    /// <exception cref="NotSupportedException">PyTorch has no such optimiser, or an option is on that it does not have.</exception>
    public abstract OrderedDictionary<object, object?> TorchStateDict();

    /// <summary>
    /// Continues from what PyTorch's <c>optimizer.state_dict()</c> gave, as <see cref="IO.TorchFile.LoadObject"/> reads it. Options that PyTorch
    /// does not have are off; the rates that its schedulers keep in the groups are left to the schedulers here.
    /// </summary>
    /// <param name="state">A dictionary with <c>state</c> and <c>param_groups</c>.</param>
    /// <exception cref="NotSupportedException">PyTorch has no such optimiser.</exception>
    /// <exception cref="AutogradException">Something is missing, unexpected, or of another shape; the message names all of it, and nothing is changed.</exception>
    public abstract void LoadTorchStateDict(object? state);

    private protected NotSupportedException NotInTorch() => new($"{GetType().Name}: PyTorch has no such optimiser; StateDict and Checkpoint save it");
}
