namespace Autograd.Data;

/// <summary>The parts of a table; one of no share is empty.</summary>
/// <param name="Train">To learn from.</param>
/// <param name="Validation">To choose by.</param>
/// <param name="Test">To judge by.</param>
public sealed record TableSplit(Table Train, Table Validation, Table Test);

/// <content>Parts to learn from, to choose by and to judge by.</content>
public sealed partial class Table
{
    // 0.1 of 30 is 3, and in double precision 3.0000000000000004 or 2.9999999999999996.
    private const double Slack = 1e-9;

    /// <summary>Shares the rows out at random; in each part they stay in their order (scikit-learn: <c>train_test_split</c>).</summary>
    /// <param name="validation">The share to choose by.</param>
    /// <param name="test">The share to judge by; what is left is there to learn from.</param>
    /// <param name="stratify">A column each of whose categories has these shares.</param>
    /// <param name="shuffle">Whether rows are drawn. If not, the first ones are to learn from and the last ones to judge by: series in time.</param>
    /// <param name="generator">The source of the draws; the thread's default one when not given.</param>
    /// <exception cref="ArgumentException">The shares are out of range, or leave a part empty; there is no such column, or it has no categories; a stratified split is not shuffled.</exception>
    /// <exception cref="LeakException">A row would stand in two parts, or the table is prepared by a fit that has seen rows which would be held out.</exception>
    public TableSplit Split(double validation = 0, double test = 0, string? stratify = null, bool shuffle = true, Generator? generator = null)
    {
        if (!(validation >= 0 && test >= 0 && validation + test is > 0 and < 1))
            throw new ArgumentException(FormattableString.Invariant($"Table.Split: shares of {validation} and {test} to choose and to judge by; they are 0 or more, and together above 0 and below 1"), nameof(validation));
        if (stratify is not null && !shuffle) throw new ArgumentException("Table.Split: rows that stay in their order cannot be stratified; leave shuffle or stratify out", nameof(stratify));
        double[] shares = [1 - validation - test, validation, test];
        int[][] rows = !shuffle ? InOrder(validation, test)
            : Places(stratify is null ? Numbered().RandomSplit(shares, generator) : Numbered().StratifiedSplit(shares, Labels("Table.Split", stratify), generator));
        for (int i = 0; i < rows.Length; i++)
        {
            if (shares[i] > 0 && rows[i].Length == 0) throw new ArgumentException(FormattableString.Invariant($"Table.Split: {RowCount} rows are too few for a share of {shares[i]}"), nameof(validation));
        }
        return Shared(rows[0], rows[1], rows[2]);
    }

    /// <summary>The splits of a cross-validation, each row held out in one of them (<see cref="Folds"/>; scikit-learn: <c>KFold</c>, <c>StratifiedKFold</c>, <c>GroupKFold</c>).</summary>
    /// <param name="k">How many; at least 2.</param>
    /// <param name="stratify">A column whose categories have the same shares in each.</param>
    /// <param name="groups">A column whose categories are taken apart nowhere.</param>
    /// <param name="generator">Draws an order; rows stay in theirs where it is null.</param>
    /// <exception cref="ArgumentException">There is no such column, it has no categories, or both are given.</exception>
    /// <exception cref="ArgumentOutOfRangeException">k is not in range.</exception>
    /// <exception cref="LeakException">A row would stand on both sides, or the table is prepared by a fit that has seen rows which would be held out.</exception>
    public IReadOnlyList<TableSplit> KFold(int k, string? stratify = null, string? groups = null, Generator? generator = null)
    {
        if (stratify is not null && groups is not null) throw new ArgumentException("Table.KFold: folds are stratified or grouped, not both", nameof(groups));
        if (groups is not null && generator is not null) throw new ArgumentException("Table.KFold: grouped folds are not drawn; leave the generator out", nameof(generator));
        var folds = stratify is not null ? Folds.Stratified(Labels("Table.KFold", stratify), k, generator)
            : groups is not null ? Folds.Grouped(Texts("Table.KFold", groups), k)
            : Folds.Of(RowCount, k, generator);
        return Array.ConvertAll(folds, fold => Shared([.. fold.Train], [.. fold.Validation], []));
    }

    private TableSplit Shared(int[] train, int[] validation, int[] test)
    {
        HashSet<long> Of(int[] rows) => [.. rows.Select(row => ids[row])];
        HashSet<long> learned = Of(train), chosen = Of(validation), judged = Of(test);
        long[] twice = [.. learned.Where(id => chosen.Contains(id) || judged.Contains(id)).Concat(chosen.Where(judged.Contains)).Distinct()];
        if (twice.Length > 0) throw new LeakException($"Table.Split: {RowIds.Text(twice)} of the source would stand in two parts, because the table has them more than once; split first and draw with repetition then");
        long[] known = [.. chosen.Concat(judged).Where(id => Seen.Any(seen => seen.Contains(id)))];
        if (known.Length > 0)
            throw new LeakException($"Table.Split: {RowIds.Text(known)} would be held out, and the preparation whose work is in this table was fitted on them; split the table as it was read, and Fit on the training part");
        Lineage.HoldOut(chosen);
        Lineage.HoldOut(judged);
        return new(
            Taken(train, Lineage.Child(SplitPart.Train, learned)),
            Taken(validation, Lineage.Child(SplitPart.Validation, chosen)),
            Taken(test, Lineage.Child(SplitPart.Test, judged)));
    }

    private int[][] InOrder(double validation, double test)
    {
        int judge = (int)Math.Floor((RowCount * test) + Slack), choose = (int)Math.Floor((RowCount * validation) + Slack), learn = RowCount - choose - judge;
        return [[.. Enumerable.Range(0, learn)], [.. Enumerable.Range(learn, choose)], [.. Enumerable.Range(learn + choose, judge)]];
    }

    /// <summary>The places of the rows as a dataset, to be shared out as datasets are.</summary>
    private Dataset Numbered() => Dataset.Of(new int[RowCount], static _ => new Batch());

    private static int[][] Places(Subset[] parts) => Array.ConvertAll(parts, static part => part.Indices.Order().ToArray());

    private string[] Texts(string caller, string name)
    {
        var column = Need(caller, name);
        // A text that no cell has, for what is missing.
        return [.. Enumerable.Range(0, RowCount).Select(row => column.Text(row) ?? "\0")];
    }

    private string[] Labels(string caller, string name)
    {
        string[] labels = Texts(caller, name);
        int classes = labels.Distinct(StringComparer.Ordinal).Count();
        if (classes > 1 && classes * 2 > labels.Length)
            throw new ArgumentException(FormattableString.Invariant($"{caller}: the column '{name}' has {classes} different values in {RowCount} rows, which are no categories to stratify by; discretise it first"), nameof(name));
        return labels;
    }
}
