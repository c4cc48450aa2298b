namespace Autograd.Optim;

/// <summary>The options of <see cref="AdamW"/>: those of Adam, with a weight decay.</summary>
public sealed record AdamWOptions : AdamOptions
{
    /// <summary>PyTorch's defaults.</summary>
    public AdamWOptions() => WeightDecay = 1e-2;
}

/// <summary>Adam whose weight decay shrinks the parameter before the step, p = (1 - lr decay) p, instead of adding to the gradient (Loshchilov and Hutter, 2019; <c>torch.optim.AdamW</c>).</summary>
public sealed class AdamW : Optimizer<AdamWOptions>
{
    private static readonly TorchForm<AdamWOptions> Form = new("lr", "betas", "eps", "weight_decay", "amsgrad") { Switches = ["maximize"] };

    /// <summary>Makes the optimiser; the arguments are PyTorch's, and those of <see cref="AdamWOptions"/>; betas are (0.9, 0.999) when not given.</summary>
    /// <exception cref="ArgumentException">There are no parameters, one is no leaf or given twice, or a number is out of its range.</exception>
    public AdamW(
        IEnumerable<Tensor> parameters, double lr = 1e-3, (double Beta1, double Beta2)? betas = null, double eps = 1e-8, double weightDecay = 1e-2, bool amsgrad = false, bool maximize = false)
        : this(parameters, new AdamWOptions { Lr = lr, Betas = betas ?? (0.9, 0.999), Eps = eps, WeightDecay = weightDecay, Amsgrad = amsgrad, Maximize = maximize })
    {
    }

    /// <summary>Makes the optimiser from its options.</summary>
    /// <exception cref="ArgumentException">There are no parameters, one is no leaf or given twice, or a number is out of its range.</exception>
    public AdamW(IEnumerable<Tensor> parameters, AdamWOptions options)
        : base(parameters, options)
    {
    }

    private protected override TorchForm<AdamWOptions> Torch => Form;

    /// <inheritdoc/>
    protected override IReadOnlyList<StateSlot> Slots(AdamWOptions options) => AdamFormula.Slots(options);

    /// <inheritdoc/>
    protected override void Update(Tensor parameter, Tensor gradient, ParamState state, AdamWOptions options) =>
        Apply(new AdamFormula(options, state.Step, decoupled: true), parameter, gradient, state);
}
