using System.Runtime.CompilerServices;
using Autograd.Formulas;

namespace Autograd;

/// <summary>e to the power x (<c>torch.exp</c>).</summary>
internal readonly struct ExpFormula : IUnaryFormula
{
    public static string Name => "Exp";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x)
        where V : struct, IReal<V> => V.Exp(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Slope<V>(V x, V y)
        where V : struct, IReal<V> => y;
}

/// <summary>2 to the power x (<c>torch.exp2</c>).</summary>
internal readonly struct Exp2Formula : IUnaryFormula
{
    public static string Name => "Exp2";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x)
        where V : struct, IReal<V> => V.Pow(V.Const(2), x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Slope<V>(V x, V y)
        where V : struct, IReal<V> => y * V.Const(0.6931471805599453);
}

/// <summary><c>exp(x) - 1</c>, exact near 0 (<c>torch.expm1</c>).</summary>
internal readonly struct Expm1Formula : IUnaryFormula
{
    public static string Name => "Expm1";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x)
        where V : struct, IReal<V> => V.Expm1(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Slope<V>(V x, V y)
        where V : struct, IReal<V> => y + V.One;
}

public partial class Tensor
{
    /// <summary>e to the power of each element (<c>torch.exp</c>). Any shape; integers become float32.</summary>
    /// <remarks>At most 1.5 ulp from the exact value in float32, 1.5 in float64.</remarks>
    /// <exception cref="DTypeException">The dtype is float16 or bfloat16.</exception>
    public Tensor Exp() => UnaryOp.Apply(this, default(ExpFormula));

    /// <summary>2 to the power of each element (<c>torch.exp2</c>). Any shape; integers become float32.</summary>
    /// <remarks>At most 1 ulp from the exact value in float32, 1 in float64.</remarks>
    /// <exception cref="DTypeException">The dtype is float16 or bfloat16.</exception>
    public Tensor Exp2() => UnaryOp.Apply(this, default(Exp2Formula));

    /// <summary>exp(x) - 1, exact near 0 (<c>torch.expm1</c>). Any shape; integers become float32.</summary>
    /// <remarks>At most 2 ulp from the exact value in float32, 2 in float64.</remarks>
    /// <exception cref="DTypeException">The dtype is float16 or bfloat16.</exception>
    public Tensor Expm1() => UnaryOp.Apply(this, default(Expm1Formula));
}
