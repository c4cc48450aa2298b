namespace Autograd.NN;

/// <summary>The hinge of distances, see <see cref="Functional.HingeEmbeddingLoss"/> (<c>torch.nn.HingeEmbeddingLoss</c>). Forward takes the input and the target.</summary>
/// <param name="margin">The distance beyond which nothing is gained.</param>
/// <param name="reduction">The mean, the sum, or the single losses.</param>
public sealed class HingeEmbeddingLoss(double margin = 1, Reduction reduction = Reduction.Mean) : Module
{
    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input, Tensor target) => Functional.HingeEmbeddingLoss(input, target, margin, reduction);
}

/// <summary>log(1 + exp(-x y)), see <see cref="Functional.SoftMarginLoss"/> (<c>torch.nn.SoftMarginLoss</c>). Forward takes the input and the target.</summary>
/// <param name="reduction">The mean, the sum, or the single losses.</param>
public sealed class SoftMarginLoss(Reduction reduction = Reduction.Mean) : Module
{
    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input, Tensor target) => Functional.SoftMarginLoss(input, target, reduction);
}

/// <summary>The hinge of ranks, see <see cref="Functional.MarginRankingLoss"/> (<c>torch.nn.MarginRankingLoss</c>). Forward takes both inputs and the target.</summary>
/// <param name="margin">By how much the ranks are to differ.</param>
/// <param name="reduction">The mean, the sum, or the single losses.</param>
public sealed class MarginRankingLoss(double margin = 0, Reduction reduction = Reduction.Mean) : Module
{
    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input1, Tensor input2, Tensor target) => Functional.MarginRankingLoss(input1, input2, target, margin, reduction);
}

/// <summary>The hinge of several classes, see <see cref="Functional.MultiMarginLoss"/> (<c>torch.nn.MultiMarginLoss</c>). Forward takes the input and the target.</summary>
/// <param name="p">1 or 2.</param>
/// <param name="margin">By how much the score of the class is to exceed the others.</param>
/// <param name="weight">A weight a class, <c>[C]</c>.</param>
/// <param name="reduction">The mean, the sum, or the single losses.</param>
public sealed class MultiMarginLoss(int p = 1, double margin = 1, Tensor? weight = null, Reduction reduction = Reduction.Mean) : Module
{
    [Buffer]
    private readonly Tensor? weight = weight;

    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input, Tensor target) => Functional.MultiMarginLoss(input, target, p, margin, weight, reduction);
}

/// <summary>The hinge of classes of which several hold, see <see cref="Functional.MultilabelMarginLoss"/> (<c>torch.nn.MultiLabelMarginLoss</c>). Forward takes the input and the target.</summary>
/// <param name="reduction">The mean, the sum, or the single losses.</param>
public sealed class MultiLabelMarginLoss(Reduction reduction = Reduction.Mean) : Module
{
    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input, Tensor target) => Functional.MultilabelMarginLoss(input, target, reduction);
}

/// <summary>The binary cross-entropy of every class, see <see cref="Functional.MultilabelSoftMarginLoss"/> (<c>torch.nn.MultiLabelSoftMarginLoss</c>). Forward takes the input and the target.</summary>
/// <param name="weight">A weight a class, <c>[C]</c>.</param>
/// <param name="reduction">The mean, the sum, or the single losses.</param>
public sealed class MultiLabelSoftMarginLoss(Tensor? weight = null, Reduction reduction = Reduction.Mean) : Module
{
    [Buffer]
    private readonly Tensor? weight = weight;

    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input, Tensor target) => Functional.MultilabelSoftMarginLoss(input, target, weight, reduction);
}
