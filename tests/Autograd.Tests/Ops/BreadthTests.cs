using Xunit;

namespace Autograd.Tests.Ops;

/// <summary>What the op table's properties do not say: integers, ties, NaN, empty tensors, refusals.</summary>
public class BreadthTests
{
    [Fact]
    public void Integers_divide_as_Python_and_C_do()
    {
        var (x, y) = (Tensor.From([7L, -7, 7, -7, long.MinValue]), Tensor.From([2L, 2, -2, -2, -1]));
        Assert.Equal([3, -4, -4, 3, long.MinValue], x.FloorDivide(y).ToArray<long>());
        Assert.Equal([3, -3, -3, 3, long.MinValue], x.Div(y, RoundingMode.Trunc).ToArray<long>());
        Assert.Equal([1, 1, -1, -1, 0], x.Remainder(y).ToArray<long>());
        Assert.Equal([1, -1, 1, -1, 0], x.FMod(y).ToArray<long>());
        Assert.Throws<AutogradException>(() => x.Remainder(0));
        Assert.Equal(DType.Float32, x.Div(y, RoundingMode.None).DType);
    }

    [Fact]
    public void A_quotient_is_rounded_down_from_the_exact_one()
    {
        // 1 / 0.1 rounds to 10, but 0.1 is a little more than a tenth: 9 times it fits.
        Assert.Equal(9, Tensor.From([1.0]).FloorDivide(0.1).Item());
        Assert.Equal([-1, double.PositiveInfinity, -1], Tensor.From([-1.0, 1, -3]).FloorDivide(Tensor.From([double.PositiveInfinity, 0, 4])).ToArray<double>());
    }

    [Fact]
    public void Whole_numbers_are_rounded_already()
    {
        var x = Tensor.From([3L, -4]);
        Assert.All((Tensor[])[x.Floor(), x.Ceil(), x.Round(), x.Trunc(), x.Round(2)], y => Assert.True(y.DType == DType.Int64 && y.Equal(x)));
    }

    [Fact]
    public void Sorting_is_stable_and_NaN_is_above_every_number()
    {
        var x = Tensor.From([2.0, double.NaN, 1, 2, -0.0, 0]);
        var (values, indices) = x.Sort();
        Assert.Equal([4, 5, 2, 0, 3, 1], indices.ToArray<long>());
        Assert.Equal([0.0, 0, 1, 2, 2, double.NaN], values.ToArray<double>());
        Assert.Equal([1, 0, 3, 2, 4, 5], x.ArgSort(descending: true).ToArray<long>());
        Assert.Equal((0, 1), (x.Sort(0).Values.Shape.Rank - 1, x.TopK(1).Indices.Item<long>()));
    }

    [Fact]
    public void Medians_meet_NaN_as_their_names_say()
    {
        var x = Tensor.From(new[,] { { 3.0, 1, 2, 4 }, { double.NaN, 5, 6, double.NaN } });
        var (values, indices) = x.Median(1);
        Assert.Equal([2, double.NaN], values.ToArray<double>());
        Assert.Equal([2, 0], indices.ToArray<long>());
        Assert.Equal([2.0, 5], x.NanMedian(1).Values.ToArray<double>());
        Assert.Throws<ShapeException>(() => Tensor.Zeros(0).Median());
    }

    [Fact]
    public void Running_extremes_keep_the_last_of_equals_and_a_NaN_stays()
    {
        var (values, indices) = Tensor.From([1.0, 3, 3, double.NaN, 5]).CumMax(0);
        Assert.Equal([1, 3, 3, double.NaN, double.NaN], values.ToArray<double>());
        Assert.Equal([0, 1, 2, 3, 3], indices.ToArray<long>());
    }

    [Fact]
    public void The_norm_of_zeros_has_the_slope_zero_at_every_order()
    {
        foreach (double p in (double[])[1, 1.5, 2, 3, double.PositiveInfinity])
        {
            var x = Tensor.Zeros([3], DType.Float64).RequiresGradInPlace();
            var first = Gradient.Of(x.Norm(p), x, createGraph: true);
            Assert.Equal([0, 0, 0], first.ToArray<double>());
            if (first.RequiresGrad) Assert.Equal([0, 0, 0], Gradient.Of([first.Sum()], [x], allowUnused: true)[0]?.ToArray<double>() ?? [0, 0, 0]);
        }
    }

