namespace Autograd.Training.Tests.Metrics;

/// <summary>Metrics of numbers against the examples of scikit-learn's documentation, and a text-book's.</summary>
public sealed class RegressionMetricTests
{
    private static readonly Tensor Target = Tensor.From(new[] { 3, -0.5, 2, 7 }), Prediction = Tensor.From(new[] { 2.5, 0, 2, 8 });
    private static readonly Tensor TwoTargets = Tensor.From(new[,] { { 0.5, 1 }, { -1, 1 }, { 7, -6 } }), TwoPredictions = Tensor.From(new[,] { { 0.0, 2 }, { -1, 2 }, { 8, -5 } });

    [Fact]
    public void The_examples_of_scikit_learn_hold()
    {
        Assert.Equal(0.5, new MeanAbsoluteError().Of(Prediction, Target), 12);
        Assert.Equal(0.375, new MeanSquaredError().Of(Prediction, Target), 12);
        Assert.Equal(0.6123724, new RootMeanSquaredError().Of(Prediction, Target), 6);
        Assert.Equal(0.3273809, new MeanAbsolutePercentageError().Of(Prediction, Target), 6);
        Assert.Equal(0.9486081, new R2Score().Of(Prediction, Target), 6);
    }

    [Fact]
    public void Several_outputs_are_averaged()
    {
        Assert.Equal(0.75, new MeanAbsoluteError().Of(TwoPredictions, TwoTargets), 12);
        Assert.Equal(0.7083333, new MeanSquaredError().Of(TwoPredictions, TwoTargets), 6);
        Assert.Equal(0.8227486, new RootMeanSquaredError().Of(TwoPredictions, TwoTargets), 6);
        Assert.Equal(0.5515873, new MeanAbsolutePercentageError().Of(TwoPredictions, TwoTargets), 6);
        Assert.Equal(0.93680053, new R2Score().Of(TwoPredictions, TwoTargets), 6);
    }

    [Fact]
    public void Of_constant_targets_the_score_is_one_or_nought()
    {
        var constant = Tensor.From(new[] { -2.0, -2, -2 });
        Assert.Equal(1, new R2Score().Of(constant, constant));
        Assert.Equal(0, new R2Score().Of(Tensor.From(new[] { -2, -2, -2 + 1e-8 }), constant));
        Assert.True(double.IsNaN(new R2Score().Of(Tensor.From(new[] { 1.0 }), Tensor.From(new[] { 1.0 }))));
    }

    [Fact]
    public void A_large_mean_does_not_cancel_the_spread()
    {
        var target = Tensor.From(new[] { 1e9, 1e9 + 1, 1e9 + 2 });
        Assert.Equal(1 - (0.03 / 2), new R2Score().Of(target + 0.1, target), 6);
    }

    [Fact]
    public void Batches_are_one_set()
    {
        var metric = new R2Score();
        metric.Update(Prediction.Narrow(0, 0, 1), Target.Narrow(0, 0, 1));
        metric.Update(Prediction.Narrow(0, 1, 3), Target.Narrow(0, 1, 3));
        Assert.Equal(new R2Score().Of(Prediction, Target), metric.Value, 12);
    }

    [Fact]
    public void What_does_not_fit_is_named()
    {
        var metric = new MeanSquaredError();
        Assert.Contains("[2, 1]", Assert.Throws<ShapeException>(() => metric.Update(Tensor.Zeros([2, 1]), Tensor.Zeros([2]))).Message, StringComparison.Ordinal);
        metric.Update(Tensor.Zeros([2]), Tensor.Zeros([2]));
        Assert.Contains("Reset()", Assert.Throws<ShapeException>(() => metric.Update(Tensor.Zeros([2, 3]), Tensor.Zeros([2, 3]))).Message, StringComparison.Ordinal);
    }
}
