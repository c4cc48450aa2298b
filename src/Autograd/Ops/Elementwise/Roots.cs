using System.Runtime.CompilerServices;
using Autograd.Formulas;

namespace Autograd;

/// <summary>The square root (<c>torch.sqrt</c>).</summary>
internal readonly struct SqrtFormula : IUnaryFormula
{
    public static string Name => "Sqrt";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x)
        where V : struct, IReal<V> => V.Sqrt(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Slope<V>(V x, V y)
        where V : struct, IReal<V> => V.Const(0.5) / y;
}

/// <summary>The reciprocal of the square root (<c>torch.rsqrt</c>).</summary>
internal readonly struct RsqrtFormula : IUnaryFormula
{
    public static string Name => "Rsqrt";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x)
        where V : struct, IReal<V> => V.One / V.Sqrt(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Slope<V>(V x, V y)
        where V : struct, IReal<V> => V.Const(-0.5) * y * y * y;
}

public partial class Tensor
{
    /// <summary>The square root; NaN below 0 (<c>torch.sqrt</c>). Any shape; integers become float32.</summary>
    /// <exception cref="DTypeException">The dtype is float16 or bfloat16.</exception>
    public Tensor Sqrt() => UnaryOp.Apply(this, default(SqrtFormula));

    /// <summary>1 / sqrt(x); NaN below 0 (<c>torch.rsqrt</c>). Any shape; integers become float32.</summary>
    /// <exception cref="DTypeException">The dtype is float16 or bfloat16.</exception>
    public Tensor Rsqrt() => UnaryOp.Apply(this, default(RsqrtFormula));
}
