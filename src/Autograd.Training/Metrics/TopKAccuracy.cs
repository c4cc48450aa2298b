namespace Autograd.Training;

/// <summary>The share of elements whose class is among the k with the highest scores (<c>top_k_accuracy_score</c>).</summary>
/// <remarks>Of equal scores the smaller class counts first.</remarks>
public sealed class TopKAccuracy : Metric
{
    private const string CountsKey = "counts";

    private readonly int k;
    private long found;
    private long seen;

    /// <summary>Makes the metric.</summary>
    /// <param name="k">How many classes may be guessed.</param>
    /// <exception cref="ArgumentOutOfRangeException">k is below 1.</exception>
    public TopKAccuracy(int k)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        this.k = k;
    }

    /// <inheritdoc/>
    public override string Name => FormattableString.Invariant($"top-{k}");

    /// <inheritdoc/>
    public override MetricGoal Goal => MetricGoal.Maximize;

    /// <inheritdoc/>
    public override double Value => (double)found / seen;

    /// <inheritdoc/>
    public override void Reset() => (found, seen) = (0, 0);

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, Tensor> StateDict() => new Dictionary<string, Tensor>(StringComparer.Ordinal) { [CountsKey] = Tensor.From([found, seen]) };

    /// <inheritdoc/>
    public override void LoadStateDict(IReadOnlyDictionary<string, Tensor> state)
    {
        ArgumentNullException.ThrowIfNull(state);
        long[] counts = States.Need(Name, state, CountsKey, DType.Int64, 2).ToArray<long>();
        (found, seen) = (counts[0], counts[1]);
    }

    /// <summary>Takes a batch in.</summary>
    /// <param name="prediction">Scores, [N, C], C at least k.</param>
    /// <param name="target">Labels, [N].</param>
    /// <exception cref="ShapeException">The shapes do not fit each other.</exception>
    /// <exception cref="DTypeException">The scores are not floating-point numbers, or the target is.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A label is not that of a class; nothing of the batch is taken in.</exception>
    public override void Update(Tensor prediction, Tensor target)
    {
        ArgumentNullException.ThrowIfNull(prediction);
        long[] labels = Labels.Given(nameof(TopKAccuracy), nameof(target), target);
        if (prediction.Rank != 2 || prediction.Shape[1] < k) throw new ShapeException(FormattableString.Invariant($"TopKAccuracy: scores of shape {prediction.Shape}; they must be [N, C] with C at least {k}"));
        int classes = prediction.Shape[1];
        Labels.SameCount(nameof(TopKAccuracy), prediction.Shape[0], labels.Length);
        double[] scores = Labels.Numbers(prediction);
        long hits = 0;
        for (int i = 0; i < labels.Length; i++)
        {
            if ((ulong)labels[i] >= (ulong)classes)
                throw new ArgumentOutOfRangeException(nameof(target), labels[i], FormattableString.Invariant($"TopKAccuracy: there are {classes} classes, labels 0 to {classes - 1}"));
            if (Before(scores.AsSpan(i * classes, classes), (int)labels[i]) < k) hits++;
        }
        (found, seen) = (found + hits, seen + labels.Length);
    }

    // How many classes come before one.
    private static int Before(ReadOnlySpan<double> scores, int label)
    {
        int before = 0;
        for (int c = 0; c < scores.Length; c++)
        {
            if (scores[c] > scores[label] || (scores[c] == scores[label] && c < label) || double.IsNaN(scores[c])) before++;
        }
        return before;
    }
}
