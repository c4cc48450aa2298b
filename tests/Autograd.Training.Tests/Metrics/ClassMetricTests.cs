namespace Autograd.Training.Tests.Metrics;

/// <summary>Metrics of classes against the examples of scikit-learn's documentation and against counting by hand.</summary>
public sealed class ClassMetricTests
{
    private static readonly Tensor Target = Tensor.From(new long[] { 0, 1, 2, 0, 1, 2 }), Prediction = Tensor.From(new long[] { 0, 2, 1, 0, 0, 1 });

    // precision_score, recall_score and f1_score, scikit-learn 1.5, "Examples".
    [Theory]
    [InlineData(Average.Macro, 2.0 / 9, 1.0 / 3, 4.0 / 15)]
    [InlineData(Average.Micro, 1.0 / 3, 1.0 / 3, 1.0 / 3)]
    [InlineData(Average.Weighted, 2.0 / 9, 1.0 / 3, 4.0 / 15)]
    public void The_examples_of_scikit_learn_hold(Average average, double precision, double recall, double f1)
    {
        Assert.Equal(precision, new Precision(3, average).Of(Prediction, Target), 12);
        Assert.Equal(recall, new Recall(3, average).Of(Prediction, Target), 12);
        Assert.Equal(f1, new F1Score(3, average).Of(Prediction, Target), 12);
        Assert.Equal(1.0 / 3, new Accuracy(3).Of(Prediction, Target), 12);
    }

    [Fact]
    public void Values_are_those_of_counting_by_hand()
    {
        var random = new Random(1);
        for (int draw = 0; draw < 50; draw++)
        {
            int classes = random.Next(2, 5), count = random.Next(1, 30);
            long[] target = Draw(count, classes), predicted = Draw(count, classes);
            long[] occurring = [.. target.Concat(predicted).Distinct()];
            double Share(Func<int, bool> part, Func<int, bool> whole) => Count(whole) == 0 ? 0 : (double)Count(i => whole(i) && part(i)) / Count(whole);
            int Count(Func<int, bool> which) => Enumerable.Range(0, count).Count(which);
            double Precision(long c) => Share(i => target[i] == c, i => predicted[i] == c);
            double Recall(long c) => Share(i => predicted[i] == c, i => target[i] == c);
            double F1(long c) => Precision(c) + Recall(c) == 0 ? 0 : 2 * Precision(c) * Recall(c) / (Precision(c) + Recall(c));
            Tensor p = Tensor.From(predicted), t = Tensor.From(target);

            Assert.Equal(occurring.Average(Precision), new Precision(classes).Of(p, t), 12);
            Assert.Equal(occurring.Average(Recall), new Recall(classes).Of(p, t), 12);
            Assert.Equal(occurring.Average(F1), new F1Score(classes).Of(p, t), 12);
            Assert.Equal(target.Average(F1), new F1Score(classes, Average.Weighted).Of(p, t), 12);
            if (classes == 2) Assert.Equal(F1(1), new F1Score(2, Average.Binary).Of(p, t), 12);
            Assert.Equal(Share(i => target[i] == predicted[i], _ => true), new Accuracy(classes).Of(p, t), 12);
        }

        long[] Draw(int count, int classes) => [.. Enumerable.Range(0, count).Select(_ => (long)random.Next(classes))];
    }

    [Fact]
    public void Of_scores_the_largest_counts()
    {
        var scores = Tensor.From(new float[,] { { 0.1f, 0.7f, 0.2f }, { 3, 2, 1 }, { -5, -4, -3 } });
        Assert.Equal(1, new Accuracy(3).Of(scores, Tensor.From(new long[] { 1, 0, 2 })));
    }

    [Fact]
    public void Booleans_are_labels_of_two_classes()
    {
        var scores = Tensor.From(new[] { 0.9f, 0.2f, 0.6f });
        Assert.Equal(2.0 / 3, new Accuracy(2).Of(scores.Gt(0.5), Tensor.From(new[] { true, false, false })), 12);
    }

    // top_k_accuracy_score, "Examples".
    [Theory]
    [InlineData(1, 0.5)]
    [InlineData(2, 0.75)]
    [InlineData(3, 1.0)]
    public void Among_the_first_k_is_right(int k, double expected)
    {
        var scores = Tensor.From(new[,] { { 0.5, 0.2, 0.2 }, { 0.3, 0.4, 0.2 }, { 0.2, 0.4, 0.3 }, { 0.7, 0.2, 0.1 } });
        Assert.Equal(expected, new TopKAccuracy(k).Of(scores, Tensor.From(new long[] { 0, 1, 2, 2 })));
    }

    [Fact]
    public void Batches_are_one_set()
    {
        var whole = new F1Score(3);
        double expected = whole.Of(Prediction, Target);
        var metric = new F1Score(3);
        for (int i = 0; i < 6; i += 2) metric.Update(Prediction.Narrow(0, i, 2), Target.Narrow(0, i, 2));
        Assert.Equal(expected, metric.Value, 12);
        metric.Reset();
        Assert.True(double.IsNaN(metric.Value));
    }

    [Fact]
    public void The_matrix_has_true_classes_in_its_rows()
    {
        var matrix = new ConfusionMatrix(3);
        matrix.Update(Prediction, Target);
        Assert.Equal([2, 0, 0, 1, 0, 1, 0, 2, 0], Enumerable.Range(0, 9).Select(i => matrix[i / 3, i % 3]));
        Assert.Equal("""
             class     0     1     2
                 0     2     0     0
                 1     1     0     1
                 2     0     2     0
            """, matrix.ToString());
    }

    [Fact]
    public void What_does_not_fit_is_named_and_nothing_is_taken_in()
    {
        var matrix = new ConfusionMatrix(3);
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => matrix.Update(Tensor.From(new long[] { 0, 3 }), Tensor.From(new long[] { 0, 1 })));
        Assert.Contains("labels 0 to 2", error.Message, StringComparison.Ordinal);
        Assert.Contains("2 predictions do not fit 6 targets", Assert.Throws<ShapeException>(() => matrix.Update(Tensor.From(new long[] { 0, 1 }), Target)).Message, StringComparison.Ordinal);
        Assert.Contains("compare with a threshold", Assert.Throws<ShapeException>(() => matrix.Update(Tensor.Zeros([6]), Target)).Message, StringComparison.Ordinal);
        Assert.Contains("labels are integers", Assert.Throws<DTypeException>(() => matrix.Update(Prediction, Target.To(DType.Float32))).Message, StringComparison.Ordinal);
        Assert.StartsWith("Accuracy: there are 2 classes", Assert.Throws<ArgumentOutOfRangeException>(() => new Accuracy(2).Of(Prediction, Target)).Message, StringComparison.Ordinal);
        Assert.Contains("choose Micro", Assert.Throws<ArgumentException>(() => new Precision(3, Average.Binary)).Message, StringComparison.Ordinal);
        Assert.Throws<ShapeException>(() => new TopKAccuracy(4).Of(Tensor.Zeros([2, 3]), Tensor.From(new long[] { 0, 1 })));
        Assert.Equal(0, matrix.Total);
    }
}
