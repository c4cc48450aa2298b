using System.Globalization;
using System.Text;

namespace Autograd.Training;

/// <summary>How often each class was predicted for each true class: row i, column j counts elements of class i that were taken for j.</summary>
/// <remarks>scikit-learn's <c>confusion_matrix</c>.</remarks>
public sealed class ConfusionMatrix
{
    private readonly long[,] counts;

    /// <summary>Makes an empty matrix.</summary>
    /// <param name="classes">How many classes there are; labels are 0 to classes - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer than two.</exception>
    public ConfusionMatrix(int classes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 2);
        counts = new long[classes, classes];
    }

    /// <summary>How many classes there are.</summary>
    public int Classes => counts.GetLength(0);

    /// <summary>How many elements were seen.</summary>
    public long Total => counts.Cast<long>().Sum();

    /// <summary>All counts, int64, [classes * classes].</summary>
    internal Tensor Counts
    {
        get => Tensor.From(counts.Cast<long>().ToArray());
        set => Buffer.BlockCopy(value.ToArray<long>(), 0, counts, 0, counts.Length * sizeof(long));
    }

    /// <summary>Elements of class <paramref name="target"/> that were taken for <paramref name="predicted"/>.</summary>
    public long this[int target, int predicted] => counts[target, predicted];

    /// <summary>Takes a batch in.</summary>
    /// <param name="prediction">Labels, [N], or scores, [N, C], of which the largest counts.</param>
    /// <param name="target">Labels, [N].</param>
    /// <exception cref="ShapeException">The shapes do not fit each other.</exception>
    /// <exception cref="DTypeException">The target is not of integers or booleans.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A label is not that of a class; nothing of the batch is taken in.</exception>
    public void Update(Tensor prediction, Tensor target) => Update(nameof(ConfusionMatrix), prediction, target);

    /// <summary>The same in the name of a metric, which errors then say.</summary>
    internal void Update(string name, Tensor prediction, Tensor target)
    {
        long[] predicted = Labels.Predicted(name, prediction), right = Labels.Given(name, nameof(target), target);
        Labels.SameCount(name, predicted.Length, right.Length);
        NeedClasses(name, predicted, nameof(prediction));
        NeedClasses(name, right, nameof(target));
        for (int i = 0; i < right.Length; i++) counts[right[i], predicted[i]]++;
    }

    /// <summary>Forgets all elements.</summary>
    public void Reset() => Array.Clear(counts);

    /// <summary>How many elements are of a class.</summary>
    public long Support(int label) => Enumerable.Range(0, Classes).Sum(predicted => counts[label, predicted]);

    /// <summary>How many elements were taken for a class.</summary>
    public long Predicted(int label) => Enumerable.Range(0, Classes).Sum(target => counts[target, label]);

    /// <summary>The share of elements that were taken for what they are.</summary>
    public double Accuracy() => (double)Enumerable.Range(0, Classes).Sum(label => counts[label, label]) / Total;

    /// <summary>Of a class: TP / (TP + FP), the share of those taken for it that are of it; 0 where none was.</summary>
    public double Precision(int label) => Share(counts[label, label], Predicted(label));

    /// <summary>Of a class: TP / (TP + FN), the share of its elements that were found; 0 where it has none.</summary>
    public double Recall(int label) => Share(counts[label, label], Support(label));

    /// <summary>Of a class: 2 TP / (2 TP + FP + FN), the harmonic mean of precision and recall; 0 where all of them are 0.</summary>
    public double F1(int label) => Share(2 * counts[label, label], Predicted(label) + Support(label));

    /// <summary>A table, a row a true class.</summary>
    public override string ToString()
    {
        int width = Math.Max(5, counts.Cast<long>().Max().ToString(CultureInfo.InvariantCulture).Length) + 1;
        var text = new StringBuilder("class".PadLeft(width));
        for (int j = 0; j < Classes; j++) text.Append(j.ToString(CultureInfo.InvariantCulture).PadLeft(width));
        for (int i = 0; i < Classes; i++)
        {
            text.Append('\n').Append(i.ToString(CultureInfo.InvariantCulture).PadLeft(width));
            for (int j = 0; j < Classes; j++) text.Append(counts[i, j].ToString(CultureInfo.InvariantCulture).PadLeft(width));
        }
        return text.ToString();
    }

    // scikit-learn's zero_division=0.
    private static double Share(long part, long whole) => whole == 0 ? 0 : (double)part / whole;

    private void NeedClasses(string name, long[] labels, string parameter)
    {
        foreach (long label in labels)
        {
            if ((ulong)label >= (ulong)Classes)
                throw new ArgumentOutOfRangeException(parameter, label, FormattableString.Invariant($"{name}: there are {Classes} classes, labels 0 to {Classes - 1}"));
        }
    }
}
