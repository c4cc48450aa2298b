namespace Autograd.Training;

/// <summary>The columns of a history that the trainer writes itself.</summary>
internal static class Columns
{
    public const string Loss = "loss";
    public const string Penalty = "penalty";
    public const string Seconds = "seconds";
    public const string Rate = "lr";

    private const string ValidationPrefix = "val_";

    /// <summary>The column of the same in validation.</summary>
    public static string InValidation(string name) => ValidationPrefix + name;

    /// <summary>The name without what says that it is of the validation.</summary>
    public static string Measured(string column) => column.StartsWith(ValidationPrefix, StringComparison.Ordinal) ? column[ValidationPrefix.Length..] : column;
}
