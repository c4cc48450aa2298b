using System.Runtime.CompilerServices;
using Autograd.Formulas;

namespace Autograd;

/// <summary>x where the mask holds, y elsewhere (<c>torch.where</c>).</summary>
internal readonly struct WhereFormula : IMaskedFormula
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(Mask<V> mask, V x, V y)
        where V : struct, INumeric<V> => V.Select(mask, x, y);
}
