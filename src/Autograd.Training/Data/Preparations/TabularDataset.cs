namespace Autograd.Data;

/// <summary>The rows of a prepared table as tensors: elements are (features, target), or features alone where the target is not there.</summary>
public sealed class TabularDataset : Dataset
{
    private readonly TensorDataset rows;

    internal TabularDataset(Tensor features, Tensor? target, IReadOnlyList<string> featureNames, IReadOnlyList<string> classes)
    {
        (Features, Target, FeatureNames, Classes) = (features, target, featureNames, classes);
        rows = target is null ? new TensorDataset(features) : new TensorDataset(features, target);
    }

    /// <summary>The features: [N, F], in the order of <see cref="FeatureNames"/>.</summary>
    public Tensor Features { get; }

    /// <summary>The target: a number as [N, 1] of the features' dtype, a class as its label, int64 [N]; null where the table has none.</summary>
    public Tensor? Target { get; }

    /// <summary>The names of the features.</summary>
    public IReadOnlyList<string> FeatureNames { get; }

    /// <summary>The classes in the order of their labels; empty where the target is a number.</summary>
    public IReadOnlyList<string> Classes { get; }

    /// <inheritdoc/>
    public override int Count => rows.Count;

    /// <inheritdoc/>
    public override Batch this[int index] => rows[index];

    /// <inheritdoc/>
    public override Batch Fetch(Tensor indices) => rows.Fetch(indices);

    /// <summary>Takes features and target apart.</summary>
    /// <exception cref="InvalidOperationException">There is no target.</exception>
    public void Deconstruct(out Tensor features, out Tensor target)
    {
        features = Features;
        target = Target ?? throw new InvalidOperationException("TabularDataset: the table has no target; Features has the features");
    }
}

/// <content>From tables to tensors.</content>
public sealed partial class FittedPreparation
{
    /// <summary>Prepares a table and gives its rows as tensors, in their order.</summary>
    /// <param name="table">A table as it was read; <see cref="Transform"/> is called here.</param>
    /// <param name="dtype">Float32 or float64.</param>
    /// <exception cref="ArgumentException">As for <see cref="Transform"/>; or a feature is still a text, or a cell missing or not finite, or a class unknown.</exception>
    /// <exception cref="DTypeException">The dtype is another.</exception>
    /// <exception cref="AutogradException">As for <see cref="Transform"/>.</exception>
    /// <exception cref="LeakException">As for <see cref="Transform"/>.</exception>
    public TabularDataset ToDataset(Table table, DType dtype = DType.Float32)
    {
        ArgumentNullException.ThrowIfNull(table);
        if (dtype is not (DType.Float32 or DType.Float64)) throw new DTypeException($"FittedPreparation.ToDataset: features are Float32 or Float64, not {dtype}");
        var prepared = Transform(table);
        var names = FeatureNames;
        var values = new double[prepared.RowCount * (long)names.Count];
        for (int i = 0; i < names.Count; i++)
        {
            double[] column = Numbers(prepared, prepared[names[i]], dtype);
            for (int row = 0; row < column.Length; row++) values[(row * (long)names.Count) + i] = column[row];
        }
        var features = Tensor.From<double>(values, prepared.RowCount, names.Count).To(dtype);
        var target = Target is not null && prepared.TryFind(Target, out var found) ? TargetOf(prepared, found, dtype) : null;
        return new TabularDataset(features, target, names, Classes);
    }

    private Tensor TargetOf(Table table, Column column, DType dtype)
    {
        if (classes.Length == 0) return Tensor.From<double>(Numbers(table, column, dtype), table.RowCount, 1).To(dtype);
        var list = new CategoryList(column.Name, column.Type, classes);
        return Tensor.From(Array.ConvertAll(list.Places("FittedPreparation.ToDataset", table, UnknownCategory.Error, column), static place => (long)place));
    }

    private static double[] Numbers(Table table, Column column, DType dtype)
    {
        double largest = dtype == DType.Float32 ? float.MaxValue : double.MaxValue;
        var numbers = new double[column.Count];
        for (int row = 0; row < numbers.Length; row++)
        {
            if (column.IsMissing(row)) throw Bad(row, "is missing", "fill it in (SimpleImputer) or drop such rows before the split (Table.DropMissing)");
            numbers[row] = column switch
            {
                NumberColumn known => known.Values[row],
                BooleanColumn flags => flags.Values[row] == true ? 1 : 0,
                _ => throw Bad(row, $"is the text '{column.Text(row)}'", "encode the column (OneHotEncoder, OrdinalEncoder) or leave it out (DropColumns)"),
            };
            if (!(Math.Abs(numbers[row]) <= largest)) throw Bad(row, FormattableString.Invariant($"is {numbers[row]}"), $"{dtype} holds finite numbers; clip (Outliers) or scale the column");
        }
        return numbers;

        ArgumentException Bad(int row, string what, string way) =>
            new(FormattableString.Invariant($"FittedPreparation.ToDataset: the column '{column.Name}' {what} in row {table.RowNumbers[row]}; {way}"), nameof(table));
    }
}
