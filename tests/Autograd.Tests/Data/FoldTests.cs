using Autograd.Data;

namespace Autograd.Tests.Data;

/// <summary>Folds and splits: every element once, shares of classes kept, groups whole; scikit-learn's examples.</summary>
public sealed class FoldTests
{
    [Fact]
    public void Folds_are_those_of_scikit_learn()
    {
        AssertFolds(Folds.Of(4, 2), [0, 1], [2, 3]);
        AssertFolds(Folds.Of(7, 3), [0, 1, 2], [3, 4], [5, 6]);
        AssertFolds(Folds.Stratified([0, 0, 1, 1], 2), [0, 2], [1, 3]);
        AssertFolds(Folds.Grouped([0, 0, 2, 2], 2), [2, 3], [0, 1]);
    }

    [Fact]
    public void Every_element_is_judged_by_once_and_trained_on_otherwise()
    {
        var random = new System.Random(4);
        for (int draw = 0; draw < 100; draw++)
        {
            int count = random.Next(6, 60), k = random.Next(2, 6);
            string[] labels = [.. Enumerable.Range(0, count).Select(i => $"class {(i < 6 ? 0 : random.Next(3))}")];
            int[] groups = [.. Enumerable.Range(0, count).Select(i => i < 6 ? i : random.Next(9))];
            var generator = random.Next(2) == 0 ? null : new Generator((ulong)draw);
            foreach (var folds in new[] { Folds.Of(count, k, generator), Folds.Stratified(labels, k, generator), Folds.Grouped(groups, k) })
            {
                Assert.Equal(k, folds.Length);
                Assert.Equal(Enumerable.Range(0, count), folds.SelectMany(fold => fold.Validation).Order());
                Assert.All(folds, fold => Assert.Equal(Enumerable.Range(0, count), fold.Train.Concat(fold.Validation).Order()));
            }
        }
    }

    [Fact]
    public void Stratified_folds_have_the_shares_of_the_classes_to_an_element()
    {
        var random = new System.Random(5);
        for (int draw = 0; draw < 100; draw++)
        {
            int count = random.Next(20, 90), k = random.Next(2, 6);
            int[] labels = [.. Enumerable.Range(0, count).Select(i => i < 8 ? 0 : random.Next(4))];
            var folds = Folds.Stratified(labels, k, new Generator((ulong)draw));
            foreach (int label in labels.Distinct())
            {
                int[] counts = Array.ConvertAll(folds, fold => fold.Validation.Count(i => labels[i] == label));
                Assert.InRange(counts.Max() - counts.Min(), 0, 1);
            }
            Assert.InRange(folds.Max(fold => fold.Validation.Count) - folds.Min(fold => fold.Validation.Count), 0, 1);
        }
    }

    [Fact]
    public void A_group_is_in_one_fold()
    {
        var random = new System.Random(6);
        int[] groups = [.. Enumerable.Range(0, 200).Select(_ => random.Next(17))];
        foreach (var fold in Folds.Grouped(groups, 4))
        {
            Assert.Empty(fold.Train.Select(i => groups[i]).Intersect(fold.Validation.Select(i => groups[i])));
            Assert.InRange(fold.Validation.Count, 35, 65);
        }
    }

    [Fact]
    public void A_stratified_split_keeps_the_shares_of_the_classes()
    {
        var random = new System.Random(7);
        for (int draw = 0; draw < 100; draw++)
        {
            int count = random.Next(30, 200);
            int[] labels = [.. Enumerable.Range(0, count).Select(_ => random.Next(4) == 0 ? 1 : 0)];
            var dataset = new TensorDataset(Tensor.Arange(count));
            var parts = dataset.StratifiedSplit([0.7, 0.2, 0.1], labels, new Generator((ulong)draw));
            Assert.Equal(Enumerable.Range(0, count), parts.SelectMany(part => part.Indices).Order());
            for (int i = 0; i < 3; i++)
            {
                double share = new[] { 0.7, 0.2, 0.1 }[i];
                Assert.InRange(parts[i].Count - (share * count), -1, 1);
                foreach (int label in labels.Distinct())
                    Assert.InRange(parts[i].Indices.Count(j => labels[j] == label) - (share * labels.Count(l => l == label)), -1.0001, 1.0001);
            }
        }
    }

    [Fact]
    public void What_cannot_be_made_is_named()
    {
        Assert.Contains("at most 3", Assert.Throws<ArgumentOutOfRangeException>(() => Folds.Of(3, 4)).Message, StringComparison.Ordinal);
        Assert.Contains("at most 2", Assert.Throws<ArgumentOutOfRangeException>(() => Folds.Grouped([1, 1, 2], 3)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => Folds.Stratified([0, 1, 2], 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => Folds.Of(5, 1));
        var dataset = new TensorDataset(Tensor.Arange(4));
        Assert.Contains("3 labels for 4 elements", Assert.Throws<ArgumentException>(() => dataset.StratifiedSplit([0.5, 0.5], [0, 1, 1])).Message, StringComparison.Ordinal);
        Assert.Contains("add up to", Assert.Throws<ArgumentException>(() => dataset.StratifiedSplit([0.5, 0.4], [0, 1, 1, 0])).Message, StringComparison.Ordinal);
    }

    private static void AssertFolds(Fold[] folds, params int[][] validation) => Assert.Equal(validation, folds.Select(fold => fold.Validation.ToArray()));
}
