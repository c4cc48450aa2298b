using System.Runtime.CompilerServices;
using Autograd.Formulas;

namespace Autograd;

/// <summary>0 below 0, 1 above, the second number at 0 (<c>torch.heaviside</c>).</summary>
internal readonly struct HeavisideFormula : INumericBinary
{
    public static string Name => "Heaviside";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x, V y)
        where V : struct, INumeric<V> => V.Select(V.Equal(x, V.Zero), y, V.Select(x > V.Zero, V.One, V.Zero));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    V IBinaryFormula.Value<V>(V x, V y) => Value(x, y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V SlopeX<V>(V x, V y, V z)
        where V : struct, IReal<V> => V.Zero;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V SlopeY<V>(V x, V y, V z)
        where V : struct, IReal<V> => V.Select(V.Equal(x, V.Zero), V.One, V.Zero);
}

public partial class Tensor
{
    /// <summary>
    /// The step: 0 where x &lt; 0, 1 where x &gt; 0, <paramref name="values"/> where x is 0, broadcast; its derivative by x is zero
    /// (<c>torch.heaviside</c>).
    /// </summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public Tensor Heaviside(Tensor values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return BinaryOp.ApplyNumeric(this, values, default(HeavisideFormula));
    }
}
