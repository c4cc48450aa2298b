namespace Autograd.NN;

/// <summary>The likelihood of counts, see <see cref="Functional.PoissonNllLoss"/> (<c>torch.nn.PoissonNLLLoss</c>). Forward takes the input and the target.</summary>
/// <param name="logInput">Whether the input is the logarithm of the mean.</param>
/// <param name="full">Adds Stirling's approximation of log(y!).</param>
/// <param name="eps">Keeps log(0) away where the input is the mean itself.</param>
/// <param name="reduction">The mean, the sum, or the single losses.</param>
public sealed class PoissonNLLLoss(bool logInput = true, bool full = false, double eps = 1e-8, Reduction reduction = Reduction.Mean) : Module
{
    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input, Tensor target) => Functional.PoissonNllLoss(input, target, logInput, full, eps, reduction);
}

/// <summary>The likelihood under a normal distribution, see <see cref="Functional.GaussianNllLoss"/> (<c>torch.nn.GaussianNLLLoss</c>). Forward takes the input, the target and the variance.</summary>
/// <param name="full">Adds the constant log(2 pi) / 2.</param>
/// <param name="eps">The smallest variance that is divided by.</param>
/// <param name="reduction">The mean, the sum, or the single losses.</param>
public sealed class GaussianNLLLoss(bool full = false, double eps = 1e-6, Reduction reduction = Reduction.Mean) : Module
{
    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input, Tensor target, Tensor var) => Functional.GaussianNllLoss(input, target, var, full, eps, reduction);
}

/// <summary>log cosh of the error, see <see cref="Functional.LogCoshLoss"/>. Forward takes the input and the target.</summary>
/// <param name="reduction">The mean, the sum, or the single losses.</param>
public sealed class LogCoshLoss(Reduction reduction = Reduction.Mean) : Module
{
    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input, Tensor target) => Functional.LogCoshLoss(input, target, reduction);
}

/// <summary>The absolute error in percent, see <see cref="Functional.MapeLoss"/>. Forward takes the input and the target.</summary>
/// <param name="eps">The smallest magnitude that is divided by.</param>
/// <param name="reduction">The mean, the sum, or the single losses.</param>
public sealed class MAPELoss(double eps = 1.17e-6, Reduction reduction = Reduction.Mean) : Module
{
    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input, Tensor target) => Functional.MapeLoss(input, target, eps, reduction);
}

/// <summary>The pinball loss, see <see cref="Functional.QuantileLoss"/>. Forward takes the input and the target.</summary>
/// <param name="q">The quantile, in (0, 1).</param>
/// <param name="reduction">The mean, the sum, or the single losses.</param>
public sealed class QuantileLoss(double q = 0.5, Reduction reduction = Reduction.Mean) : Module
{
    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input, Tensor target) => Functional.QuantileLoss(input, target, q, reduction);
}

/// <summary>The cross-entropy of what is hard, see <see cref="Functional.SigmoidFocalLoss"/>. Forward takes the logits and the target.</summary>
/// <param name="alpha">The weight of the positive class; none when negative.</param>
/// <param name="gamma">How little the easy ones count.</param>
/// <param name="reduction">The single losses, as in torchvision, their mean, or their sum.</param>
public sealed class SigmoidFocalLoss(double alpha = 0.25, double gamma = 2, Reduction reduction = Reduction.None) : Module
{
    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input, Tensor target) => Functional.SigmoidFocalLoss(input, target, alpha, gamma, reduction);
}

/// <summary>How little two regions overlap, see <see cref="Functional.DiceLoss"/>. Forward takes the probabilities and the target.</summary>
/// <param name="smooth">Added to both sides of the quotient.</param>
/// <param name="reduction">The mean, the sum, or the single losses.</param>
public sealed class DiceLoss(double smooth = 1, Reduction reduction = Reduction.Mean) : Module
{
    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input, Tensor target) => Functional.DiceLoss(input, target, smooth, reduction);
}

/// <summary>
/// Connectionist temporal classification, see <see cref="Functional.CtcLoss(Tensor, Tensor, Tensor, Tensor, int, Reduction, bool)"/>
/// (<c>torch.nn.CTCLoss</c>). Forward takes log-probabilities, targets, input lengths and target lengths.
/// </summary>
/// <param name="blank">The class of no label.</param>
/// <param name="reduction">The mean of each loss over its number of labels, the sum, or the single losses.</param>
/// <param name="zeroInfinity">Whether a sample with too few steps has the loss 0 and no gradient.</param>
public sealed class CTCLoss(int blank = 0, Reduction reduction = Reduction.Mean, bool zeroInfinity = false)
    : Module<(Tensor LogProbs, Tensor Targets, Tensor InputLengths, Tensor TargetLengths), Tensor>
{
    /// <summary>The loss; lengths are vectors of one integer a sample.</summary>
    /// <inheritdoc cref="Functional.CtcLoss(Tensor, Tensor, Tensor, Tensor, int, Reduction, bool)"/>
    public Tensor Forward(Tensor logProbs, Tensor targets, Tensor inputLengths, Tensor targetLengths) => Forward((logProbs, targets, inputLengths, targetLengths));

    /// <inheritdoc/>
    protected override Tensor ForwardCore((Tensor LogProbs, Tensor Targets, Tensor InputLengths, Tensor TargetLengths) input) =>
        Functional.CtcLoss(input.LogProbs, input.Targets, input.InputLengths, input.TargetLengths, blank, reduction, zeroInfinity);
}
