using Autograd.Data;

namespace Autograd.Training.Tests.Data;

/// <summary>What would learn from rows that are there to judge by is an error, whichever way it is tried; what is right is not.</summary>
public sealed class LeakTests
{
    private static readonly Preparation Scaled = new("y", new StandardScaler());

    [Fact]
    public void The_training_part_is_fitted_on_and_nothing_else_matters()
    {
        var table = Rows(20);
        var split = table.Split(0.2, 0.2, generator: new Generator(1));
        var fitted = Scaled.Fit(split.Train);
        double mean = split.Train.Numbers("x").Average();
        Assert.Equal(split.Validation.Numbers("x")[0] - mean, fitted.InverseDifference(split.Validation, mean), 10);

        // The same fit where everything else is another number.
        var changed = table.With(new NumberColumn("x", table.Numbers("x").Select((x, i) => split.Train.RowNumbers.Contains(i) ? x : 1e6)));
        var again = Scaled.Fit(changed.Rows(split.Train.RowNumbers).ForTraining());
        Assert.Equal(fitted.ToString(), again.ToString());
    }

    [Fact]
    public void Held_out_parts_are_refused()
    {
        var split = Rows(20).Split(0.2, 0.2, generator: new Generator(1));
        Assert.Contains("are validation rows", Refused(() => Scaled.Fit(split.Validation)), StringComparison.Ordinal);
        Assert.Contains("are test rows", Refused(() => Scaled.Fit(split.Test.Rows(0, 1))), StringComparison.Ordinal);
        string joined = Refused(() => Scaled.Fit(Table.Concat(split.Train, split.Validation)));
        Assert.Contains("validation rows", joined, StringComparison.Ordinal);
        Assert.Contains("ForTraining()", joined, StringComparison.Ordinal);
    }

    [Fact]
    public void The_whole_is_refused_once_it_was_split()
    {
        var table = Rows(20);
        Assert.NotNull(Scaled.Fit(table));
        var split = table.Split(test: 0.25, generator: new Generator(1));
        string error = Refused(() => Scaled.Fit(table));
        Assert.Contains("held out by a split of this table", error, StringComparison.Ordinal);
        Assert.Contains(FormattableString.Invariant($"rows {split.Test.RowNumbers[0]}, {split.Test.RowNumbers[1]}"), error, StringComparison.Ordinal);
        Assert.NotNull(Scaled.Fit(table.Rows(split.Train.RowNumbers)));
        Assert.NotNull(Scaled.Fit(table.ForTraining()));
    }

    [Fact]
    public void A_fit_on_the_whole_before_the_split_is_found_when_it_is_judged_by()
    {
        var table = Rows(20);
        var fitted = Scaled.Fit(table);
        var split = table.Split(test: 0.25, generator: new Generator(1));
        Assert.Contains("were among the rows that the preparation was fitted on", Refused(() => fitted.Transform(split.Test)), StringComparison.Ordinal);
        Refused(() => fitted.ToDataset(split.Test));
        Assert.Equal(15, fitted.Transform(split.Train).RowCount);
    }

    [Fact]
    public void A_table_prepared_as_a_whole_cannot_be_split()
    {
        var table = Rows(20);
        var prepared = Scaled.Fit(table).Transform(table);
        Assert.Contains("split the table as it was read", Refused(() => prepared.Drop("y").Split(test: 0.25)), StringComparison.Ordinal);
        Refused(() => prepared.KFold(4));
    }

    [Fact]
    public void Folds_and_repeated_splits_are_experiments_of_their_own()
    {
        var table = Rows(20);
        foreach (var fold in table.KFold(4, generator: new Generator(1))) Assert.Equal(5, Scaled.Fit(fold.Train).Transform(fold.Validation).RowCount);
        for (ulong seed = 0; seed < 3; seed++) Assert.NotNull(Scaled.Fit(table.Split(test: 0.5, generator: new Generator(seed)).Train));

        var outer = table.Split(test: 0.5, generator: new Generator(1));
        foreach (var fold in outer.Train.KFold(2))
        {
            Assert.NotNull(Scaled.Fit(fold.Train));
            Refused(() => Scaled.Fit(fold.Validation));
            Refused(() => Scaled.Fit(outer.Train).Transform(fold.Validation));
        }
    }

