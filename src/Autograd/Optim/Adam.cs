using Autograd.Kernels;

namespace Autograd.Optim;

/// <summary>The options of <see cref="Adam"/> and <see cref="AdamW"/>.</summary>
public sealed record AdamOptions : OptimizerOptions
{
    /// <summary>How much of the running means of the gradient and of its square is kept in a step.</summary>
    public (double Beta1, double Beta2) Betas { get; init; } = (0.9, 0.999);

    /// <summary>Added to the root, so that no step is infinite.</summary>
    public double Eps { get; init; } = 1e-8;

    /// <summary>Divides by the largest mean square so far (Reddi et al., 2018).</summary>
    public bool Amsgrad { get; init; }

    internal override void Check(string optimizer)
    {
        base.Check(optimizer);
        Need(optimizer, nameof(Betas), Betas.Beta1, Betas.Beta1 is >= 0 and < 1, "in [0, 1)");
        Need(optimizer, nameof(Betas), Betas.Beta2, Betas.Beta2 is >= 0 and < 1, "in [0, 1)");
        Need(optimizer, nameof(Eps), Eps, Eps >= 0, "at least 0");
    }
}

/// <summary>
/// Adam (Kingma and Ba, 2015; <c>torch.optim.Adam</c>): m = b1 m + (1 - b1) g; v = b2 v + (1 - b2) g^2;
/// p = p - lr (m / (1 - b1^t)) / (sqrt(v / (1 - b2^t)) + eps). Weight decay adds to g.
/// </summary>
public sealed class Adam : Optimizer<AdamOptions>
{
    /// <summary>Makes the optimiser.</summary>
    /// <param name="parameters">The leaves to learn, <c>net.Parameters()</c>.</param>
    /// <param name="lr">The learning rate.</param>
    /// <param name="betas">How much of the running means is kept in a step; (0.9, 0.999) when not given.</param>
    /// <param name="eps">Added to the root.</param>
    /// <param name="weightDecay">The factor of the parameter itself in its gradient.</param>
    /// <param name="amsgrad">Divides by the largest mean square so far.</param>
    /// <param name="maximize">Climbs instead of descending.</param>
    /// <exception cref="ArgumentException">There are no parameters, one is no leaf or given twice, or a number is out of its range.</exception>
    public Adam(
        IEnumerable<Tensor> parameters, double lr = 1e-3, (double Beta1, double Beta2)? betas = null, double eps = 1e-8, double weightDecay = 0, bool amsgrad = false, bool maximize = false)
        : this(parameters, new AdamOptions { Lr = lr, Betas = betas ?? (0.9, 0.999), Eps = eps, WeightDecay = weightDecay, Amsgrad = amsgrad, Maximize = maximize })
    {
    }

    /// <summary>Makes the optimiser from its options.</summary>
    /// <exception cref="ArgumentException">There are no parameters, one is no leaf or given twice, or a number is out of its range.</exception>
    public Adam(IEnumerable<Tensor> parameters, AdamOptions options)
        : base(parameters, options)
    {
    }

    internal override IReadOnlyList<string> StateNames => AdamStep.Names;

    private protected override string StepName => "Adam.Step";

    private protected override void StepOne(Tensor parameter, Tensor gradient, ParamState state, AdamOptions options) =>
        AdamStep.Run(parameter, gradient, state, options, decoupled: false);
}

/// <summary>Adam whose weight decay shrinks the parameter before the step, p = (1 - lr decay) p, instead of adding to the gradient (Loshchilov and Hutter, 2019; <c>torch.optim.AdamW</c>).</summary>
public sealed class AdamW : Optimizer<AdamOptions>
{
    /// <summary>Makes the optimiser.</summary>
    /// <param name="parameters">The leaves to learn, <c>net.Parameters()</c>.</param>
    /// <param name="lr">The learning rate.</param>
    /// <param name="betas">How much of the running means is kept in a step; (0.9, 0.999) when not given.</param>
    /// <param name="eps">Added to the root.</param>
    /// <param name="weightDecay">How much the parameter shrinks, times lr.</param>
    /// <param name="amsgrad">Divides by the largest mean square so far.</param>
    /// <param name="maximize">Climbs instead of descending.</param>
    /// <exception cref="ArgumentException">There are no parameters, one is no leaf or given twice, or a number is out of its range.</exception>
    public AdamW(
        IEnumerable<Tensor> parameters, double lr = 1e-3, (double Beta1, double Beta2)? betas = null, double eps = 1e-8, double weightDecay = 1e-2, bool amsgrad = false, bool maximize = false)
        : this(parameters, new AdamOptions { Lr = lr, Betas = betas ?? (0.9, 0.999), Eps = eps, WeightDecay = weightDecay, Amsgrad = amsgrad, Maximize = maximize })
    {
    }

    /// <summary>Makes the optimiser from its options.</summary>
    /// <exception cref="ArgumentException">There are no parameters, one is no leaf or given twice, or a number is out of its range.</exception>
    public AdamW(IEnumerable<Tensor> parameters, AdamOptions options)
        : base(parameters, options)
    {
    }

    internal override IReadOnlyList<string> StateNames => AdamStep.Names;

    private protected override string StepName => "AdamW.Step";

    private protected override void StepOne(Tensor parameter, Tensor gradient, ParamState state, AdamOptions options) =>
        AdamStep.Run(parameter, gradient, state, options, decoupled: true);
}

/// <summary>The step that both share.</summary>
internal static class AdamStep
{
    public static readonly string[] Names = ["exp_avg", "exp_avg_sq", "max_exp_avg_sq"];

    public static void Run(Tensor parameter, Tensor gradient, ParamState state, AdamOptions options, bool decoupled)
    {
        int wanted = options.Amsgrad ? 3 : 2;
        // Switched on later, amsgrad starts from zeros too, as in PyTorch.
        while (state.Tensors.Length < wanted) state.Tensors = [.. state.Tensors, Tensor.Zeros(parameter.Shape, parameter.DType)];
        state.Step++;
        var step = new OptimizerAdam(
            options.Lr, options.Betas.Beta1, options.Betas.Beta2, options.Eps, options.WeightDecay, state.Step, options.Amsgrad, options.Maximize, decoupled);
        FusedStep.Run(step, parameter, gradient, state);
    }
}
