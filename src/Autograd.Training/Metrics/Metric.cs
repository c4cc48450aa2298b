namespace Autograd.Training;

/// <summary>Which values of a metric are the better ones.</summary>
public enum MetricGoal
{
    /// <summary>Smaller values: an error.</summary>
    Minimize,

    /// <summary>Larger values: a score.</summary>
    Maximize,
}

/// <summary>A number about predictions and targets, gathered batch by batch; its value is that of all of them together, not a mean over batches.</summary>
public abstract class Metric
{
    /// <summary>The name in tables and histories.</summary>
    public abstract string Name { get; }

    /// <summary>Which values are the better ones.</summary>
    public abstract MetricGoal Goal { get; }

    /// <summary>The value of all batches since the last <see cref="Reset"/>; NaN where it is not defined: nothing was seen, or one class alone where two are needed.</summary>
    public abstract double Value { get; }

    /// <summary>Forgets all batches.</summary>
    public abstract void Reset();

    /// <summary>Takes a batch in.</summary>
    /// <param name="prediction">What the model gave; which shape and dtype, the metric says.</param>
    /// <param name="target">What is right.</param>
    /// <exception cref="ShapeException">The shapes do not fit each other.</exception>
    /// <exception cref="DTypeException">A dtype is not one that the metric reads.</exception>
    public abstract void Update(Tensor prediction, Tensor target);

    /// <summary>The value of one batch alone; batches taken in before are forgotten.</summary>
    /// <inheritdoc cref="Update" path="/param|/exception"/>
    public double Of(Tensor prediction, Tensor target)
    {
        Reset();
        Update(prediction, target);
        return Value;
    }

    /// <summary>What was taken in, as tensors by name: a run that is saved within an epoch goes on with it.</summary>
    /// <exception cref="NotSupportedException">A metric of your own does not say what it keeps.</exception>
    public virtual IReadOnlyDictionary<string, Tensor> StateDict() => throw NotKept();

    /// <summary>Continues from a <see cref="StateDict"/> of a metric like this one.</summary>
    /// <exception cref="NotSupportedException">A metric of your own does not say what it keeps.</exception>
    /// <exception cref="AutogradException">The state is not that of such a metric.</exception>
    public virtual void LoadStateDict(IReadOnlyDictionary<string, Tensor> state) => throw NotKept();

    /// <summary>The name and the value.</summary>
    public override string ToString() => FormattableString.Invariant($"{Name} {Value:G6}");

    private NotSupportedException NotKept() => new($"{GetType().Name}: override StateDict and LoadStateDict, so that a run can be saved within an epoch");
}
