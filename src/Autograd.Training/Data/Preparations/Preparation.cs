namespace Autograd.Data;

/// <summary>
/// How tables are made into numbers to learn from: steps, one after the other (scikit-learn: <c>Pipeline</c>). A description, which never changes: <see cref="Fit"/>
/// learns what the steps need from the training rows alone, and gives a <see cref="FittedPreparation"/>.
/// </summary>
public sealed class Preparation
{
    private readonly IPreparationStep[] steps;

    /// <summary>Makes a preparation.</summary>
    /// <param name="target">The column to be predicted, or null. It is no feature: steps touch it only where they name it.</param>
    /// <param name="steps">The steps in their order.</param>
    public Preparation(string? target, params IEnumerable<IPreparationStep> steps)
    {
        ArgumentNullException.ThrowIfNull(steps);
        if (target is { Length: 0 }) throw new ArgumentException("Preparation: the name of the target is empty; null stands for none", nameof(target));
        this.steps = [.. steps];
        foreach (var step in this.steps) ArgumentNullException.ThrowIfNull(step, nameof(steps));
        Target = target;
    }

    /// <summary>The column to be predicted.</summary>
    public string? Target { get; }

    /// <summary>The steps in their order.</summary>
    public IReadOnlyList<IPreparationStep> Steps => Array.AsReadOnly(steps);

    /// <summary>A preparation with a step more at its end.</summary>
    public Preparation Then(IPreparationStep step)
    {
        ArgumentNullException.ThrowIfNull(step);
        return new(Target, steps.Append(step));
    }

    /// <summary>Learns from training rows: each step from what the ones before made of them.</summary>
    /// <param name="table">The training part of a split, or a table that was never split.</param>
    /// <exception cref="LeakException">Rows of the table are held out: it is a validation or test part or holds one, or it was split and is the whole.</exception>
    /// <exception cref="ArgumentException">The table has no rows, no column named as the target, or a step does not fit its columns.</exception>
    public FittedPreparation Fit(Table table)
    {
        ArgumentNullException.ThrowIfNull(table);
        Leaks.Refuse(table);
        if (Target is not null) _ = table.Need("Preparation.Fit", Target);
        if (table.RowCount == 0) throw new ArgumentException("Preparation.Fit: the table has no rows to learn from", nameof(table));
        var fitted = new List<IFittedStep>();
        var current = table;
        foreach (var step in steps)
        {
            var learned = step.Fit(current, Target);
            current = learned.Transform(current);
            if (current.RowCount == 0) throw new ArgumentException($"Preparation.Fit: {learned.Name} leaves no row", nameof(table));
            fitted.Add(learned);
        }
        if (Target is not null) _ = current.Need("Preparation.Fit, after the last step,", Target);
        return new FittedPreparation(Target, ColumnSchema.Of(table), ColumnSchema.Of(current), Classes(current), fitted, [.. table.Ids]);
    }

    /// <summary>The categories of a target that is no number: its labels are their places.</summary>
    private string[] Classes(Table table)
    {
        if (Target is null || table[Target].Type == ColumnType.Number) return [];
        return Categories.Of(table[Target]) is { Length: > 0 } classes ? classes : throw ColumnStatistics.Empty("Preparation.Fit", Target);
    }
}

/// <summary>What a preparation may not see.</summary>
internal static class Leaks
{
    /// <summary>Throws where rows of a table must not be learned from.</summary>
    public static void Refuse(Table table)
    {
        foreach (var (why, rows) in table.Lineage.Forbidden(table.Ids))
        {
            if (rows.Length == 0) continue;
            throw new LeakException($"Preparation.Fit: {RowIds.Text(rows)} are {why}, and what is learned from them makes every figure judged by them too good. "
                + "Fit on the training part (Split(...).Train); where all rows are meant to be learned from, as in a last fit after the choice is made, say so: table.ForTraining()");
        }
    }

    /// <summary>Throws where a held-out table has rows that were fitted on.</summary>
    public static void RefuseJudging(string caller, Table table, HashSet<long> fitted)
    {
        if (!table.Lineage.IsHeldOut) return;
        long[] known = [.. table.Ids.Where(fitted.Contains)];
        if (known.Length > 0)
            throw new LeakException($"{caller}: {RowIds.Text(known)} of this {table.Part.ToString().ToLowerInvariant()} part were among the rows that the preparation was fitted on, so it cannot be judged by them. Split first, and Fit on the training part");
    }
}

/// <summary>A column as a preparation knows it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">What its cells are.</param>
public sealed record ColumnSchema(string Name, ColumnType Type)
{
    internal static ColumnSchema[] Of(Table table) => [.. table.Columns.Select(static c => new ColumnSchema(c.Name, c.Type))];
}
