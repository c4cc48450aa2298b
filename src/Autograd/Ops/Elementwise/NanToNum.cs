using System.Runtime.CompilerServices;
using Autograd.Formulas;

namespace Autograd;

/// <summary>Numbers in place of NaN and the infinities, with slope 0 there (<c>torch.nan_to_num</c>).</summary>
internal readonly struct NanToNumFormula(Number nan, Number positive, Number negative) : IUnaryFormula
{
    public static string Name => "NanToNum";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x)
        where V : struct, IReal<V> => V.Select(
            V.IsNaN(x),
            V.Const(nan),
            V.Select(
                V.Equal(x, V.Const(double.PositiveInfinity)),
                V.Const(positive),
                V.Select(V.Equal(x, V.Const(double.NegativeInfinity)), V.Const(negative), x)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Slope<V>(V x, V y)
        where V : struct, IReal<V> => V.Select(V.Abs(x) < V.Const(double.PositiveInfinity), V.One, V.Zero);
}

public partial class Tensor
{
    /// <summary>Numbers in place of NaN and infinities; the slope there is 0 (<c>torch.nan_to_num</c>). Integers have none of these.</summary>
    /// <param name="nan">In place of NaN.</param>
    /// <param name="posInf">In place of infinity; the largest number of the dtype when not given.</param>
    /// <param name="negInf">In place of minus infinity; the smallest number of the dtype when not given.</param>
    /// <exception cref="DTypeException">The dtype is float16 or bfloat16.</exception>
    public Tensor NanToNum(double nan = 0, double? posInf = null, double? negInf = null)
    {
        double largest = DType == DType.Float64 ? double.MaxValue : float.MaxValue;
        return DType.IsFloat ? UnaryOp.Apply(this, new NanToNumFormula(nan, posInf ?? largest, negInf ?? -largest)) : Clone();
    }
}
