using Autograd.Checks;
using F = Autograd.NN.Functional;

namespace Autograd.Tests.Ops;

/// <summary>Reductions, norms and losses at their edges: NaN, infinities, overflow, nothing at all, and orders above the first.</summary>
public class ReductionTests
{
    private static readonly GradCheckOptions ThreeOrders = new() { Order = 3, ForwardMode = true };

    public static TheoryData<string> Fused => [.. Ops.Keys];

    private static Dictionary<string, Func<Tensor, Tensor>> Ops { get; } = new(StringComparer.Ordinal)
    {
        ["Softmax"] = x => x.Softmax(-1),
        ["LogSoftmax"] = x => x.LogSoftmax(0),
        ["LogSumExp"] = x => x.LogSumExp(1),
        ["Norm"] = x => x.Norm(2, 1),
        ["Norm(1.5)"] = x => x.Norm(1.5, 1),
        ["Norm(3)"] = x => x.Norm(3),
        ["Norm(-1)"] = x => x.Norm(-1, 0),
        ["VarMean"] = x => x.VarMean([1]) is var (variance, mean) ? variance * mean.Exp() : x,
        ["StdMean"] = x => x.StdMean([0]) is var (deviation, mean) ? deviation.Sin() + mean : x,
        ["CrossEntropy"] = x => F.CrossEntropy(x, Labels),
        ["CrossEntropy sum"] = x => F.CrossEntropy(x, Labels, reduction: Reduction.Sum),
        ["CrossEntropy none"] = x => F.CrossEntropy(x, Labels, reduction: Reduction.None).Sin(),
        ["CrossEntropy smoothed"] = x => F.CrossEntropy(x, Labels, labelSmoothing: 0.2),
        ["CrossEntropy weighted"] = x => F.CrossEntropy(x, Labels, Tensor.From([0.5, 2, 1, 3, 0.1]), labelSmoothing: 0.3),
    };

    private static Tensor Labels => Tensor.From([1L, -100, 3, 0]);

    [Theory]
    [MemberData(nameof(Fused))]
    public void Three_orders_and_forward_mode_agree_with_differences(string name)
    {
        var x = Tensor.Randn([4, 5], DType.Float64, new Generator(5)).RequiresGradInPlace();
        var report = GradCheck.Run(xs => [Ops[name](xs[0])], [x], ThreeOrders);
        Assert.True(report.Passed, report.ToString());
    }

    [Fact]
    public void A_fused_gradient_is_one_op_recorded_or_not()
    {
        var x = Tensor.Randn([3, 4], DType.Float64, new Generator(6)).RequiresGradInPlace();
        Assert.Equal("SoftmaxSlopeBackward", Gradient.Of(x.Softmax(1), x, Tensor.Randn([3, 4], DType.Float64), createGraph: true).GradFn!.Name);
        var loss = F.CrossEntropy(x, Tensor.From([0L, 1, 2]));
        Assert.Equal("CrossEntropySlopeBackward", Gradient.Of(loss, x, createGraph: true).GradFn!.Name);
        Assert.True(Gradient.Of(F.CrossEntropy(x, Tensor.From([0L, 1, 2])), x).AllClose(Gradient.Of(loss, x)));
    }

