using System.Text.Json.Nodes;

namespace Autograd.Data;

/// <summary>A step of a <see cref="Preparation"/> before it has seen data: what shall be done. It never changes, so it may be fitted as often as wanted.</summary>
/// <remarks>A step of your own implements this and <see cref="IFittedStep"/>; the library's own ones can also be saved.</remarks>
public interface IPreparationStep
{
    /// <summary>Learns from the rows of a table.</summary>
    /// <param name="table">Rows to learn from, after the steps before.</param>
    /// <param name="target">The column that is to be predicted: no feature, and touched only where it is named.</param>
    /// <exception cref="ArgumentException">A column is missing or has cells that the step is not for.</exception>
    IFittedStep Fit(Table table, string? target);
}

/// <summary>A step that has learned. It never changes, and may be used by several threads.</summary>
public interface IFittedStep
{
    /// <summary>The name of the step, as errors say it.</summary>
    string Name { get; }

    /// <summary>The columns that it changes.</summary>
    IReadOnlyList<string> Columns { get; }

    /// <summary>Why it cannot be undone; null where it can.</summary>
    string? Loss { get; }

    /// <summary>The table after the step. A column of its own that is not there is passed over: new data have no target.</summary>
    Table Transform(Table table);

    /// <summary>The table before the step. Columns that are not there are passed over; rows that were dropped stay dropped.</summary>
    Table Inverse(Table table);
}

/// <summary>A fitted step that can be saved; <see cref="StepFormats"/> reads it.</summary>
internal interface ISavedStep : IFittedStep
{
    /// <summary>What it has learned.</summary>
    JsonObject Save();
}
