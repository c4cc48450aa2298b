namespace Autograd.Training;

/// <summary>A bin of a reliability diagram.</summary>
/// <param name="Low">The lowest confidence, not in the bin itself except 0.</param>
/// <param name="High">The highest confidence, in the bin.</param>
/// <param name="Count">How many elements are in it.</param>
/// <param name="Confidence">Their mean confidence; NaN where there is none.</param>
/// <param name="Accuracy">The share of them that is right; NaN where there is none.</param>
public readonly record struct CalibrationBin(double Low, double High, long Count, double Confidence, double Accuracy);

/// <summary>
/// The expected calibration error: how far, on average, the share of right predictions is from the probability that they were made with,
/// sum over bins of |B| / N |acc(B) - conf(B)|.
/// </summary>
/// <remarks>Guo et al., On Calibration of Modern Neural Networks, 2017, equation 3: the bins are equally wide in the confidence, ((m - 1) / M, m / M].</remarks>
public sealed class Calibration : Metric
{
    private const string CountsKey = "counts", RightKey = "right", ConfidenceKey = "confidence";

    private readonly long[] counts, right;
    private readonly double[] confidence;

    /// <summary>Makes the metric.</summary>
    /// <param name="bins">How many bins there are between 0 and 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is none, or more than 10000.</exception>
    public Calibration(int bins = 15)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bins, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bins, 10000);
        (counts, right, confidence) = (new long[bins], new long[bins], new double[bins]);
    }

    /// <inheritdoc/>
    public override string Name => "ece";

    /// <inheritdoc/>
    public override MetricGoal Goal => MetricGoal.Minimize;

    /// <inheritdoc/>
    public override double Value => Total == 0 ? double.NaN : Bins.Where(static b => b.Count > 0).Sum(b => (double)b.Count / Total * Math.Abs(b.Accuracy - b.Confidence));

    /// <summary>The bins, from 0 to 1.</summary>
    public IReadOnlyList<CalibrationBin> Bins =>
        [.. counts.Select((n, i) => new CalibrationBin((double)i / counts.Length, (i + 1.0) / counts.Length, n, n == 0 ? double.NaN : confidence[i] / n, n == 0 ? double.NaN : (double)right[i] / n))];

    private long Total => counts.Sum();

    /// <inheritdoc/>
    public override void Reset()
    {
        Array.Clear(counts);
        Array.Clear(right);
        Array.Clear(confidence);
    }

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, Tensor> StateDict() => new Dictionary<string, Tensor>(StringComparer.Ordinal)
    {
        [CountsKey] = Tensor.From((long[])[.. counts]),
        [RightKey] = Tensor.From((long[])[.. right]),
        [ConfidenceKey] = Tensor.From((double[])[.. confidence]),
    };

    /// <inheritdoc/>
    public override void LoadStateDict(IReadOnlyDictionary<string, Tensor> state)
    {
        ArgumentNullException.ThrowIfNull(state);
        int bins = counts.Length;
        var (savedCounts, savedRight) = (States.Need(Name, state, CountsKey, DType.Int64, bins), States.Need(Name, state, RightKey, DType.Int64, bins));
        States.Need(Name, state, ConfidenceKey, DType.Float64, bins).ToArray<double>().CopyTo(confidence, 0);
        savedCounts.ToArray<long>().CopyTo(counts, 0);
        savedRight.ToArray<long>().CopyTo(right, 0);
    }

    /// <summary>Takes a batch in.</summary>
    /// <param name="prediction">Probabilities of the classes, [N, C], after a softmax; the largest is the confidence.</param>
    /// <param name="target">Labels, [N].</param>
    /// <exception cref="ShapeException">The shapes do not fit each other.</exception>
    /// <exception cref="DTypeException">The target is not of integers or booleans.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is no probability; nothing of the batch is taken in.</exception>
    public override void Update(Tensor prediction, Tensor target)
    {
        ArgumentNullException.ThrowIfNull(prediction);
        if (prediction.Rank != 2 || prediction.Shape[1] < 1) throw new ShapeException($"Calibration: the prediction has shape {prediction.Shape}; it must be probabilities [N, C], a row an element");
        long[] labels = Labels.Given(nameof(Calibration), nameof(target), target);
        int n = prediction.Shape[0], classes = prediction.Shape[1];
        Labels.SameCount(nameof(Calibration), n, labels.Length);
        double[] probabilities = Labels.Numbers(prediction);
        int odd = Array.FindIndex(probabilities, static p => !(p >= 0 && p <= 1 + 1e-6));
        if (odd >= 0)
            throw new ArgumentOutOfRangeException(nameof(prediction), probabilities[odd], FormattableString.Invariant($"Calibration: {probabilities[odd]} is no probability; of logits take Softmax(1) first"));
        for (int i = 0; i < n; i++)
        {
            var row = probabilities.AsSpan(i * classes, classes);
            int best = 0;
            for (int c = 1; c < classes; c++)
            {
                if (row[c] > row[best]) best = c;
            }
            int bin = Math.Clamp((int)Math.Ceiling(row[best] * counts.Length) - 1, 0, counts.Length - 1);
            counts[bin]++;
            confidence[bin] += row[best];
            if (labels[i] == best) right[bin]++;
        }
    }
}