    [Fact]
    public void Sinc_has_all_its_derivatives_at_zero()
    {
        var x = Tensor.Zeros([1], DType.Float64).RequiresGradInPlace();
        var first = Gradient.Of(x.Sinc().Sum(), x, createGraph: true);
        var second = Gradient.Of(first.Sum(), x, createGraph: true);
        var third = Gradient.Of(second.Sum(), x, createGraph: true);
        var fourth = Gradient.Of(third.Sum(), x);
        Assert.Equal((0.0, 0.0), (first.Item(), third.Item()));
        Assert.Equal(-Math.PI * Math.PI / 3, second.Item(), 12);
        Assert.Equal(Math.Pow(Math.PI, 4) / 5, fourth.Item(), 10);
    }

    [Fact]
    public void A_scattered_product_has_its_gradient_where_factors_are_zero()
    {
        var x = Tensor.From([2.0, 5]).RequiresGradInPlace();
        var source = Tensor.From([0.0, 3, 4]).RequiresGradInPlace();
        var y = x.ScatterReduce(0, Tensor.From([0L, 0, 1]), source, ScatterReduction.Prod);
        var gradients = Gradient.Of(y.Sum(), [x, source]);
        Assert.Equal([0, 4], gradients[0]!.ToArray<double>());
        Assert.Equal([6, 0, 5], gradients[1]!.ToArray<double>());
    }

    [Fact]
    public void An_index_named_twice_fills_once()
    {
        var value = Tensor.Scalar(3, DType.Float64).RequiresGradInPlace();
        var y = Tensor.Zeros([4], DType.Float64).IndexFill(0, Tensor.From([1L, 1, 3]), value);
        Assert.Equal([0, 3, 0, 3], y.ToArray<double>());
        Assert.Equal(2, Gradient.Of(y.Sum(), value).Item());
    }

    [Fact]
    public void Empty_tensors_reduce_join_and_pad()
    {
        var empty = Tensor.Zeros([0, 3], DType.Float64);
        Assert.Equal((false, true, 0L), (empty.Any().Item<bool>(), empty.All().Item<bool>(), empty.CountNonZero().Item<long>()));
        Assert.Equal([0, 3], empty.Sort(0).Values.Shape);
        Assert.Equal([2, 3], empty.Pad([0, 0, 1, 1], value: 7).Shape);
        Assert.Equal(3, empty.Unbind(1).Length);
        Assert.Throws<ShapeException>(() => empty.Pad([0, 0, 1, 1], PadMode.Replicate));
    }

    [Fact]
    public void Log_gamma_keeps_its_digits_at_its_zeros_and_knows_its_poles()
    {
        Assert.Equal([0, 0, double.PositiveInfinity, double.PositiveInfinity, double.PositiveInfinity], Tensor.From([1.0, 2, 0, -3, double.PositiveInfinity]).Lgamma().ToArray<double>());
        // -gamma e + pi^2 e^2 / 12
        Assert.Equal(1, Tensor.From([1 + 1e-8]).Lgamma().Item() / -5.772156566768626e-9, 7);
        Assert.Equal([double.PositiveInfinity, double.NegativeInfinity, double.NaN], Tensor.From([1.0, -1, 1.5]).Erfinv().ToArray<double>());
    }

    [Fact]
    public void Hessians_and_their_products_agree()
    {
        var x = Tensor.From([0.5, -1, 2]);
        var v = Tensor.From([1.0, 2, -1]);
        Tensor F(Tensor[] xs) => (xs[0].Tanh() * xs[0] * xs[0].Sum()).Sum();
        var hessian = Gradient.Hessian(y => F([y]), x);
        Assert.True(hessian.AllClose(hessian.T, 1e-12));
        Assert.True(Gradient.Hvp(F, [x], [v]).Products[0].AllClose(hessian.MV(v), 1e-12));
        Assert.True(Gradient.Jacobian(y => y * 2, x).Equal(Tensor.Eye(3, dtype: DType.Float64) * 2));
    }
}
