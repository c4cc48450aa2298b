using Autograd.Checks;
using Autograd.Formulas;
using Autograd.Kernels;
using Autograd.Memory;
using Autograd.Tests.Engine;

namespace Autograd.Tests.Ops;

/// <summary>Second derivatives of formulas of two and three numbers: one loop where the formula is short, ops where it is long.</summary>
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

    [Theory]
    [InlineData("Lerp", true)]
    [InlineData("AddCMul", true)]
    [InlineData("AddCDiv", false)]
    public void Short_formulas_of_three_numbers_are_fused(string name, bool fused)
    {
        Tensor[] v = [Real(2, 3), Real(3), Real(2, 1)];
        var first = Gradient.Of(Ternary(name, v).Square().Sum(), v, createGraph: true);
        var product = (first[0]! * first[0]!).Sum() + (first[1]! * first[1]!).Sum() + (first[2]! * first[2]!).Sum();
        var ops = OpCount.Of(() => Gradient.Of(product, v));
        Assert.Equal(fused ? 1 : 0, ops.Count(op => string.Equals(op, name + "Curve", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("Lerp")]
    [InlineData("AddCMul")]
    [InlineData("AddCDiv")]
    public void Orders_two_to_four_of_formulas_of_three_numbers_are_right(string name)
    {
        var report = GradCheck.Run(
            v => [.. Gradient.Of(Ternary(name, v).Exp().Sum(), v, createGraph: true).Select(g => g!.Sin())],
            [Real(2, 3), Real(3), Real(2, 1)],
            new GradCheckOptions { Order = 2 });
        Assert.True(report.Passed, report.ToString());
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
        var ones = new MapOperand<double>(one, layout);
        MapKernel.Curve(default(BinarySlopes<DivFormula>), ones, ones, default, default, ones, new(zero, layout), default, default, dx, default, default);
        Assert.Equal(0, dx[0]);
    }

    private static Tensor Real(params int[] shape) => (Tensor.Rand(shape, DType.Float64, new Generator((ulong)shape.Length)) + 0.5).RequiresGradInPlace();

    private static Tensor Ternary(string name, Tensor[] v) => name switch
    {
        "Lerp" => v[0].Lerp(v[1], v[2]),
        "AddCMul" => v[0].AddCMul(v[1], v[2], 1.5),
        _ => v[0].AddCDiv(v[1], v[2], 0.5),
    };
}
