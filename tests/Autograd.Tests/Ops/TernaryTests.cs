using Autograd.Tests.Engine;

namespace Autograd.Tests.Ops;

/// <summary>Formulas of three numbers: one op forward, one for all slopes; integers by the same text.</summary>
public sealed class TernaryTests
{
    private const long BeyondDouble = 9007199254740993; // 2^53 + 1

    [Fact]
    public void Forward_and_the_slopes_are_one_op_each()
    {
        var x = Tensor.From([1.0, 2, 3]).RequiresGradInPlace();
        var y = Tensor.From([4.0, 5, 6]).RequiresGradInPlace();
        var z = Tensor.From([2.0, 4, 8]).RequiresGradInPlace();
        var w = x.AddCDiv(y, z, 0.5);
        Assert.Equal("AddCDivBackward", w.GradFn!.Name);
        Assert.Equal([2.0, 2.625, 3.375], w.ToArray<double>());
        Assert.Single(OpCount.Of(() => w.Backward(Tensor.From([1.0, 10, 100]))), op => op is "AddCDivSlope");
        Assert.Equal([1.0, 10, 100], x.Grad!.ToArray<double>());
        Assert.Equal([0.25, 1.25, 6.25], y.Grad!.ToArray<double>());
        Assert.Equal([-0.5, -1.5625, -4.6875], z.Grad!.ToArray<double>());
    }

    [Fact]
    public void Integers_keep_their_digits()
    {
        var x = Tensor.From([BeyondDouble, 1]);
        var y = Tensor.From([3L, 4]);
        var z = Tensor.From([5L]);
        Assert.Equal([BeyondDouble + 30, 41], x.AddCMul(y, z, 2).ToArray<long>());
        Assert.Equal([3L, 3], x.Clamp(Tensor.From([1L, 3]), y).ToArray<long>());
        Assert.Equal([BeyondDouble, 4], Tensor.Where(Tensor.From([true, false]), x, y).ToArray<long>());
    }

    [Fact]
    public void Bounds_that_cross_give_the_upper_one_and_its_gradient()
    {
        var x = Tensor.From([0.0, 0.5, 1, 7]).RequiresGradInPlace();
        var low = Tensor.From([2.0, 0, 1, 0]).RequiresGradInPlace();
        var high = Tensor.From([1.0, 1, 2, 3]).RequiresGradInPlace();
        var y = x.Clamp(low, high);
        Assert.Equal([1.0, 0.5, 1, 3], y.ToArray<double>());
        y.Sum().Backward();
        Assert.Equal([0.0, 1, 1, 0], x.Grad!.ToArray<double>());
        Assert.Equal([0.0, 0, 0, 0], low.Grad!.ToArray<double>());
        Assert.Equal([1.0, 0, 0, 1], high.Grad!.ToArray<double>());
    }

    [Fact]
    public void Both_ends_of_a_blend_are_exact()
    {
        var (x, y) = (Tensor.From([0.1f, 1e20f]), Tensor.From([0.3f, -3f]));
        Assert.Equal(x.ToArray<float>(), x.Lerp(y, 0.0).ToArray<float>());
        Assert.Equal(y.ToArray<float>(), x.Lerp(y, 1.0).ToArray<float>());
    }

    [Fact]
    public void Shapes_that_do_not_broadcast_are_all_named()
    {
        var error = Assert.Throws<ShapeException>(() => Tensor.Zeros(2, 3).AddCMul(Tensor.Zeros(3), Tensor.Zeros(4)));
        Assert.Contains("AddCMul: shapes [2, 3], [3] and [4]", error.Message, StringComparison.Ordinal);
        error = Assert.Throws<ShapeException>(() => Tensor.Where(Tensor.Zeros(4).Gt(0), Tensor.Zeros(2, 3), Tensor.Zeros(3)));
        Assert.Contains("Where: shapes [4], [2, 3] and [3]", error.Message, StringComparison.Ordinal);
    }
}
