namespace Autograd.Optim;

/// <summary>What every optimiser is told, a group of parameters its own; immutable: change it with <c>with</c>.</summary>
public abstract record OptimizerOptions
{
    /// <summary>The learning rate.</summary>
    public double Lr { get; init; } = 1e-3;

    /// <summary>The factor of the parameter itself in its gradient, or, in <see cref="AdamW"/>, in the step.</summary>
    public double WeightDecay { get; init; }

    /// <summary>Climbs instead of descending.</summary>
    public bool Maximize { get; init; }

    internal virtual void Check(string optimizer)
    {
        Need(optimizer, nameof(Lr), Lr, Lr >= 0, "at least 0");
        Need(optimizer, nameof(WeightDecay), WeightDecay, WeightDecay >= 0, "at least 0");
    }

    /// <summary>Refuses a number, NaN included, by its name.</summary>
    private protected static void Need(string optimizer, string name, double value, bool holds, string rule)
    {
        if (!holds)
            throw new ArgumentException(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{optimizer}: {name} is {value}; it must be {rule}"), name);
    }
}

/// <summary>Parameters that are stepped with the same options.</summary>
public abstract class ParamGroup
{
    private protected ParamGroup(Tensor[] parameters) => Tensors = parameters;

    /// <summary>The parameters, in the order they were given.</summary>
    public IReadOnlyList<Tensor> Parameters => Tensors;

    /// <summary>The same without an interface between: the loops of every step.</summary>
    internal Tensor[] Tensors { get; }

    /// <summary>The learning rate; schedulers set it.</summary>
    public abstract double Lr { get; set; }
}

/// <summary>Parameters that are stepped with the same options.</summary>
/// <typeparam name="TOptions">The options of the optimiser.</typeparam>
public sealed class ParamGroup<TOptions> : ParamGroup
    where TOptions : OptimizerOptions
{
    internal ParamGroup(Tensor[] parameters, TOptions options)
        : base(parameters)
    {
        Options = options;
        States = new ParamState[parameters.Length];
        for (int i = 0; i < States.Length; i++) States[i] = new ParamState();
    }

    /// <summary>The options of this group; a change holds from the next step on.</summary>
    public TOptions Options { get; set; }

    /// <inheritdoc/>
    public override double Lr
    {
        get => Options.Lr;
        set => Options = Options with { Lr = value };
    }

    internal ParamState[] States { get; }
}

/// <summary>What an optimiser remembers of one parameter: contiguous tensors of its shape, and how often it was stepped.</summary>
internal sealed class ParamState
{
    /// <summary>The tensors, in the order of <see cref="Optimizer.StateNames"/>; empty before the first step.</summary>
    public Tensor[] Tensors { get; set; } = [];

    public long Step { get; set; }
}
