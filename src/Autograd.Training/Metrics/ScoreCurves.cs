namespace Autograd.Training;

/// <summary>A point of a curve over all thresholds of a score.</summary>
/// <param name="X">The rate on the horizontal axis.</param>
/// <param name="Y">The rate on the vertical axis.</param>
/// <param name="Threshold">Elements with at least this score are taken for class 1.</param>
public readonly record struct CurvePoint(double X, double Y, double Threshold);

/// <summary>
/// A metric of the order in which scores put elements of two classes: predictions are scores [N], the higher the more likely class 1; targets are
/// labels 0 and 1, [N]. All scores are kept until <see cref="Metric.Reset"/>.
/// </summary>
public abstract class ScoreMetric : Metric
{
    private readonly List<(double Score, bool IsPositive)> elements = [];

    /// <inheritdoc/>
    public override MetricGoal Goal => MetricGoal.Maximize;

    /// <inheritdoc/>
    public override void Reset() => elements.Clear();

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, Tensor> StateDict() => new Dictionary<string, Tensor>(StringComparer.Ordinal)
    {
        ["scores"] = Tensor.From(elements.Select(static e => e.Score).ToArray()),
        ["labels"] = Tensor.From(elements.Select(static e => e.IsPositive ? 1L : 0L).ToArray()),
    };

    /// <inheritdoc/>
    public override void LoadStateDict(IReadOnlyDictionary<string, Tensor> state)
    {
        ArgumentNullException.ThrowIfNull(state);
        double[] scores = States.Need(Name, state, "scores", DType.Float64).ToArray<double>();
        long[] labels = States.Need(Name, state, "labels", DType.Int64, scores.Length).ToArray<long>();
        elements.Clear();
        elements.AddRange(scores.Zip(labels, static (score, label) => (score, label == 1)));
    }

    /// <inheritdoc/>
    public override void Update(Tensor prediction, Tensor target)
    {
        ArgumentNullException.ThrowIfNull(prediction);
        long[] labels = Labels.Given(GetType().Name, nameof(target), target);
        if (prediction.Rank != 1) throw new ShapeException($"{GetType().Name}: scores of shape {prediction.Shape}; of two classes they must be [N], those of class 1");
        double[] scores = Labels.Numbers(prediction);
        Labels.SameCount(GetType().Name, scores.Length, labels.Length);
        if (Array.Exists(labels, static label => label is not (0 or 1))) throw new ArgumentException($"{GetType().Name}: labels must be 0 and 1", nameof(target));
        if (Array.Exists(scores, double.IsNaN)) throw new ArgumentException($"{GetType().Name}: a score is NaN; it has no place in an order", nameof(prediction));
        for (int i = 0; i < scores.Length; i++) elements.Add((scores[i], labels[i] == 1));
    }

    /// <summary>Both counts of elements with at least a score, from the highest score down; equal scores are one step.</summary>
    private protected List<(double Threshold, long Positives, long Negatives)> Steps()
    {
        var steps = new List<(double Threshold, long Positives, long Negatives)>();
        long positives = 0, negatives = 0;
        foreach (var group in elements.GroupBy(static e => e.Score).OrderByDescending(static g => g.Key))
        {
            int found = group.Count(static e => e.IsPositive);
            positives += found;
            negatives += group.Count() - found;
            steps.Add((group.Key, positives, negatives));
        }
        return steps;
    }
}

/// <summary>
/// The area under the curve of true over false positive rates (<c>roc_auc_score</c>): how likely an element of class 1 has a higher score than one of
/// class 0, equal ones counted half.
/// </summary>
public sealed class RocAuc : ScoreMetric
{
    /// <inheritdoc/>
    public override string Name => "roc auc";

    /// <summary>The area by the trapezoidal rule.</summary>
    public override double Value
    {
        get
        {
            var points = Curve();
            double area = 0;
            for (int i = 1; i < points.Count; i++) area += (points[i].X - points[i - 1].X) * (points[i].Y + points[i - 1].Y) / 2;
            return points.Count == 0 ? double.NaN : area;
        }
    }

    /// <summary>False positive rates and true positive rates, from (0, 0), where nothing is taken for class 1, to (1, 1) (<c>roc_curve</c>); empty where a class is missing.</summary>
    public IReadOnlyList<CurvePoint> Curve()
    {
        var steps = Steps();
        if (steps.Count == 0 || steps[^1].Positives == 0 || steps[^1].Negatives == 0) return [];
        var (_, positives, negatives) = steps[^1];
        return [new(0, 0, double.PositiveInfinity), .. steps.Select(step => new CurvePoint((double)step.Negatives / negatives, (double)step.Positives / positives, step.Threshold))];
    }
}

/// <summary>
/// The mean of precisions at all thresholds, by what recall each adds: sum of (R_n - R_(n-1)) P_n (<c>average_precision_score</c>), an area under the curve of
/// precision over recall without interpolation.
/// </summary>
public sealed class AveragePrecision : ScoreMetric
{
    /// <inheritdoc/>
    public override string Name => "average precision";

    /// <inheritdoc/>
    public override double Value
    {
        get
        {
            var points = Curve();
            double area = 0;
            for (int i = 1; i < points.Count; i++) area += (points[i].X - points[i - 1].X) * points[i].Y;
            return points.Count == 0 ? double.NaN : area;
        }
    }

    /// <summary>Recalls and precisions from (0, 1), where nothing is taken for class 1, on (<c>precision_recall_curve</c>, the other way round); empty where there is no element of class 1.</summary>
    public IReadOnlyList<CurvePoint> Curve()
    {
        var steps = Steps();
        if (steps.Count == 0 || steps[^1].Positives == 0) return [];
        long positives = steps[^1].Positives;
        return [new(0, 1, double.PositiveInfinity), .. steps.Select(step => new CurvePoint((double)step.Positives / positives, (double)step.Positives / (step.Positives + step.Negatives), step.Threshold))];
    }
}
