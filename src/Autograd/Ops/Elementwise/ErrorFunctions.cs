using System.Runtime.CompilerServices;
using Autograd.Formulas;

namespace Autograd;

/// <summary>The error function (<c>torch.erf</c>).</summary>
internal readonly struct ErfFormula : IUnaryFormula
{
    public static string Name => "Erf";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x)
        where V : struct, IReal<V> => V.Erf(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Slope<V>(V x, V y)
        where V : struct, IReal<V> => V.Const(1.1283791670955126) * V.Exp(-(x * x));
}

/// <summary>The complementary error function (<c>torch.erfc</c>).</summary>
internal readonly struct ErfcFormula : IUnaryFormula
{
    public static string Name => "Erfc";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x)
        where V : struct, IReal<V> => V.Erfc(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Slope<V>(V x, V y)
        where V : struct, IReal<V> => V.Const(-1.1283791670955126) * V.Exp(-(x * x));
}

public partial class Tensor
{
    /// <summary>The error function 2/sqrt(pi) times the integral of exp(-t^2) from 0 to x (<c>torch.erf</c>). Any shape; integers become float32.</summary>
    /// <remarks>At most 3 ulp from the exact value in float32, 2 in float64.</remarks>
    /// <exception cref="DTypeException">The dtype is float16 or bfloat16.</exception>
    public Tensor Erf() => UnaryOp.Apply(this, default(ErfFormula));

    /// <summary>1 - erf(x), precise where it is small (<c>torch.erfc</c>). Any shape; integers become float32.</summary>
    /// <remarks>At most 7 ulp from the exact value in float32, 4.5 in float64.</remarks>
    /// <exception cref="DTypeException">The dtype is float16 or bfloat16.</exception>
    public Tensor Erfc() => UnaryOp.Apply(this, default(ErfcFormula));
}
