using Autograd.NN;

namespace Autograd.Training;

/// <summary>
/// exp of the mean of -log p of the right classes: as many equally likely classes would be as hard to guess. Predictions are logits [.., C], targets
/// labels of their shape without the last dimension.
/// </summary>
/// <param name="ignoreIndex">Elements with this label do not count.</param>
public sealed class Perplexity(long ignoreIndex = -100) : Metric
{
    private double sum;
    private long count;

    /// <inheritdoc/>
    public override string Name => "perplexity";

    /// <inheritdoc/>
    public override MetricGoal Goal => MetricGoal.Minimize;

    /// <inheritdoc/>
    public override double Value => Math.Exp(sum / count);

    /// <inheritdoc/>
    public override void Reset() => (sum, count) = (0, 0);

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, Tensor> StateDict() =>
        new Dictionary<string, Tensor>(StringComparer.Ordinal) { ["sum"] = Tensor.From([sum]), ["count"] = Tensor.From([count]) };

    /// <inheritdoc/>
    public override void LoadStateDict(IReadOnlyDictionary<string, Tensor> state)
    {
        ArgumentNullException.ThrowIfNull(state);
        sum = States.Need(Name, state, "sum", DType.Float64, 1).ToArray<double>()[0];
        count = States.Need(Name, state, "count", DType.Int64, 1).ToArray<long>()[0];
    }

    /// <inheritdoc/>
    public override void Update(Tensor prediction, Tensor target)
    {
        ArgumentNullException.ThrowIfNull(prediction);
        ArgumentNullException.ThrowIfNull(target);
        if (prediction.Rank < 2 || !prediction.Shape.ToArray().AsSpan(..^1).SequenceEqual(target.Shape.ToArray()))
            throw new ShapeException($"Perplexity: logits of shape {prediction.Shape} and labels of shape {target.Shape}; they must be [.., C] and [..]");
        var labels = target.Flatten();
        using (NoGrad.Scope)
        {
            var logits = prediction.Detach().To(DType.Float64).Flatten(0, -2);
            sum += Functional.CrossEntropy(logits, labels, ignoreIndex: ignoreIndex, reduction: Reduction.Sum).Item();
        }
        count += labels.ToArray<long>().Count(label => label != ignoreIndex);
    }
}
