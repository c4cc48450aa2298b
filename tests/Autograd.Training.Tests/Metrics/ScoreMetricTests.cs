namespace Autograd.Training.Tests.Metrics;

/// <summary>Areas under curves against scikit-learn's examples and against their meaning; perplexity.</summary>
public sealed class ScoreMetricTests
{
    private static readonly Tensor Scores = Tensor.From(new[] { 0.1, 0.4, 0.35, 0.8 }), Target = Tensor.From(new long[] { 0, 0, 1, 1 });

    [Fact]
    public void The_examples_of_scikit_learn_hold()
    {
        Assert.Equal(0.75, new RocAuc().Of(Scores, Target), 12);
        Assert.Equal(0.8333333, new AveragePrecision().Of(Scores, Target), 6);
    }

    [Fact]
    public void The_area_is_the_chance_that_an_element_of_class_1_has_the_higher_score()
    {
        var random = new Random(2);
        for (int draw = 0; draw < 50; draw++)
        {
            int count = random.Next(4, 40);
            double[] scores = [.. Enumerable.Range(0, count).Select(_ => (double)random.Next(8))];
            long[] labels = [0, 1, .. Enumerable.Range(2, count - 2).Select(_ => (long)random.Next(2))];
            var pairs = from i in Enumerable.Range(0, count) where labels[i] == 1 from j in Enumerable.Range(0, count) where labels[j] == 0 select (scores[i], scores[j]);
            Assert.Equal(pairs.Average(pair => pair.Item1 > pair.Item2 ? 1 : pair.Item1 == pair.Item2 ? 0.5 : 0), new RocAuc().Of(Tensor.From(scores), Tensor.From(labels)), 12);
        }
    }

    [Fact]
    public void Precisions_are_averaged_by_what_recall_they_add()
    {
        var random = new Random(3);
        for (int draw = 0; draw < 50; draw++)
        {
            int count = random.Next(2, 40);
            double[] scores = [.. Enumerable.Range(0, count).Select(_ => (double)random.Next(8))];
            long[] labels = [1, .. Enumerable.Range(1, count - 1).Select(_ => (long)random.Next(2))];
            // Each element of class 1 adds 1 / P of recall at the precision of its own score.
            double expected = Enumerable.Range(0, count).Where(i => labels[i] == 1)
                .Average(i => Enumerable.Range(0, count).Where(j => scores[j] >= scores[i]).Average(j => (double)labels[j]));
            Assert.Equal(expected, new AveragePrecision().Of(Tensor.From(scores), Tensor.From(labels)), 12);
        }
    }

    [Fact]
    public void Without_both_classes_there_is_no_area()
    {
        Assert.True(double.IsNaN(new RocAuc().Of(Scores, Tensor.From(new long[] { 1, 1, 1, 1 }))));
        Assert.True(double.IsNaN(new AveragePrecision().Of(Scores, Tensor.From(new long[] { 0, 0, 0, 0 }))));
        Assert.Equal(1, new AveragePrecision().Of(Scores, Tensor.From(new long[] { 1, 1, 1, 1 })));
    }

    [Fact]
    public void What_has_no_place_in_an_order_is_refused()
    {
        Assert.Throws<ArgumentException>(() => new RocAuc().Of(Tensor.From(new[] { double.NaN, 1 }), Tensor.From(new long[] { 0, 1 })));
        Assert.Throws<ArgumentException>(() => new RocAuc().Of(Tensor.From(new[] { 0.5, 1 }), Tensor.From(new long[] { 0, 2 })));
        Assert.Throws<ShapeException>(() => new RocAuc().Of(Tensor.Zeros([2, 2]), Tensor.From(new long[] { 0, 1 })));
    }

    [Fact]
    public void Equally_likely_classes_are_as_perplexing_as_there_are()
    {
        var metric = new Perplexity();
        Assert.Equal(7, metric.Of(Tensor.Zeros([2, 3, 7]), Tensor.From(new long[,] { { 0, 3, 6 }, { 1, 2, -100 } })), 10);
        Assert.Equal(Math.Exp(-Math.Log(0.8)), metric.Of(Tensor.From(new[,] { { 0.8, 0.2 } }).Log(), Tensor.From(new long[] { 0 })), 10);
    }
}
