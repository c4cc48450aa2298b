namespace Autograd.Training;

/// <summary>
/// A metric of differences of numbers: predictions and targets have one shape, [N] or [N, outputs]. It is that of each output, and then their
/// mean (scikit-learn's <c>multioutput='uniform_average'</c>).
/// </summary>
public abstract class RegressionMetric : Metric
{
    private const string SumsKey = "sums";

    private OutputErrors[] outputs = [];

    /// <inheritdoc/>
    public override MetricGoal Goal => MetricGoal.Minimize;

    /// <inheritdoc/>
    public override double Value => outputs.Length == 0 ? double.NaN : outputs.Average(Of);

    /// <inheritdoc/>
    public override void Reset() => outputs = [];

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, Tensor> StateDict() =>
        new Dictionary<string, Tensor>(StringComparer.Ordinal) { [SumsKey] = Tensor.From(outputs.SelectMany(static o => o.Numbers).ToArray()) };

    /// <inheritdoc/>
    public override void LoadStateDict(IReadOnlyDictionary<string, Tensor> state)
    {
        ArgumentNullException.ThrowIfNull(state);
        double[] sums = States.Need(Name, state, SumsKey, DType.Float64).ToArray<double>();
        outputs = [.. sums.Chunk(OutputErrors.Kept).Select(static numbers => new OutputErrors(numbers))];
    }

    /// <inheritdoc/>
    public override void Update(Tensor prediction, Tensor target)
    {
        ArgumentNullException.ThrowIfNull(prediction);
        ArgumentNullException.ThrowIfNull(target);
        if (prediction.Shape != target.Shape || prediction.Rank is not (1 or 2))
            throw new ShapeException($"{GetType().Name}: a prediction of shape {prediction.Shape} and a target of shape {target.Shape}; both must be [N], or both [N, outputs]");
        int count = prediction.Rank == 2 ? prediction.Shape[1] : 1;
        if (outputs.Length == 0) outputs = new OutputErrors[count];
        if (outputs.Length != count) throw new ShapeException(FormattableString.Invariant($"{GetType().Name}: {count} outputs after batches of {outputs.Length}; Reset() begins anew"));
        double[] guessed = Labels.Numbers(prediction), right = Labels.Numbers(target);
        for (int i = 0; i < right.Length; i++) outputs[i % count].Add(guessed[i], right[i]);
    }

    /// <summary>The value of one output.</summary>
    private protected abstract double Of(OutputErrors errors);
}

/// <summary>The mean of |y' - y| (<c>mean_absolute_error</c>).</summary>
public sealed class MeanAbsoluteError : RegressionMetric
{
    /// <inheritdoc/>
    public override string Name => "mae";

    private protected override double Of(OutputErrors errors) => errors.Absolute / errors.Count;
}

/// <summary>The mean of (y' - y)^2 (<c>mean_squared_error</c>).</summary>
public sealed class MeanSquaredError : RegressionMetric
{
    /// <inheritdoc/>
    public override string Name => "mse";

    private protected override double Of(OutputErrors errors) => errors.Squared / errors.Count;
}

/// <summary>The root of the mean of (y' - y)^2 (<c>root_mean_squared_error</c>).</summary>
public sealed class RootMeanSquaredError : RegressionMetric
{
    /// <inheritdoc/>
    public override string Name => "rmse";

    private protected override double Of(OutputErrors errors) => Math.Sqrt(errors.Squared / errors.Count);
}

/// <summary>
/// The mean of |y' - y| / max(|y|, 2^-52) (<c>mean_absolute_percentage_error</c>): a share, 0.05 for five percent. A target of 0 makes it enormous.
/// </summary>
public sealed class MeanAbsolutePercentageError : RegressionMetric
{
    /// <inheritdoc/>
    public override string Name => "mape";

    private protected override double Of(OutputErrors errors) => errors.Relative / errors.Count;
}

/// <summary>
/// The share of the targets' variance that is explained, 1 - sum (y' - y)^2 / sum (y - mean y)^2 (<c>r2_score</c>). Of constant targets it is 1 where
/// all are met and 0 otherwise; of fewer than two it is not defined.
/// </summary>
public sealed class R2Score : RegressionMetric
{
    /// <inheritdoc/>
    public override string Name => "r2";

    /// <inheritdoc/>
    public override MetricGoal Goal => MetricGoal.Maximize;

    private protected override double Of(OutputErrors errors)
    {
        if (errors.Count < 2) return double.NaN;
        if (errors.Spread == 0) return errors.Squared == 0 ? 1 : 0;
        return 1 - (errors.Squared / errors.Spread);
    }
}

/// <summary>The sums over one output. The spread of targets is gathered by Welford's recurrence (1962): sums of squares cancel.</summary>
internal struct OutputErrors
{
    // scikit-learn's finfo(float64).eps.
    private const double LeastSize = 2.220446049250313e-16;

    /// <summary>How many numbers are kept.</summary>
    public const int Kept = 6;

    private double mean;

    /// <summary>Continues from <see cref="Numbers"/>.</summary>
    public OutputErrors(ReadOnlySpan<double> numbers) =>
        (Count, Absolute, Squared, Relative, Spread, mean) = ((long)numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], numbers[5]);

    /// <summary>All that is kept, as many as <see cref="Kept"/>.</summary>
    public readonly double[] Numbers => [Count, Absolute, Squared, Relative, Spread, mean];

    public long Count { get; private set; }

    public double Absolute { get; private set; }

    public double Squared { get; private set; }

    public double Relative { get; private set; }

    /// <summary>The sum of (y - mean y)^2.</summary>
    public double Spread { get; private set; }

    public void Add(double guessed, double right)
    {
        double error = guessed - right, before = right - mean;
        Count++;
        Absolute += Math.Abs(error);
        Squared += error * error;
        Relative += Math.Abs(error) / Math.Max(Math.Abs(right), LeastSize);
        mean += before / Count;
        Spread += before * (right - mean);
    }
}
