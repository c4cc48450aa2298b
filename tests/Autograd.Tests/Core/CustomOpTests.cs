using Autograd.Checks;
using Autograd.Formulas;

namespace Autograd.Tests.Core;

/// <summary>Ops of a user's own, by public members alone: a formula, a linear map, a rule with saved values and two outputs.</summary>
public sealed class CustomOpTests
{
    private static readonly GradCheckOptions Everything = new() { Order = 2, ForwardMode = true };

    [Fact]
    public void The_interfaces_of_user_ops_are_public()
    {
        foreach (var type in (Type[])[typeof(IRule), typeof(ILinear), typeof(LinearRule<>), typeof(Op), typeof(IOp), typeof(OpCall), typeof(Form), typeof(Saved), typeof(SavedVisitor), typeof(Cotangents), typeof(Tangents), typeof(UnaryOp), typeof(IUnaryFormula), typeof(IReal<>)])
            Assert.True(type.IsPublic, type.Name);
    }

    [Fact]
    public void A_formula_has_values_and_derivatives_of_all_orders()
    {
        var x = Tensor.From([-2.0, -0.5, 0.5, 2.0]);
        Assert.Equal([-1.0, -0.25, 0.5, 2.0], x.Bent(0.5).ToArray<double>());
        var report = GradCheck.Run(v => [(v[0] * v[0]).Wave(1.5)], [x.RequiresGradInPlace()], new GradCheckOptions { Order = 3, ForwardMode = true });
        Assert.True(report.Passed, report.ToString());
        Assert.Equal("WaveBackward", x.Wave(1).GradFn!.Name);
        Assert.Equal(DType.Float32, Tensor.From([1L]).Wave(1).DType);
    }

    [Fact]
    public void A_formula_without_a_slope_has_the_derivatives_of_one_with_it()
    {
        var x = Tensor.Linspace(-3, 3, 37, DType.Float64).RequiresGradInPlace();
        var report = GradCheck.Run(v => [UnaryOp.ApplyValue(v[0].Sin(), default(SwishValue))], [x], new GradCheckOptions { Order = 3, ForwardMode = true });
        Assert.True(report.Passed, report.ToString());
        var slope = Func.Grad(v => UnaryOp.ApplyValue(v, default(SwishValue)).Sum());
        Assert.True(Func.Grad(v => v.SiLU().Sum())(x).AllClose(slope(x), 1e-14));
        Assert.Equal("SwishBackward", UnaryOp.ApplyValue(x, default(SwishValue)).GradFn!.Name);
    }

    private readonly struct SwishValue : IUnaryValue
    {
        public static string Name => "Swish";

        public V Value<V>(V x)
            where V : struct, IReal<V> => x / (V.One + V.Exp(-x));
    }

    [Fact]
    public void A_linear_map_needs_its_transpose_alone()
    {
        var x = Tensor.From([1.0, 2.0, 3.0]);
        Assert.Equal([3.0, 1.0, 2.0], x.Rolled(1).ToArray<double>());
        var report = GradCheck.Run(v => [v[0].Rolled(1).Sin()], [x.RequiresGradInPlace()], Everything);
        Assert.True(report.Passed, report.ToString());
    }

