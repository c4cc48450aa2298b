using Autograd.Data;

namespace Autograd.Training.Tests.Data;

/// <summary>Tables: what selects and shares out, and that rows keep who they are.</summary>
public sealed class TableTests
{
    private static readonly Table Six = Table.From(new Dictionary<string, Array>
    {
        ["x"] = new[] { 1.0, 2, 3, double.NaN, 5, 6 },
        ["k"] = new[] { 1, 2, 3, 4, 5, 6 },
        ["c"] = new[] { "a", "b", "a", "b", null, "a" },
        ["f"] = new[] { true, false, true, true, false, false },
    });

    [Fact]
    public void A_table_prints_its_head()
    {
        Assert.Equal("""
                x  k   c      f
            0   1  1   a   true
            1   2  2   b  false
            2   3  3   a   true
            3  NA  4   b   true
            4   5  5  NA  false
            [6 rows x 4 columns]
            """.ReplaceLineEndings("\n"), Six.ToString());
    }

    [Fact]
    public void Columns_are_selected_dropped_renamed_and_added()
    {
        Assert.Equal(["c", "x"], Six.Select("c", "x").ColumnNames);
        Assert.Equal(["k", "f"], Six.Drop("c", "x").ColumnNames);
        Assert.Equal(["x", "n", "c", "f"], Six.Rename("k", "n").ColumnNames);
        var changed = Six.With(new NumberColumn("k", [6, 5, 4, 3, 2, 1])).With(new NumberColumn("z", new double[6]));
        Assert.Equal(["x", "k", "c", "f", "z"], changed.ColumnNames);
        Assert.Equal([6, 5, 4, 3, 2, 1], changed.Numbers("k"));
        Assert.Contains("there is no column 'y'; the columns are x, k, c, f", Assert.Throws<ArgumentException>(() => Six["y"]).Message, StringComparison.Ordinal);
        Assert.Contains("is Text, not Number", Assert.Throws<ArgumentException>(() => Six.Numbers("c")).Message, StringComparison.Ordinal);
        Assert.Contains("two columns are named 'x'", Assert.Throws<ArgumentException>(() => Six.Rename("k", "x")).Message, StringComparison.Ordinal);
        Assert.Contains("has 2 rows, the others have 6", Assert.Throws<ArgumentException>(() => Six.With(new NumberColumn("z", [1, 2]))).Message, StringComparison.Ordinal);
        Assert.Contains("Table.From: the column 'd' is Decimal[]", Assert.Throws<ArgumentException>(() => Table.From(new Dictionary<string, Array> { ["d"] = new decimal[1] })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Rows_are_taken_in_their_order()
    {
        Assert.Equal([5, 1, 1], Six.Rows(4, 0, 0).Numbers("k"));
        Assert.Equal([4, 0, 0], Six.Rows(4, 0, 0).RowNumbers);
        Assert.Equal([1, 3, 6], Six.Filter(row => row.Text("c") == "a").Numbers("k"));
        Assert.Equal([1, 2, 3, 6], Six.DropMissing().Numbers("k"));
        Assert.Equal([1, 2, 3, 5, 6], Six.DropMissing("x").Numbers("k"));
        Assert.Equal([1, 2], Six.Head(2).Numbers("k"));
        Assert.Equal([5, 6, 1, 2], Table.Concat(Six.Rows(4, 5), Six.Head(2)).Numbers("k"));
        Assert.Throws<ArgumentOutOfRangeException>(() => Six.Rows(6));
        Assert.Contains("are not", Assert.Throws<ArgumentException>(() => Table.Concat(Six, Six.Drop("x"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_split_shares_every_row_out_once_and_keeps_the_order()
    {
        foreach (int rows in new[] { 5, 10, 97 })
        {
            var table = Numbered(rows);
            var split = table.Split(validation: 0.2, test: 0.2, generator: new Generator(3));
            var parts = new[] { split.Train, split.Validation, split.Test };
            Assert.Equal(Enumerable.Range(0, rows), parts.SelectMany(p => p.RowNumbers).Order());
            foreach (var part in parts) Assert.Equal(part.RowNumbers.Order(), part.RowNumbers);
            Assert.InRange(split.Test.RowCount, rows / 5, (rows / 5) + 1);
            Assert.Equal([SplitPart.Train, SplitPart.Validation, SplitPart.Test], parts.Select(p => p.Part));
            Assert.Equal(split.Train.RowNumbers, table.Split(0.2, 0.2, generator: new Generator(3)).Train.RowNumbers);
        }
    }

    [Fact]
    public void A_split_in_order_judges_by_the_last_rows()
    {
        var split = Numbered(10).Split(validation: 0.1, test: 0.3, shuffle: false);
        Assert.Equal([0, 1, 2, 3, 4, 5], split.Train.RowNumbers);
        Assert.Equal([6], split.Validation.RowNumbers);
        Assert.Equal([7, 8, 9], split.Test.RowNumbers);
    }

    [Fact]
    public void A_stratified_split_and_folds_keep_the_shares_of_classes()
    {
        var table = Numbered(100).With(new TextColumn("c", Enumerable.Range(0, 100).Select(i => i % 10 == 0 ? "rare" : "common")));
        var split = table.Split(test: 0.2, stratify: "c", generator: new Generator(1));
        Assert.Equal(2, split.Test.Texts("c").Count(c => c == "rare"));
        Assert.Equal(0, split.Validation.RowCount);
        var folds = table.KFold(5, stratify: "c");
        Assert.Equal(Enumerable.Range(0, 100), folds.SelectMany(f => f.Validation.RowNumbers).Order());
        Assert.All(folds, f => Assert.Equal((80, 2), (f.Train.RowCount, f.Validation.Texts("c").Count(c => c == "rare"))));
        Assert.All(table.KFold(2, groups: "c"), f => Assert.Single(f.Validation.Texts("c").Distinct()));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(-0.1, 0.2)]
    [InlineData(0.5, 0.5)]
    [InlineData(double.NaN, 0.1)]
    [InlineData(0.01, 0)]
    public void Shares_that_make_no_parts_are_refused(double validation, double test) =>
        Assert.StartsWith("Table.Split", Assert.Throws<ArgumentException>(() => Numbered(10).Split(validation, test)).Message, StringComparison.Ordinal);

    [Fact]
    public void What_cannot_be_split_is_refused()
    {
        Assert.Contains("too few", Assert.Throws<ArgumentException>(() => Numbered(0).Split(test: 0.5)).Message, StringComparison.Ordinal);
        Assert.Contains("no categories to stratify by", Assert.Throws<ArgumentException>(() => Numbered(10).Split(test: 0.5, stratify: "x")).Message, StringComparison.Ordinal);
        Assert.Contains("no column 'y'", Assert.Throws<ArgumentException>(() => Numbered(10).Split(test: 0.5, stratify: "y")).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => Numbered(3).KFold(4));
    }

    internal static Table Numbered(int rows) => new(new NumberColumn("x", Enumerable.Range(0, rows).Select(i => (double)i)));
}
