namespace Autograd.Training;

/// <summary>A column of the history that something is decided by, and which of its values are the better ones.</summary>
internal sealed class Monitored(string who, string column, MetricGoal? goal)
{
    public string Column => column;

    /// <summary>The loss of the validation where there is one.</summary>
    public static string Default(FitState state) => state.Validation is null ? Columns.Loss : Columns.InValidation(Columns.Loss);

    /// <summary>The value of the epoch at hand.</summary>
    /// <exception cref="AutogradException">There is no such column.</exception>
    public static double Last(FitState state, string column, string who) =>
        state.History.Contains(column) ? state.History[column][^1]
            : throw new AutogradException($"{who}: the history has no column '{column}' to follow; it has {History.Listed(state.History.Columns)}");

    public double Last(FitState state) => Last(state, column, who);

    /// <summary>Whether a value is better than the best by more than a difference; NaN never is, and anything is better than none.</summary>
    public bool IsBetter(FitState state, double value, double best, double minDelta = 0)
    {
        if (double.IsNaN(value)) return false;
        if (double.IsNaN(best)) return true;
        return Goal(state) == MetricGoal.Minimize ? value < best - minDelta : value > best + minDelta;
    }

    /// <summary>What was said, or what the metric of that name says; less of a loss.</summary>
    /// <exception cref="AutogradException">Nobody knows.</exception>
    public MetricGoal Goal(FitState state)
    {
        if (goal is { } said) return said;
        string measured = Columns.Measured(column);
        if (measured is Columns.Loss or Columns.Penalty) return MetricGoal.Minimize;
        return state.Options.Metrics.FirstOrDefault(m => m.Name == measured)?.Goal
            ?? throw new AutogradException($"{who}: '{column}' is no loss and no metric of the options; say by mode which of its values are better");
    }
}
