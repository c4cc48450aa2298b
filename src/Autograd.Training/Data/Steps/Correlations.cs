namespace Autograd.Data;

/// <summary>
/// Leaves out features of numbers that go along with the target too little: |r| below a limit, with Pearson's r over the rows in which both are there. A feature
/// may be useful together with others all the same, and a relation that is not linear may have an r of 0.
/// </summary>
public sealed class TargetCorrelation : IPreparationStep
{
    private readonly double minimum;
    private readonly string[] columns;

    /// <summary>Makes the step.</summary>
    /// <param name="minimum">The smallest |r| that stays.</param>
    /// <param name="columns">Those that may be left out; all features of numbers where none is given.</param>
    /// <exception cref="ArgumentOutOfRangeException">The limit is not in [0, 1].</exception>
    public TargetCorrelation(double minimum, params IEnumerable<string> columns)
    {
        if (!(minimum is >= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(minimum), minimum, "TargetCorrelation: |r| is in [0, 1]");
        (this.minimum, this.columns) = (minimum, StepColumns.Given(nameof(TargetCorrelation), columns));
    }

    /// <inheritdoc/>
    public IFittedStep Fit(Table table, string? target)
    {
        ArgumentNullException.ThrowIfNull(table);
        if (target is null) throw new ArgumentException("TargetCorrelation: the preparation has no target", nameof(target));
        var y = table.Need(nameof(TargetCorrelation), target) switch
        {
            NumberColumn numbers => numbers.Values,
            BooleanColumn flags => [.. flags.Values.Select(static x => x switch { true => 1, false => 0, null => double.NaN })],
            _ => throw new ArgumentException($"TargetCorrelation: the target '{target}' is text; a correlation is one of numbers, so put an OrdinalEncoder(\"{target}\") before it where its categories have an order", nameof(target)),
        };
        string[] looked = StepColumns.Of(nameof(TargetCorrelation), table, columns, target, ColumnType.Number);
        return new FittedSelection(nameof(TargetCorrelation), [.. looked.Where(name => !(Math.Abs(ColumnStatistics.Correlation(table.Numbers(name), y)) >= minimum))]);
    }
}

/// <summary>
/// Leaves out features of numbers that say what another one says: of two with |r| above a limit the later one, where the earlier one stays.
/// </summary>
public sealed class FeatureCorrelation : IPreparationStep
{
    private readonly double maximum;
    private readonly string[] columns;

    /// <summary>Makes the step.</summary>
    /// <param name="maximum">The largest |r| of two that stay.</param>
    /// <param name="columns">Those that are compared; all features of numbers where none is given.</param>
    /// <exception cref="ArgumentOutOfRangeException">The limit is not in [0, 1].</exception>
    public FeatureCorrelation(double maximum = 0.95, params IEnumerable<string> columns)
    {
        if (!(maximum is >= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(maximum), maximum, "FeatureCorrelation: |r| is in [0, 1]");
        (this.maximum, this.columns) = (maximum, StepColumns.Given(nameof(FeatureCorrelation), columns));
    }

    /// <inheritdoc/>
    public IFittedStep Fit(Table table, string? target)
    {
        ArgumentNullException.ThrowIfNull(table);
        List<string> kept = [], dropped = [];
        foreach (string name in StepColumns.Of(nameof(FeatureCorrelation), table, columns, target, ColumnType.Number))
        {
            bool said = kept.Exists(other => Math.Abs(ColumnStatistics.Correlation(table.Numbers(other), table.Numbers(name))) > maximum);
            (said ? dropped : kept).Add(name);
        }
        return new FittedSelection(nameof(FeatureCorrelation), [.. dropped]);
    }
}
