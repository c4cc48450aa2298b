using System.Runtime.CompilerServices;
using Autograd.Formulas;

namespace Autograd;

/// <summary>log(x / (1 - x)), of x clamped to [low, high] (<c>torch.logit</c>).</summary>
/// <param name="low">eps, or 0 for no clamping.</param>
/// <param name="beyond">The slope outside of the bounds: 0 where the value is clamped, NaN where there is none.</param>
internal readonly struct LogitFormula(Number low, Number beyond) : IUnaryFormula
{
    private readonly Number high = 1 - low.Real;

    public static string Name => "Logit";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x)
        where V : struct, IReal<V>
    {
        if (low.Real > 0) x = V.Min(V.Max(x, V.Const(low)), V.Const(high));
        return V.Log(x / (V.One - x));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Slope<V>(V x, V y)
        where V : struct, IReal<V> =>
        V.Select((x >= V.Const(low)) & (x <= V.Const(high)), V.One / (x * (V.One - x)), V.Const(beyond));
}

public partial class Tensor
{
    /// <summary>log(x / (1 - x)), the inverse of <see cref="Sigmoid"/> (<c>torch.logit</c>). Any shape; integers become float32.</summary>
    /// <param name="eps">Clamps x to [eps, 1 - eps] first, with slope 0 outside; without it the result is NaN outside of [0, 1].</param>
    /// <exception cref="DTypeException">The dtype is float16 or bfloat16.</exception>
    public Tensor Logit(double? eps = null) => UnaryOp.Apply(this, new LogitFormula(eps ?? 0, eps is null ? double.NaN : 0));
}
