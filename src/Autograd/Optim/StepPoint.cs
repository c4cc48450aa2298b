namespace Autograd.Optim;

/// <summary>
/// Parameters after some steps that wrote nothing in place, and what the optimiser remembers of them there. Steps taken from
/// it are recorded: <see cref="Optimizer{TOptions}.Stepped"/>.
/// </summary>
public sealed class StepPoint
{
    internal StepPoint(Tensor[] parameters, ParamState[] states) => (Tensors, States) = (parameters, states);

    /// <summary>The parameters in the order of the optimiser's, over all groups; functions of what the steps were computed from.</summary>
    public IReadOnlyList<Tensor> Parameters => Tensors;

    internal Tensor[] Tensors { get; }

    internal ParamState[] States { get; }

    /// <summary>What is remembered of a parameter, by PyTorch's name; null where there is nothing of that name yet.</summary>
    /// <param name="parameter">Its number over all groups.</param>
    /// <param name="name">The state's name, <c>exp_avg</c>.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no parameter of that number.</exception>
    public Tensor? State(int parameter, string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentOutOfRangeException.ThrowIfNegative(parameter);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(parameter, States.Length);
        return States[parameter].TryGet(name);
    }
}
