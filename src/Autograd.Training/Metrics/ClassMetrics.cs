namespace Autograd.Training;

/// <summary>How the values of the classes become one (scikit-learn's <c>average=</c>).</summary>
public enum Average
{
    /// <summary>That of class 1, of two.</summary>
    Binary,

    /// <summary>Of the counts of all classes together; precision, recall and F1 are then the accuracy.</summary>
    Micro,

    /// <summary>The mean over the classes that occur, as target or as prediction.</summary>
    Macro,

    /// <summary>The mean over the classes, by their number of elements.</summary>
    Weighted,
}

/// <summary>A metric of a <see cref="ConfusionMatrix"/>: predictions are labels, [N], or scores, [N, C]; targets are labels, [N].</summary>
public abstract class ClassMetric : Metric
{
    private const string CountsKey = "counts";

    private readonly Average average;

    private protected ClassMetric(int classes, Average average)
    {
        Matrix = new ConfusionMatrix(classes);
        if (average == Average.Binary && classes != 2) throw new ArgumentException(FormattableString.Invariant($"Average.Binary is that of two classes; there are {classes}: choose Micro, Macro or Weighted"), nameof(average));
        this.average = average;
    }

    /// <summary>The counts.</summary>
    public ConfusionMatrix Matrix { get; }

    /// <inheritdoc/>
    public override MetricGoal Goal => MetricGoal.Maximize;

    /// <inheritdoc/>
    public override double Value => Matrix.Total == 0 ? double.NaN : average switch
    {
        Average.Binary => Of(1),
        Average.Micro => Matrix.Accuracy(),
        Average.Macro => Occurring().Average(Of),
        _ => Occurring().Sum(label => Of(label) * Matrix.Support(label)) / Matrix.Total,
    };

    /// <inheritdoc/>
    public override void Update(Tensor prediction, Tensor target) => Matrix.Update(GetType().Name, prediction, target);

    /// <inheritdoc/>
    public override void Reset() => Matrix.Reset();

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, Tensor> StateDict() => new Dictionary<string, Tensor>(StringComparer.Ordinal) { [CountsKey] = Matrix.Counts };

    /// <inheritdoc/>
    public override void LoadStateDict(IReadOnlyDictionary<string, Tensor> state)
    {
        ArgumentNullException.ThrowIfNull(state);
        Matrix.Counts = States.Need(Name, state, CountsKey, DType.Int64, Matrix.Classes * Matrix.Classes);
    }

    /// <summary>The value of one class.</summary>
    private protected abstract double Of(int label);

    private IEnumerable<int> Occurring() => Enumerable.Range(0, Matrix.Classes).Where(label => Matrix.Support(label) + Matrix.Predicted(label) > 0);
}

/// <summary>The share of elements that were taken for what they are (<c>accuracy_score</c>).</summary>
/// <param name="classes">How many classes there are.</param>
public sealed class Accuracy(int classes) : ClassMetric(classes, Average.Micro)
{
    /// <inheritdoc/>
    public override string Name => "accuracy";

    private protected override double Of(int label) => Matrix.Recall(label);
}

/// <summary>TP / (TP + FP) (<c>precision_score</c>); 0 of a class that was never predicted.</summary>
/// <param name="classes">How many classes there are.</param>
/// <param name="average">How the classes become one number.</param>
public sealed class Precision(int classes, Average average = Average.Macro) : ClassMetric(classes, average)
{
    /// <inheritdoc/>
    public override string Name => "precision";

    private protected override double Of(int label) => Matrix.Precision(label);
}

/// <summary>TP / (TP + FN) (<c>recall_score</c>); 0 of a class without elements.</summary>
/// <param name="classes">How many classes there are.</param>
/// <param name="average">How the classes become one number.</param>
public sealed class Recall(int classes, Average average = Average.Macro) : ClassMetric(classes, average)
{
    /// <inheritdoc/>
    public override string Name => "recall";

    private protected override double Of(int label) => Matrix.Recall(label);
}

/// <summary>The harmonic mean of precision and recall (<c>f1_score</c>).</summary>
/// <param name="classes">How many classes there are.</param>
/// <param name="average">How the classes become one number.</param>
public sealed class F1Score(int classes, Average average = Average.Macro) : ClassMetric(classes, average)
{
    /// <inheritdoc/>
    public override string Name => "f1";

    private protected override double Of(int label) => Matrix.F1(label);
}