    [Fact]
    public void A_label_that_is_no_class_is_named_with_its_row()
    {
        var thrown = Assert.Throws<ShapeException>(() => F.CrossEntropy(Tensor.Ones(3, 4), Tensor.From([0L, 3, 7])));
        Assert.Contains("target 7 of row 2", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_second_derivative_of_a_distance_is_zero_where_both_are_equal()
    {
        var x = Tensor.From([1.0, 2, 3]).RequiresGradInPlace();
        var gradient = Gradient.Of(F.L1Loss(x, Tensor.From([1.0, 0, 5]), Reduction.Sum), x, createGraph: true);
        Assert.Equal([0, 1, -1], gradient.ToArray<double>());
        Assert.Equal([0.0, 0, 0], Gradient.Of(gradient.Sum(), x).ToArray<double>());
    }

    [Fact]
    public void A_norm_with_a_zero_coordinate_has_slope_zero_there_and_says_that_its_curve_is_infinite()
    {
        var x = Tensor.From([0.0, 3, -4]).RequiresGradInPlace();
        var gradient = Gradient.Of(x.Norm(1.5), x, createGraph: true);
        Assert.Equal(0, gradient[0].Item<double>());
        Assert.All(gradient.ToArray<double>(), g => Assert.True(double.IsFinite(g)));
        Assert.Equal(double.PositiveInfinity, Gradient.Of(gradient[0], x)[0].Item<double>());
        Assert.Equal([0.0, 0, 0], Gradient.Of((x * 0.0).Norm(1.5), x).ToArray<double>());
        Assert.Equal([0.0, 0, 0], Gradient.Of((x * 0.0).Norm(), x).ToArray<double>());
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(1.5)]
    public void A_norm_neither_overflows_nor_underflows(double p)
    {
        foreach (float scale in (ReadOnlySpan<float>)[1e30f, 1e-30f, 1])
        {
            var x = (Tensor.From(new[,] { { 3f, -4 }, { 0, 0 }, { 1, 2 } }) * Tensor.From(new[,] { { scale }, { 1f }, { 1 } })).Detach().RequiresGradInPlace();
            var norm = x.Norm(p, 1);
            double expected = Math.Pow(Math.Pow(3, p) + Math.Pow(4, p), 1 / p);
            Assert.Equal(1, norm[0].Item<float>() / scale / expected, 1e-6);
            // The other groups keep their bits whatever their neighbour does.
            Assert.Equal([0, Tensor.From([1f, 2]).Norm(p).Item<float>()], norm[1..].ToArray<float>());
            var gradient = Gradient.Of(norm[0], x);
            Assert.Equal(Math.Pow(3 / expected, p - 1), gradient[0, 0].Item<float>(), 1e-6);
            Assert.Equal(-Math.Pow(4 / expected, p - 1), gradient[0, 1].Item<float>(), 1e-6);
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void A_norm_with_an_infinity_is_infinite_and_finite_elements_have_the_gradient_zero(double p)
    {
        var x = Tensor.From([1.0, double.PositiveInfinity, -2]).RequiresGradInPlace();
        var norm = x.Norm(p);
        Assert.Equal(double.PositiveInfinity, norm.Item<double>());
        var gradient = Gradient.Of(norm, x).ToArray<double>();
        Assert.Equal((0, 0), (gradient[0], gradient[2]));
        Assert.True(double.IsNaN(Tensor.From([1, double.NaN]).Norm(p).Item<double>()));
    }

    [Fact]
    public void An_extreme_that_is_NaN_has_its_gradient_at_the_NaN()
    {
        var x = Tensor.From([1, double.NaN, 3, double.NaN]).RequiresGradInPlace();
        foreach (var extreme in (Tensor[])[x.Max(), x.Min(), x.AMax(), x.AMin(0)])
        {
            Assert.True(double.IsNaN(extreme.Item<double>()));
            Assert.Equal([0, 0.5, 0, 0.5], Gradient.Of(extreme, x).ToArray<double>());
        }
        Assert.Equal([0.0, 1, 0, 0], Gradient.Of(x.Max(0).Values, x).ToArray<double>());
    }

    [Fact]
    public void An_extreme_of_nothing_is_reported_by_the_name_that_was_called()
    {
        var nothing = Tensor.Zeros(0, 2);
        Assert.StartsWith("Max:", Assert.Throws<ShapeException>(() => nothing.Max()).Message, StringComparison.Ordinal);
        Assert.StartsWith("Min:", Assert.Throws<ShapeException>(() => nothing.Min()).Message, StringComparison.Ordinal);
        Assert.StartsWith("AMax:", Assert.Throws<ShapeException>(() => nothing.AMax(0)).Message, StringComparison.Ordinal);
        Assert.StartsWith("AMinMax:", Assert.Throws<ShapeException>(() => nothing.AMinMax()).Message, StringComparison.Ordinal);
        Assert.StartsWith("ArgMax:", Assert.Throws<ShapeException>(() => nothing.ArgMax(0)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_extremes_together_keep_their_dimensions()
    {
        var (min, max) = Tensor.From(new[,] { { 3L, 1 }, { 2, 5 } }).AMinMax(keepDim: true);
        Assert.Equal((new Shape(1, 1), DType.Int64, 1L), (min.Shape, min.DType, min.Item<long>()));
        Assert.Equal((new Shape(1, 1), 5L), (max.Shape, max.Item<long>()));
        Assert.Equal(new Shape(2, 1), Tensor.Zeros(2, 3).AMinMax([1], keepDim: true).Min.Shape);
    }

    [Fact]
    public void A_log_sum_exp_of_minus_infinity_alone_has_the_gradient_zero_at_every_order()
    {
        var x = Tensor.From(new[,] { { double.NegativeInfinity, double.NegativeInfinity }, { double.NegativeInfinity, 1 } }).RequiresGradInPlace();
        var y = x.LogSumExp(1);
        Assert.Equal([double.NegativeInfinity, 1], y.ToArray<double>());
        var gradient = Gradient.Of(y, x, Tensor.From([1.0, 1]), createGraph: true);
        Assert.Equal([0.0, 0, 0, 1], gradient.ToArray<double>());
        Assert.Equal([0.0, 0, 0, 0], Gradient.Of(gradient.Sum(), x).ToArray<double>());
    }

    [Fact]
    public void A_variance_survives_a_large_mean()
    {
        var noise = Tensor.Rand([1000, 10], DType.Float64, new Generator(10)) - 0.5;
        var variance = (noise + 1e8).Var(0);
        Assert.True(variance.AllClose(noise.Var(0), 1e-6, 1e-9));
        Assert.True(double.IsNaN(Tensor.From([1.0]).Var().Item<double>()));
    }

    [Fact]
    public void A_log_sum_exp_over_a_middle_dimension_is_the_definition()
    {
        var x = Tensor.Randn([3, 5, 4], DType.Float64, new Generator(11)) * 30.0;
        var max = x.AMax(1, keepDim: true);
        Assert.True(x.LogSumExp(1).AllClose(((x - max).Exp().Sum(1, keepDim: true).Log() + max).Squeeze([1]), 1e-12, 1e-12));
        Assert.Equal(double.PositiveInfinity, Tensor.From([double.PositiveInfinity, 1]).LogSumExp(0).Item<double>());
    }

    [Fact]
    public void Differences_of_nothing_end()
    {
        Assert.Equal(new Shape(0), Tensor.Arange(3).Diff(int.MaxValue).Shape);
        Assert.Equal(new Shape(2, 0), Tensor.Zeros(2, 0).Diff(int.MaxValue).Shape);
        Assert.Equal(0, Tensor.Zeros(0).Trapezoid().Item<float>());
    }

    [Fact]
    public void Sums_of_many_numbers_are_right()
    {
        var x = Tensor.Full([10_000_000], 0.1f);
        double exact = 10_000_000 * (double)0.1f;
        Assert.InRange(x.Sum().Item<float>(), exact - 0.2, exact + 0.2);
        Assert.InRange(x.Mean().Item<float>(), 0.1f - 1e-8, 0.1f + 2e-8);
        Assert.InRange(x.Norm(1).Item<float>(), exact - 0.2, exact + 0.2);
        Assert.Equal(Math.Sqrt(exact * 0.1f), x.Norm().Item<float>(), 1e-4);
        Assert.Equal(0, x.Var().Item<float>(), 1e-15);
    }
}
