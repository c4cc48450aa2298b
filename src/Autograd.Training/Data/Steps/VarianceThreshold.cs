namespace Autograd.Data;

/// <summary>
/// Leaves out features of numbers whose variance is not above a threshold: by default those that are the same in all rows
/// (scikit-learn: <c>VarianceThreshold</c>; ddof 0). The target is not looked at.
/// </summary>
public sealed class VarianceThreshold : IPreparationStep
{
    private readonly double threshold;
    private readonly string[] columns;

    /// <summary>Makes the step.</summary>
    /// <param name="threshold">The largest variance that is left out; scale columns alike before it is more than 0.</param>
    /// <param name="columns">Those that may be left out; all features of numbers where none is given.</param>
    /// <exception cref="ArgumentOutOfRangeException">The threshold is negative or not finite.</exception>
    public VarianceThreshold(double threshold = 0, params IEnumerable<string> columns)
    {
        if (!(threshold >= 0 && double.IsFinite(threshold))) throw new ArgumentOutOfRangeException(nameof(threshold), threshold, "VarianceThreshold: a variance is 0 or more");
        (this.threshold, this.columns) = (threshold, StepColumns.Given(nameof(VarianceThreshold), columns));
    }

    /// <inheritdoc/>
    public IFittedStep Fit(Table table, string? target)
    {
        ArgumentNullException.ThrowIfNull(table);
        string[] looked = StepColumns.Of(nameof(VarianceThreshold), table, columns, target, ColumnType.Number);
        return new FittedSelection(nameof(VarianceThreshold), [.. looked.Where(name => !IsAbove(ColumnStatistics.Present(nameof(VarianceThreshold), table, name)))]);
    }

    // Of equal numbers the variance may be a rounding above 0, the range may not: scikit-learn takes the smaller one.
    private bool IsAbove(double[] x) => (threshold == 0 ? Math.Min(ColumnStatistics.Variance(x), x.Max() - x.Min()) : ColumnStatistics.Variance(x)) > threshold;
}
