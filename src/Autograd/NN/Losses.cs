namespace Autograd.NN;

/// <summary>The cross-entropy of softmax(input) with classes or probabilities, see <see cref="Functional.CrossEntropy"/> (<c>torch.nn.CrossEntropyLoss</c>). Forward takes the input and the target.</summary>
/// <param name="weight">A weight a class, <c>[C]</c>.</param>
/// <param name="ignoreIndex">Elements with this target count for nothing.</param>
/// <param name="reduction">The mean, the sum, or the single losses.</param>
/// <param name="labelSmoothing">The share of the target that is spread over all classes.</param>
public sealed class CrossEntropyLoss(Tensor? weight = null, long ignoreIndex = -100, Reduction reduction = Reduction.Mean, double labelSmoothing = 0) : Module
{
    [Buffer]
    private readonly Tensor? weight = weight;

    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input, Tensor target) => Functional.CrossEntropy(input, target, weight, ignoreIndex, reduction, labelSmoothing);
}

/// <summary>The negative log-likelihood of log-probabilities, see <see cref="Functional.NllLoss"/> (<c>torch.nn.NLLLoss</c>). Forward takes the input and the target.</summary>
/// <param name="weight">A weight a class, <c>[C]</c>.</param>
/// <param name="ignoreIndex">Elements with this target count for nothing.</param>
/// <param name="reduction">The mean, the sum, or the single losses.</param>
public sealed class NLLLoss(Tensor? weight = null, long ignoreIndex = -100, Reduction reduction = Reduction.Mean) : Module
{
    [Buffer]
    private readonly Tensor? weight = weight;

    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input, Tensor target) => Functional.NllLoss(input, target, weight, ignoreIndex, reduction);
}

/// <summary>The squared error, see <see cref="Functional.MseLoss"/> (<c>torch.nn.MSELoss</c>). Forward takes the input and the target.</summary>
/// <param name="reduction">The mean, the sum, or the single losses.</param>
public sealed class MSELoss(Reduction reduction = Reduction.Mean) : Module
{
    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input, Tensor target) => Functional.MseLoss(input, target, reduction);
}

/// <summary>The absolute error, see <see cref="Functional.L1Loss"/> (<c>torch.nn.L1Loss</c>). Forward takes the input and the target.</summary>
/// <param name="reduction">The mean, the sum, or the single losses.</param>
public sealed class L1Loss(Reduction reduction = Reduction.Mean) : Module
{
    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input, Tensor target) => Functional.L1Loss(input, target, reduction);
}

/// <summary>A square near 0, a line beyond, see <see cref="Functional.SmoothL1Loss"/> (<c>torch.nn.SmoothL1Loss</c>). Forward takes the input and the target.</summary>
/// <param name="reduction">The mean, the sum, or the single losses.</param>
/// <param name="beta">Where the square turns into the line.</param>
public sealed class SmoothL1Loss(Reduction reduction = Reduction.Mean, double beta = 1) : Module
{
    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input, Tensor target) => Functional.SmoothL1Loss(input, target, reduction, beta);
}

/// <summary>A square near 0, a line beyond, see <see cref="Functional.HuberLoss"/> (<c>torch.nn.HuberLoss</c>). Forward takes the input and the target.</summary>
/// <param name="reduction">The mean, the sum, or the single losses.</param>
/// <param name="delta">Where the square turns into the line.</param>
public sealed class HuberLoss(Reduction reduction = Reduction.Mean, double delta = 1) : Module
{
    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input, Tensor target) => Functional.HuberLoss(input, target, reduction, delta);
}

/// <summary>The binary cross-entropy of probabilities, see <see cref="Functional.BinaryCrossEntropy"/> (<c>torch.nn.BCELoss</c>). Forward takes the input and the target.</summary>
/// <param name="weight">A factor for the losses, broadcast to their shape.</param>
/// <param name="reduction">The mean, the sum, or the single losses.</param>
public sealed class BCELoss(Tensor? weight = null, Reduction reduction = Reduction.Mean) : Module
{
    [Buffer]
    private readonly Tensor? weight = weight;

    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input, Tensor target) => Functional.BinaryCrossEntropy(input, target, weight, reduction);
}

/// <summary>The binary cross-entropy of logits, see <see cref="Functional.BinaryCrossEntropyWithLogits"/> (<c>torch.nn.BCEWithLogitsLoss</c>). Forward takes the input and the target.</summary>
/// <param name="weight">A factor for the losses, broadcast to their shape.</param>
/// <param name="reduction">The mean, the sum, or the single losses.</param>
/// <param name="posWeight">A factor for the positive term, broadcast.</param>
public sealed class BCEWithLogitsLoss(Tensor? weight = null, Reduction reduction = Reduction.Mean, Tensor? posWeight = null) : Module
{
    [Buffer]
    private readonly Tensor? weight = weight;

    [Buffer]
    private readonly Tensor? posWeight = posWeight;

    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input, Tensor target) => Functional.BinaryCrossEntropyWithLogits(input, target, weight, reduction, posWeight);
}

/// <summary>The Kullback-Leibler divergence, see <see cref="Functional.KlDiv"/> (<c>torch.nn.KLDivLoss</c>). Forward takes the input and the target.</summary>
/// <param name="reduction">The mean, the sum, or the single losses.</param>
/// <param name="logTarget">Whether the target holds logarithms.</param>
public sealed class KLDivLoss(Reduction reduction = Reduction.Mean, bool logTarget = false) : Module
{
    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input, Tensor target) => Functional.KlDiv(input, target, reduction, logTarget);
}
