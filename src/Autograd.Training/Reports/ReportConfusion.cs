using System.Globalization;

namespace Autograd.Training;

/// <summary>A confusion matrix in a report.</summary>
public static class ReportConfusion
{
    /// <summary>Adds a confusion matrix as a chart, and precision, recall and F1 of each class as a table.</summary>
    /// <param name="report">The report.</param>
    /// <param name="matrix">The counts.</param>
    /// <param name="classes">The names of the classes; their numbers where none are given.</param>
    /// <returns>The report.</returns>
    /// <exception cref="ArgumentException">There are not as many names as classes, or one is there twice.</exception>
    public static Report AddConfusion(this Report report, ConfusionMatrix matrix, IReadOnlyList<string>? classes = null)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(matrix);
        int n = matrix.Classes;
        string[] names = classes is null ? [.. Enumerable.Range(0, n).Select(static i => i.ToString(CultureInfo.InvariantCulture))] : [.. classes];
        if (names.Length != n) throw new ArgumentException(FormattableString.Invariant($"AddConfusion: the matrix has {n} classes and there are {names.Length} names; give one for each"), nameof(classes));
        var counts = new double[n, n];
        for (int target = 0; target < n; target++)
        {
            for (int predicted = 0; predicted < n; predicted++) counts[target, predicted] = matrix[target, predicted];
        }
        // Cells are to be about as high as broad, and many classes have more room.
        var plot = new Plot("Confusion") { XLabel = "predicted", YLabel = "true" }.Cells(names, names, counts);
        report.Section("Confusion matrix");
        int side = Math.Clamp(170 + 34 * n, 350, 1100);
        report.Add(plot, string.Create(CultureInfo.InvariantCulture, $"{matrix.Total} elements, {matrix.Accuracy():P2} of them right."), Math.Max(560, side), side);
        return report.Table("By class", ["class", "elements", "precision", "recall", "F1"], Enumerable.Range(0, n).Select(i => (string[])
        [
            names[i],
            matrix.Support(i).ToString(CultureInfo.InvariantCulture),
            Share(matrix.Precision(i)),
            Share(matrix.Recall(i)),
            Share(matrix.F1(i)),
        ]));
    }

    private static string Share(double value) => value.ToString("0.0000", CultureInfo.InvariantCulture);
}
