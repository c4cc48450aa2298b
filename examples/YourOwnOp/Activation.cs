using Autograd;
using Autograd.Checks;
using Autograd.Formulas;

namespace YourOwnOp;

/// <summary>
/// A new activation, snake(x) = x + sin(a x)² / a (Ziyin, Hartwig, Ueda, 2020, equation 3). The formula's three lines are the SIMD kernel, the fused
/// backward kernel, the forward mode and the derivatives of every order.
/// </summary>
internal readonly struct SnakeFormula(Number a) : IUnaryFormula
{
    public static string Name => "Snake";

    public V Value<V>(V x)
        where V : struct, IReal<V> => x + RealMath.Square(V.Sin(V.Const(a) * x)) / V.Const(a);

    // 2 sin(a x) cos(a x) = sin(2 a x).
    public V Slope<V>(V x, V y)
        where V : struct, IReal<V> => V.One + V.Sin((V.Const(a) + V.Const(a)) * x);
}

internal static class Activation
{
    public static Tensor Snake(this Tensor x, double a) => UnaryOp.Apply(x, new SnakeFormula(a));

    /// <summary>First and second order, and forward mode, against finite differences.</summary>
    public static GradCheckReport Check()
    {
        var x = Tensor.Randn([3, 5], DType.Float64).RequiresGradInPlace();
        return GradCheck.Run(x => x.Snake(0.5), x, new GradCheckOptions { Order = 2, InputNames = ["x"] });
    }

    /// <summary>Against the same function composed of ops of the library.</summary>
    public static string Measure() => Race.Between("snake", x => x.Snake(0.5), x => x + (0.5 * x).Sin().Square() / 0.5);
}
