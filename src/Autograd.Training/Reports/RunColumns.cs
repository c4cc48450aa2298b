namespace Autograd.Training;

/// <summary>What the columns of a history are by their names.</summary>
internal static class RunColumns
{
    private static readonly string[] Schedules = [Columns.Rate, "momentum", "weight_decay"];

    /// <summary>Whether a column was measured in validation.</summary>
    public static bool IsValidation(string column) => !string.Equals(Columns.Measured(column), column, StringComparison.Ordinal);

    /// <summary>Whether a column is what the optimiser was told: <c>lr</c>, or <c>lr_1</c> of a further group of parameters.</summary>
    public static bool IsSchedule(string column) => Array.Exists(Schedules, name => string.Equals(column, name, StringComparison.Ordinal) || column.StartsWith(name + "_", StringComparison.Ordinal));

    /// <summary>Whether a column is the time that epochs took.</summary>
    public static bool IsTime(string column) => string.Equals(column, Columns.Seconds, StringComparison.Ordinal);
}
