using System.Runtime.CompilerServices;
using Autograd.Formulas;

namespace Autograd;

/// <summary>x between y and z, which belong to the inside; where they cross it is z. The slope goes to what is taken (<c>torch.clamp</c> by tensors).</summary>
/// <remarks>By comparisons and not by Min and Max: a bound that is NaN binds nothing.</remarks>
internal readonly struct ClampBetweenFormula : INumericTernary
{
    public static string Name => "Clamp";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x, V y, V z)
        where V : struct, INumeric<V>
    {
        V raised = Raised(x, y);
        return V.Select(raised > z, z, raised);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    V ITernaryFormula.Value<V>(V x, V y, V z) => Value(x, y, z);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V SlopeX<V>(V x, V y, V z)
        where V : struct, IReal<V> => V.Select((x < y) | (Raised(x, y) > z), V.Zero, V.One);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V SlopeY<V>(V x, V y, V z)
        where V : struct, IReal<V> => V.Select((x < y) & !(Raised(x, y) > z), V.One, V.Zero);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V SlopeZ<V>(V x, V y, V z)
        where V : struct, IReal<V> => V.Select(Raised(x, y) > z, V.One, V.Zero);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Raised<V>(V x, V y)
        where V : struct, INumeric<V> => V.Select(x < y, y, x);
}