    [Fact]
    public void What_is_held_out_stays_so()
    {
        var split = Rows(20).Split(test: 0.5, generator: new Generator(1));
        var halves = split.Test.Split(test: 0.5, generator: new Generator(2));
        Assert.Equal((SplitPart.Test, SplitPart.Test), (halves.Train.Part, halves.Test.Part));
        Refused(() => Scaled.Fit(halves.Train));
        Refused(() => Scaled.Fit(split.Test.Filter(_ => true).Select("x", "y").Head(3)));
    }

    [Fact]
    public void One_row_in_two_parts_is_refused()
    {
        var twice = Rows(4).Rows(Enumerable.Repeat(0, 20));
        Assert.Contains("would stand in two parts", Refused(() => twice.Split(test: 0.5)), StringComparison.Ordinal);
        var split = Rows(20).Split(test: 0.5, generator: new Generator(1));
        Assert.NotNull(Scaled.Fit(split.Train.Rows(0, 0, 1, 5, 5)));
    }

    [Fact]
    public void The_target_is_no_feature_and_no_group()
    {
        var table = Rows(6).With(new TextColumn("c", ["a", "b", "a", "b", "a", "b"]));
        Assert.Equal(table.Numbers("y"), Scaled.Fit(table).Transform(table).Numbers("y"));
        Assert.DoesNotContain("y", Scaled.Fit(table).FeatureNames);
        Assert.Contains("groups by the target 'c'", Refused(() => new Preparation("c", new GroupImputer("c")).Fit(table)), StringComparison.Ordinal);
    }

    [Fact]
    public void Rows_are_dropped_in_training_only()
    {
        var table = Rows(20).With(new NumberColumn("x", Enumerable.Range(0, 20).Select(i => i % 4 == 0 ? double.NaN : i)));
        var split = table.Split(test: 0.5, generator: new Generator(1));
        var preparation = new Preparation("y", new DropMissing("x"));
        var fitted = preparation.Fit(split.Train);
        Assert.Equal(split.Train.DropMissing("x").RowNumbers, fitted.Transform(split.Train).RowNumbers);
        Assert.Contains("DropMissing would drop row", Assert.Throws<AutogradException>(() => fitted.Transform(split.Test)).Message, StringComparison.Ordinal);
        Assert.Equal(split.Test.DropMissing("x").RowCount, fitted.Transform(split.Test.DropMissing("x")).RowCount);
        Assert.Throws<AutogradException>(() => fitted.Transform(table.Rows(0)));
        // A table that was never split is learned from and transformed as a whole.
        var whole = Rows(3).With(new NumberColumn("x", [1, double.NaN, 3]));
        Assert.Equal(2, preparation.Fit(whole).Transform(whole).RowCount);
    }

    private static string Refused(Action action) => Assert.Throws<LeakException>(action).Message;

    private static Table Rows(int count) => new(
        new NumberColumn("x", Enumerable.Range(0, count).Select(i => (double)((i * 7) % count))), new NumberColumn("y", Enumerable.Range(0, count).Select(i => i * 0.5)));
}

internal static class LeakTestExtensions
{
    /// <summary>How far the first row of a table lies from a mean, by what the preparation made of both.</summary>
    public static double InverseDifference(this FittedPreparation fitted, Table table, double mean)
    {
        var center = new Table(new NumberColumn("x", [mean]));
        Assert.Equal(0, fitted.Transform(center).Numbers("x")[0], 12);
        return fitted.Inverse(fitted.Transform(table)).Numbers("x")[0] - mean;
    }
}
