using Autograd.Checks;
using Autograd.NN;
using F = Autograd.NN.Functional;

namespace Autograd.Tests.NN;

public class LossTests
{
    [Fact]
    public void Losses_refuse_to_broadcast_unless_asked()
    {
        var (x, y) = (Tensor.Ones(4, 1), Tensor.Zeros(4));
        string message = Assert.Throws<ShapeException>(() => F.MseLoss(x, y)).Message;
        Assert.Contains("[4, 1]", message, StringComparison.Ordinal);
        Assert.Contains("[4]", message, StringComparison.Ordinal);
        Assert.Equal([4, 4], F.MseLoss(x, y, Reduction.None, broadcast: true).Shape.ToArray());
        Assert.Throws<ShapeException>(() => F.BinaryCrossEntropyWithLogits(x, y));
    }

    [Theory]
    [InlineData(0.0, false)]
    [InlineData(0.1, false)]
    [InlineData(0.0, true)]
    [InlineData(0.1, true)]
    public void Cross_entropy_agrees_with_its_definition_to_order_two(double smoothing, bool weighted)
    {
        var x = Tensor.Randn([6, 4], DType.Float64, new Generator(3)).RequiresGradInPlace();
        var target = Tensor.From([0L, 3, 1, -100, 2, 3]);
        var weight = weighted ? Tensor.From([0.5, 1.5, 1.0, 2.0]) : null;
        foreach (var reduction in new[] { Reduction.Mean, Reduction.Sum, Reduction.None })
        {
            GradCheck.Run(v => F.CrossEntropy(v, target, weight, reduction: reduction, labelSmoothing: smoothing), x, new GradCheckOptions { Order = 2 }).ThrowIfFailed();
        }
        var loss = F.CrossEntropy(x, target, weight, labelSmoothing: smoothing);
        var log = x.LogSoftmax(1);
        var nll = F.NllLoss(log, target, weight);
        if (smoothing == 0) Assert.Equal(nll.Item(), loss.Item(), 12);
    }

    [Fact]
    public void An_ignored_row_may_hold_anything()
    {
        var x = Tensor.From(new float[,] { { 1, 2 }, { float.NaN, float.PositiveInfinity } }).RequiresGradInPlace();
        var target = Tensor.From([0L, -100]);
        var loss = F.CrossEntropy(x, target);
        var g = Gradient.Of(loss, x, createGraph: true);
        Assert.All(g.ToArray<float>(), v => Assert.True(float.IsFinite(v)));
        loss.Backward();
        Assert.Equal([0f, 0f], x.Grad![1].ToArray<float>());
    }

    [Fact]
    public void A_target_that_is_no_class_is_named()
    {
        string message = Assert.Throws<ShapeException>(() => F.CrossEntropy(Tensor.Ones(2, 3), Tensor.From([1L, 3]))).Message;
        Assert.Contains("row 1", message, StringComparison.Ordinal);
        Assert.Throws<DTypeException>(() => F.CrossEntropy(Tensor.Ones(2, 3), Tensor.From([1, 2])));
        Assert.Throws<ShapeException>(() => F.CrossEntropy(Tensor.Ones(2, 3), Tensor.From([1L, 2, 0])));
        Assert.Throws<AutogradException>(() => F.CrossEntropy(Tensor.Ones(2, 3), Tensor.From([1L, 2]), Tensor.Ones(3).RequiresGradInPlace()));
    }

    [Fact]
    public void Certain_and_wrong_costs_a_hundred()
    {
        Assert.Equal(100, F.BinaryCrossEntropy(Tensor.Zeros(1), Tensor.Ones(1)).Item());
        Assert.Equal(200, F.BinaryCrossEntropyWithLogits(Tensor.Full([1], -200), Tensor.Ones(1)).Item(), 3);
    }

    [Fact]
    public void Dropout_keeps_the_mean_and_draws_nothing_in_evaluation()
    {
        var generator = new Generator(1);
        var x = Tensor.Ones(10_000);
        var y = F.Dropout(x, 0.25, training: true, generator);
        Assert.Equal(1, y.Mean().Item(), 0.05);
        byte[] state = generator.GetState();
        Assert.Same(x, F.Dropout(x, 0.25, training: false, generator));
        Assert.Same(x, F.Dropout(x, 0, training: true, generator));
        Assert.Equal(0, F.Dropout(x, 1, training: true, generator).Sum().Item());
        Assert.Equal(state, generator.GetState());
        Assert.Throws<ArgumentOutOfRangeException>(() => F.Dropout(x, 1.5));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Dropout(double.NaN));
    }

    [Fact]
    public void Linear_names_what_does_not_fit()
    {
        var layer = new Linear(3, 2);
        string message = Assert.Throws<ShapeException>(() => layer.Forward(Tensor.Ones(5, 4))).Message;
        Assert.Contains("[5, 4]", message, StringComparison.Ordinal);
        Assert.Contains("[2, 3]", message, StringComparison.Ordinal);
        Assert.Throws<DTypeException>(() => layer.Forward(Tensor.Ones([5, 3], DType.Float64)));
        Assert.Equal([2, 5, 2], layer.Forward(Tensor.Ones(2, 5, 3)).Shape.ToArray());
        Assert.Equal([2], layer.Forward(Tensor.Ones(3)).Shape.ToArray());
        Assert.Equal([0, 2], layer.Forward(Tensor.Ones(0, 3)).Shape.ToArray());
    }

    [Fact]
    public void One_hot()
    {
        Assert.Equal([0L, 1, 0, 0, 0, 1], F.OneHot(Tensor.From([1L, 2])).ToArray<long>());
        Assert.Equal([2, 4], F.OneHot(Tensor.From([1L, 2]), 4).Shape.ToArray());
        Assert.Throws<ShapeException>(() => F.OneHot(Tensor.From([4L]), 4));
    }
}
