using System.Runtime.CompilerServices;

namespace Autograd.Formulas;

/// <summary>A formula whose slope is the tangent of its value along 1.</summary>
/// <typeparam name="F">The function.</typeparam>
internal readonly struct ByDual<F>(F f) : IUnaryFormula
    where F : struct, IUnaryValue
{
    public static string Name => F.Name;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x)
        where V : struct, IReal<V> => f.Value(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Slope<V>(V x, V y)
        where V : struct, IReal<V> => f.Value(new Dual<V>(x, V.One)).Tangent;
}
