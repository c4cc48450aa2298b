namespace Autograd.Optim;

/// <summary>Parameters that are stepped with the same options.</summary>
public abstract class ParamGroup
{
    private protected ParamGroup(Tensor[] parameters) => Tensors = parameters;

    /// <summary>The parameters, in the order they were given.</summary>
    public IReadOnlyList<Tensor> Parameters => Tensors;

    /// <summary>The same without an interface between: the loops of every step.</summary>
    internal Tensor[] Tensors { get; }

    /// <summary>The learning rate; schedulers set it.</summary>
    /// <exception cref="ArgumentException">It is negative or NaN.</exception>
    public abstract double Lr { get; set; }

    /// <summary>The momentum, or the first of Adam's betas; null where the optimiser has none. Schedulers that cycle it set it.</summary>
    /// <exception cref="ArgumentException">It is out of its range.</exception>
    /// <exception cref="NotSupportedException">It is set, and the optimiser has none.</exception>
    public abstract double? Momentum { get; set; }

    /// <summary>The learning rate before any scheduler changed it, which schedules start from; null as long as there was none (<c>initial_lr</c>).</summary>
    public double? InitialLr { get; internal set; }
}

/// <summary>Parameters that are stepped with the same options.</summary>
/// <typeparam name="TOptions">The options of the optimiser.</typeparam>
public sealed class ParamGroup<TOptions> : ParamGroup
    where TOptions : OptimizerOptions
{
    private readonly string optimizer;

    internal ParamGroup(string optimizer, Tensor[] parameters, TOptions options)
        : base(parameters)
    {
        this.optimizer = optimizer;
        Options = options;
        States = Array.ConvertAll(parameters, static _ => new ParamState());
    }

    /// <summary>The options of this group; a change holds from the next step on.</summary>
    /// <exception cref="ArgumentException">An option is out of its range; nothing is changed then.</exception>
    public TOptions Options
    {
        get;
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            OptionProblems.ThrowIfAny(optimizer, value);
            field = value;
        }
    }

    /// <inheritdoc/>
    public override double Lr
    {
        get => Options.Lr;
        set => Options = Options with { Lr = value };
    }

    /// <inheritdoc/>
    public override double? Momentum
    {
        get => Options.CycledMomentum;
        set => Options = Options with { CycledMomentum = value };
    }

    /// <summary>What is remembered of each parameter.</summary>
    internal ParamState[] States { get; set; }
}
