using Autograd.Kernels;
using Autograd.Memory;
using Autograd.Tests.Engine;

namespace Autograd.Tests.Ops;

/// <summary>Second derivatives of formulas of two numbers: one loop where the formula is short, ops where it is long.</summary>
public sealed class SecondOrderTests
{
    [Theory]
    [InlineData("Mul", true)]
    [InlineData("Div", true)]
    [InlineData("Hypot", true)]
    [InlineData("LogAddExp", false)]
    [InlineData("Pow", false)]
    public void Short_formulas_are_fused(string name, bool fused)
    {
        var x = Tensor.From([0.5, 1.5, 2]).RequiresGradInPlace();
        var y = Tensor.From([1.5, 0.5, 3]).RequiresGradInPlace();
        var z = name switch { "Mul" => x * y, "Div" => x / y, "Hypot" => x.Hypot(y), "LogAddExp" => x.LogAddExp(y), _ => x.Pow(y) };
        var first = Gradient.Of(z.Sum(), [x, y], createGraph: true);
        var product = (first[0]! * first[0]!).Sum() + (first[1]! * first[1]!).Sum();
        var ops = OpCount.Of(() => Gradient.Of(product, [x, y]));
        Assert.Equal(fused ? 1 : 0, ops.Count(op => string.Equals(op, name + "Curve", StringComparison.Ordinal)));
    }

    [Fact]
    public void The_third_order_of_a_fused_second_one_is_right()
    {
        // z = x / y: zx = 1/y, zxy = -1/y^2, zxyy = 2/y^3; zy = -x/y^2, zyy = 2x/y^3, zyyy = -6x/y^4.
        var x = Tensor.From([3.0]).RequiresGradInPlace();
        var y = Tensor.From([2.0]).RequiresGradInPlace();
        var zy = Gradient.Of(x / y, [y], createGraph: true)[0]!;
        var second = Gradient.Of(zy, [x, y], createGraph: true);
        Assert.Equal(-0.25, second[0]!.Item(), 1e-15);
        Assert.Equal(0.75, second[1]!.Item(), 1e-15);
        var third = Gradient.Of(second[1]!, [x, y], createGraph: true);
        Assert.Equal(0.25, third[0]!.Item(), 1e-15);
        Assert.Equal(-1.125, third[1]!.Item(), 1e-15);
        Assert.Equal(0.25, Gradient.Of(second[0]!, [y], createGraph: true)[0]!.Item(), 1e-15);
        // zyyyy = 24 x / y^5
        Assert.Equal(2.25, Gradient.Of(third[1]!, [y], createGraph: true)[0]!.Item(), 1e-15);
    }

    [Fact]
    public void A_pole_leaves_no_trace_where_a_slope_does_not_look()
    {
        // d(x/y)/dx = 1/y, infinite at 0, does not move with x: no 0 times infinity.
        double[] one = [1], zero = [0], dx = [9];
        Layout layout = Layout.Contiguous([1]);
        MapKernel.BinaryCurve<double, DivFormula>(
            default, one, layout, one, layout, default, null, one, layout, zero, layout, default, null, default, dx, default, default);
        Assert.Equal(0, dx[0]);
    }
}
