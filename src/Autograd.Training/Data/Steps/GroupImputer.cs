using System.Text.Json.Nodes;

namespace Autograd.Data;

/// <summary>
/// Fills missing cells with a statistic of the rows of their group (pandas: <c>groupby(by)[column].transform(...)</c>); a group without a value, one that was not seen in
/// training and rows of no group get that of all rows.
/// </summary>
public sealed class GroupImputer : IPreparationStep
{
    private readonly string by;
    private readonly ImputeStrategy strategy;
    private readonly string[] columns;

    /// <summary>Makes the step.</summary>
    /// <param name="by">The column whose values are the groups; not the target, which new rows do not have.</param>
    /// <param name="strategy">What a missing cell is filled with.</param>
    /// <param name="columns">Where; in all other features that the strategy is for where none is given.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such strategy.</exception>
    public GroupImputer(string by, ImputeStrategy strategy = ImputeStrategy.Median, params IEnumerable<string> columns)
    {
        ArgumentException.ThrowIfNullOrEmpty(by);
        (this.by, this.strategy, this.columns) = (by, Imputation.Known(nameof(GroupImputer), strategy), StepColumns.Given(nameof(GroupImputer), columns));
    }

    /// <inheritdoc/>
    public IFittedStep Fit(Table table, string? target)
    {
        ArgumentNullException.ThrowIfNull(table);
        if (by == target) throw new LeakException($"GroupImputer: groups by the target '{by}' would put what is to be predicted into the features; group by a feature");
        var groups = table.Need(nameof(GroupImputer), by);
        var rows = Enumerable.Range(0, table.RowCount).Where(row => !groups.IsMissing(row)).GroupBy(row => groups.Text(row)!, StringComparer.Ordinal)
            .ToDictionary(static g => g.Key, static g => g.ToArray(), StringComparer.Ordinal);
        string[] filled = [.. StepColumns.Of(nameof(GroupImputer), table, columns, target, Imputation.Types(strategy)).Where(name => name != by)];
        return new FittedGroupImputer(by, Array.ConvertAll(filled, name =>
        {
            var one = table.Select(name);
            var values = new OrderedDictionary<string, string>(StringComparer.Ordinal);
            foreach (string group in Categories.Of(groups))
            {
                int[] members = [.. rows[group].Where(row => !one[name].IsMissing(row))];
                if (members.Length > 0) values.Add(group, Imputation.Value(nameof(GroupImputer), one.Rows(members), name, strategy));
            }
            return new GroupFilling(new Filling(name, Imputation.Value(nameof(GroupImputer), one, name, strategy)), values);
        }));
    }
}

/// <summary>What fills a column, by group.</summary>
/// <param name="Overall">What fills it where the group says nothing.</param>
/// <param name="Groups">What fills it in a group.</param>
internal sealed record GroupFilling(Filling Overall, IReadOnlyDictionary<string, string> Groups);

/// <summary>What fills the columns, by group.</summary>
internal sealed class FittedGroupImputer(string by, GroupFilling[] fillings) : ISavedStep
{
    public string Name => nameof(GroupImputer);

    public IReadOnlyList<string> Columns => Array.ConvertAll(fillings, static f => f.Overall.Column);

    public string? Loss => fillings.Length == 0 ? null : "which cells of " + string.Join(", ", Columns) + " were missing is not kept";

    public static FittedGroupImputer Read(string name, StepData data) => new(data.Text("by"), Array.ConvertAll(data.Items("columns"), static column =>
    {
        string[] groups = column.Texts("groups"), values = column.Texts("values");
        column.Need(groups.Length, groups.Length == values.Length && groups.Distinct(StringComparer.Ordinal).Count() == groups.Length, "a value for each group");
        return new GroupFilling(new Filling(column.Text("name"), column.Text("value")), groups.Zip(values).ToDictionary(static g => g.First, static g => g.Second, StringComparer.Ordinal));
    }));

    public Table Transform(Table table)
    {
        var groups = table.Need(Name, by);
        return StepColumns.Each(table, fillings, static f => f.Overall.Column, (f, column) =>
            Imputation.Filled(column, [f.Overall.Value, .. f.Groups.Values], row => groups.Text(row) is { } group && f.Groups.TryGetValue(group, out string? value) ? value : f.Overall.Value));
    }

    public Table Inverse(Table table) => table;

    public JsonObject Save() => new()
    {
        ["by"] = by,
        ["columns"] = StepData.List(fillings, static f => new JsonObject
        {
            ["name"] = f.Overall.Column,
            ["value"] = f.Overall.Value,
            ["groups"] = StepData.Texts(f.Groups.Keys),
            ["values"] = StepData.Texts(f.Groups.Values),
        }),
    };

    public override string ToString() => $"{Name}: by {by}, " + string.Join(", ", fillings.Select(static f => $"{f.Overall.Column} {f.Overall.Value} ({string.Join(", ", f.Groups.Select(static g => $"{g.Key} {g.Value}"))})"));
}
