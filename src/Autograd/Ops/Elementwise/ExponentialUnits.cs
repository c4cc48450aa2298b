using System.Runtime.CompilerServices;
using Autograd.Formulas;

namespace Autograd;

/// <summary>What the exponential linear units have in common.</summary>
internal static class Elu
{
    /// <summary>1 above 0 and for NaN, the slope of the exponential below; at 0 that slope, and there, as in PyTorch, no curvature.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Slope<V>(V x, V atZero, V below)
        where V : struct, IReal<V> => V.Select(x < V.Zero, below, V.Select(V.Equal(x, V.Zero), atZero, V.One));
}

/// <summary>x above 0, <c>alpha (exp(x) - 1)</c> below (<c>torch.nn.functional.elu</c>).</summary>
/// <param name="alpha">The limit at minus infinity is -alpha; PyTorch's default is 1.</param>
internal readonly struct EluFormula(Number alpha) : IUnaryFormula
{
    public static string Name => "ELU";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x)
        where V : struct, IReal<V> => V.Select(x > V.Zero, x, V.Const(alpha) * V.Expm1(x));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Slope<V>(V x, V y)
        where V : struct, IReal<V> => Elu.Slope(x, V.Const(alpha), V.Const(alpha) * V.Exp(x));
}

/// <summary>x above 0, <c>alpha (exp(x / alpha) - 1)</c> below (<c>torch.nn.functional.celu</c>).</summary>
/// <param name="alpha">The limit at minus infinity is -alpha; PyTorch's default is 1.</param>
internal readonly struct CeluFormula(Number alpha) : IUnaryFormula
{
    public static string Name => "CELU";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x)
        where V : struct, IReal<V> => V.Select(x > V.Zero, x, V.Const(alpha) * V.Expm1(x / V.Const(alpha)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Slope<V>(V x, V y)
        where V : struct, IReal<V> => Elu.Slope(x, V.One, V.Exp(x / V.Const(alpha)));
}

/// <summary>The self-normalising unit: elu with fixed alpha and scale (<c>torch.nn.functional.selu</c>).</summary>
internal readonly struct SeluFormula : IUnaryFormula
{
    public static string Name => "SELU";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x)
        where V : struct, IReal<V> => V.Const(Scale) * V.Select(x > V.Zero, x, V.Const(Alpha) * V.Expm1(x));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Slope<V>(V x, V y)
        where V : struct, IReal<V> => V.Const(Scale) * Elu.Slope(x, V.Const(Alpha), V.Const(Alpha) * V.Exp(x));

    private const double Alpha = 1.6732632423543772848170429916717;
    private const double Scale = 1.0507009873554804934193349852946;
}

public partial class Tensor
{
    /// <summary>x where x &gt; 0, alpha (exp(x) - 1) elsewhere (Clevert et al., 2015; <c>torch.nn.functional.elu</c>).</summary>
    public Tensor ELU(double alpha = 1) => UnaryOp.Apply(this, new EluFormula(alpha));

    /// <summary>max(0, x) + min(0, alpha (exp(x / alpha) - 1)) (Barron, 2017; <c>torch.nn.functional.celu</c>).</summary>
    public Tensor CELU(double alpha = 1) => UnaryOp.Apply(this, new CeluFormula(alpha));

    /// <summary>The self-normalising unit (Klambauer et al., 2017; <c>torch.nn.functional.selu</c>).</summary>
    public Tensor SELU() => UnaryOp.Apply(this, default(SeluFormula));
}