    [Fact]
    public void A_rule_saves_what_it_needs_for_two_outputs()
    {
        var report = GradCheck.Run(
            v =>
            {
                var (sum, product) = v[0].SumAndProduct(v[1]);
                return [sum.Sin(), product.Sin()];
            },
            [Tensor.From([1.0, 2.0]).RequiresGradInPlace(), Tensor.From([0.5, -1.0]).RequiresGradInPlace()],
            Everything);
        Assert.True(report.Passed, report.ToString());

        var x = Tensor.From([2.0]).RequiresGradInPlace();
        var y = Tensor.From([3.0]);
        var (_, p) = x.SumAndProduct(y);
        p.Backward();
        Assert.Equal(3, x.Grad!.Item());
        var thrown = Assert.Throws<AutogradException>(() => p.Backward());
        Assert.Contains("SumAndProductBackward", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_rule_that_gives_a_wrong_shape_is_named()
    {
        var x = Tensor.Ones(3).RequiresGradInPlace();
        var y = Op.Call(default(CrookedOp), x);
        Assert.Equal(
            "CrookedBackward: its rule gave a gradient of float32 [2] for input 0, which is float32 [3]",
            Assert.Throws<AutogradException>(() => y.Sum().Backward()).Message);
        Assert.Equal(
            "CrookedBackward: its rule gave a tangent of float32 [2] for output 0, which is float32 [3]",
            Assert.Throws<AutogradException>(() => Gradient.Jvp(y, x, Tensor.Ones(3))).Message);
    }

    private struct CrookedOp : IOp, IFloatBody, IRule
    {
        public static string Name => "Crooked";

        public readonly Form Infer(ref OpCall c) => Form.Like(c.Input(0));

        public void Compute(in OpCall c) => c.Float(ref this);

        public readonly void Run<T>(in OpCall c)
            where T : unmanaged, System.Numerics.IFloatingPointIeee754<T> => c.Elements<T>(0).CopyTo(c.Results<T>());

        public readonly Node Record(in OpCall c) => c.Node(this);

        public readonly void Backward(in Cotangents c) => c.Add(0, Tensor.Ones(2));

        public readonly void Forward(in Tangents t) => t.Set(0, Tensor.Ones(2));

        public readonly void Visit(ref SavedVisitor saved)
        {
        }
    }
}

/// <summary>The ops of the tests above, as a user writes them.</summary>
internal static class CustomOps
{
    public static Tensor Bent(this Tensor x, double slope) => UnaryOp.Apply(x, new BentFormula(slope));

    public static Tensor Wave(this Tensor x, double frequency) => UnaryOp.Apply(x, new WaveFormula(frequency));

    /// <summary>The elements of a vector moved to the right, the last to the front.</summary>
    public static Tensor Rolled(this Tensor x, int by) => Op.Call(new RolledOp(by), x);

    public static (Tensor Sum, Tensor Product) SumAndProduct(this Tensor x, Tensor y) => Op.CallTwo(default(SumAndProductOp), x, y);

    private readonly struct BentFormula(Number slope) : IUnaryFormula
    {
        public static string Name => "Bent";

        public V Value<V>(V x)
            where V : struct, IReal<V> => V.Select(x > V.Zero, x, V.Const(slope) * x);

        public V Slope<V>(V x, V y)
            where V : struct, IReal<V> => V.Select(x > V.Zero, V.One, V.Const(slope));
    }

    private readonly struct WaveFormula(Number frequency) : IUnaryFormula
    {
        public static string Name => "Wave";

        public V Value<V>(V x)
            where V : struct, IReal<V> => V.Sin(V.Const(frequency) * x);

        public V Slope<V>(V x, V y)
            where V : struct, IReal<V> => V.Const(frequency) * V.Cos(V.Const(frequency) * x);
    }

    /// <summary>Composed of other ops: the values are written into the result.</summary>
    private struct RolledOp(int by) : IOp, ILinear
    {
        public static string Name => "Rolled";

        public readonly Form Infer(ref OpCall c) => Form.Like(c.Input(0));

        public readonly void Compute(in OpCall c)
        {
            var x = c.Input(0);
            using (NoGrad.Scope) c.Write(0, Tensor.Cat([x[^by..], x[..^by]]));
        }

        public readonly Node Record(in OpCall c) => c.Linear(this);

        public readonly Tensor Apply(Tensor x) => x.Rolled(by);

        public readonly Tensor Adjoint(Tensor g) => g.Rolled(g.Shape[0] - by);

        public readonly void Visit(ref SavedVisitor saved)
        {
        }
    }

    private struct SumAndProductOp : IOp, IRule
    {
        private Saved x;
        private Saved y;

        public static string Name => "SumAndProduct";

        public readonly Form Infer(ref OpCall c)
        {
            c.Also(Form.Like(c.Input(0)));
            return Form.Like(c.Input(0));
        }

        public readonly void Compute(in OpCall c)
        {
            using var mode = NoGrad.Scope;
            c.Write(0, c.Input(0) + c.Input(1));
            c.Write(1, c.Input(0) * c.Input(1));
        }

        public Node Record(in OpCall c)
        {
            (x, y) = (Saved.Of(c.Input(0)), Saved.Of(c.Input(1)));
            return c.Node(this);
        }

        public readonly void Backward(in Cotangents c)
        {
            for (int input = 0; input < 2; input++)
            {
                if (!c.Needs(input)) continue;
                if (c[0] is { } gs) c.Add(input, gs);
                if (c[1] is { } gp) c.Add(input, gp * (input == 0 ? y : x).Value);
            }
        }

        public readonly void Forward(in Tangents t)
        {
            for (int input = 0; input < 2; input++)
            {
                if (t[input] is not { } d) continue;
                t.Set(0, d);
                t.Set(1, d * (input == 0 ? y : x).Value);
            }
        }

        public void Visit(ref SavedVisitor saved) => saved.Add(ref x, ref y);
    }
}
