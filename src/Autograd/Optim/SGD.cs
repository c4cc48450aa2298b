using Autograd.Kernels;

namespace Autograd.Optim;

/// <summary>The options of <see cref="SGD"/>.</summary>
public sealed record SGDOptions : OptimizerOptions
{
    /// <summary>How much of the last step's direction is kept.</summary>
    public double Momentum { get; init; }

    /// <summary>How much less of the gradient enters the direction.</summary>
    public double Dampening { get; init; }

    /// <summary>Looks ahead along the momentum (Nesterov, 1983).</summary>
    public bool Nesterov { get; init; }

    internal override void Check(string optimizer)
    {
        base.Check(optimizer);
        Need(optimizer, nameof(Momentum), Momentum, Momentum >= 0, "at least 0");
        if (Nesterov && (Momentum <= 0 || Dampening != 0))
            throw new ArgumentException($"{optimizer}: Nesterov needs a momentum above 0 and no dampening", nameof(Nesterov));
    }
}

/// <summary>
/// Stochastic gradient descent with momentum (<c>torch.optim.SGD</c>): d = g + decay p; b = momentum b + (1 - dampening) d, b = d at first;
/// p = p - lr b, or p - lr (d + momentum b) with Nesterov.
/// </summary>
public sealed class SGD : Optimizer<SGDOptions>
{
    private static readonly string[] Names = ["momentum_buffer"];

    /// <summary>Makes the optimiser.</summary>
    /// <param name="parameters">The leaves to learn, <c>net.Parameters()</c>.</param>
    /// <param name="lr">The learning rate.</param>
    /// <param name="momentum">How much of the last step's direction is kept.</param>
    /// <param name="dampening">How much less of the gradient enters the direction.</param>
    /// <param name="weightDecay">The factor of the parameter itself in its gradient.</param>
    /// <param name="nesterov">Looks ahead along the momentum.</param>
    /// <param name="maximize">Climbs instead of descending.</param>
    /// <exception cref="ArgumentException">There are no parameters, one is no leaf or given twice, or a number is out of its range.</exception>
    public SGD(
        IEnumerable<Tensor> parameters, double lr = 1e-3, double momentum = 0, double dampening = 0, double weightDecay = 0, bool nesterov = false, bool maximize = false)
        : this(parameters, new SGDOptions { Lr = lr, Momentum = momentum, Dampening = dampening, WeightDecay = weightDecay, Nesterov = nesterov, Maximize = maximize })
    {
    }

    /// <summary>Makes the optimiser from its options.</summary>
    /// <exception cref="ArgumentException">There are no parameters, one is no leaf or given twice, or a number is out of its range.</exception>
    public SGD(IEnumerable<Tensor> parameters, SGDOptions options)
        : base(parameters, options)
    {
    }

    internal override IReadOnlyList<string> StateNames => Names;

    private protected override string StepName => "SGD.Step";

    private protected override void StepOne(Tensor parameter, Tensor gradient, ParamState state, SGDOptions options)
    {
        bool first = state.Tensors.Length == 0;
        if (first && options.Momentum != 0) state.Tensors = [Tensor.EmptyLike(parameter)];
        state.Step++;
        var step = new OptimizerSgd(
            options.Lr, options.Momentum, options.Dampening, options.WeightDecay, options.Nesterov, options.Maximize, first);
        FusedStep.Run(step, parameter, gradient, state);
    }
}
