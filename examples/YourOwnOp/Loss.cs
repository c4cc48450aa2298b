using Autograd;
using Autograd.Checks;
using Autograd.Formulas;
using Autograd.NN;

namespace YourOwnOp;

/// <summary>
/// A new loss of two numbers: Cauchy's, l = log(1 + (d / c)² / 2) with d = x - t, which outliers hardly move (Barron, 2019, equation 13).
/// dl/dx = d / (c² + d² / 2), and the opposite for t.
/// </summary>
internal readonly struct CauchyFormula(Number c) : IBinaryFormula
{
    public static string Name => "CauchyLoss";

    public V Value<V>(V x, V t)
        where V : struct, IReal<V> => V.Log1p(RealMath.Square((x - t) / V.Const(c)) * V.Const(0.5));

    public V SlopeX<V>(V x, V t, V l)
        where V : struct, IReal<V> => (x - t) / (RealMath.Square(V.Const(c)) + RealMath.Square(x - t) * V.Const(0.5));

    public V SlopeY<V>(V x, V t, V l)
        where V : struct, IReal<V> => -SlopeX(x, t, l);
}

/// <summary>The mean of Cauchy's loss over all elements; input and target of one shape.</summary>
internal sealed class CauchyLoss(double c = 1) : Module
{
    /// <summary>First and second order with respect to the input and to the target.</summary>
    public static GradCheckReport Check()
    {
        var x = Tensor.Randn([3, 5], DType.Float64).RequiresGradInPlace();
        var t = Tensor.Randn([3, 5], DType.Float64).RequiresGradInPlace();
        return GradCheck.Run(new CauchyLoss(0.7).Forward, x, t, new GradCheckOptions { Order = 2, InputNames = ["input", "target"] });
    }

    /// <summary>Against the same loss composed of ops of the library.</summary>
    public static string Measure()
    {
        var target = Tensor.Randn(Race.Rows, Race.Width);
        var loss = new CauchyLoss(0.7);
        return Race.Between("Cauchy loss", x => loss.Forward(x, target), x => (((x - target) / 0.7).Square() * 0.5).Log1p().Mean());
    }

    protected override Tensor ForwardCore(Tensor input, Tensor target)
    {
        if (input.Shape != target.Shape) throw new ShapeException($"CauchyLoss: input and target of one shape are asked for, not {input.Shape} and {target.Shape}");
        return BinaryOp.Apply(input, target, new CauchyFormula(c)).Mean();
    }
}
