using System.Runtime.CompilerServices;
using Autograd.Formulas;

namespace Autograd;

/// <summary><c>x Phi(x)</c> with the normal distribution, <c>x (1 + erf(x / sqrt(2))) / 2</c> (<c>torch.nn.functional.gelu</c>).</summary>
internal readonly struct GeluFormula : IUnaryFormula
{
    public static string Name => "GELU";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x)
        where V : struct, IReal<V> => V.Const(0.5) * x * (V.One + V.Erf(x * V.Const(RootHalf)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Slope<V>(V x, V y)
        where V : struct, IReal<V>
    {
        V c = V.Select(V.Abs(x) > V.Const(Far), V.Zero, x);
        V density = V.Const(InverseRootTwoPi) * V.Exp(V.Const(-0.5) * (c * c));
        return V.Const(0.5) * (V.One + V.Erf(x * V.Const(RootHalf))) + c * density;
    }

    /// <summary>The density is 0 in float64 from 39 on; further out squares overflow in float32.</summary>
    private const double Far = 40;
    private const double RootHalf = 0.70710678118654752440;
    private const double InverseRootTwoPi = 0.39894228040143267794;
}

/// <summary>gelu by <c>x (1 + tanh(sqrt(2/pi) (x + 0.044715 x^3))) / 2</c>, approximate = "tanh" (<c>torch.nn.functional.gelu</c>).</summary>
internal readonly struct GeluTanhFormula : IUnaryFormula
{
    public static string Name => "GELUTanh";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x)
        where V : struct, IReal<V> =>
        V.Const(0.5) * x * (V.One + V.Tanh(V.Const(RootTwoOverPi) * x * (V.One + V.Const(Cubic) * (x * x))));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Slope<V>(V x, V y)
        where V : struct, IReal<V>
    {
        V c = V.Select(x > V.Const(Far), V.Const(Far), V.Select(x < V.Const(-Far), V.Const(-Far), x));
        V square = c * c;
        V t = V.Tanh(V.Const(RootTwoOverPi) * c * (V.One + V.Const(Cubic) * square));
        V inner = V.Const(RootTwoOverPi) * (V.One + V.Const(3 * Cubic) * square);
        return V.Const(0.5) * (V.One + t + c * ((V.One - t * t) * inner));
    }

    /// <summary>The hyperbolic tangent is 1 in float64 from 10 on; further out cubes overflow in float32.</summary>
    private const double Far = 20;
    private const double RootTwoOverPi = 0.79788456080286535588;
    private const double Cubic = 0.044715;
}

public partial class Tensor
{
    /// <summary>x Phi(x), Phi the normal distribution function (Hendrycks and Gimpel, 2016; <c>torch.nn.functional.gelu</c>).</summary>
    public Tensor GELU() => UnaryOp.Apply(this, default(GeluFormula));

    /// <summary>0.5 x (1 + tanh(sqrt(2/pi) (x + 0.044715 x^3))), GELU's approximation (<c>gelu(approximate='tanh')</c>).</summary>
    public Tensor GELUTanh() => UnaryOp.Apply(this, default(GeluTanhFormula));
}
