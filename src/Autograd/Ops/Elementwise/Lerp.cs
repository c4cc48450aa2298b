using System.Runtime.CompilerServices;
using Autograd.Formulas;

namespace Autograd;

/// <summary>From x at weight 0 to y at 1, from the nearer end, so that both ends are exact (<c>torch.lerp</c>).</summary>
/// <param name="weight">How far.</param>
internal readonly struct LerpConstantFormula(Number weight) : IBinaryFormula
{
    private readonly Number rest = 1 - weight.Real;

    public static string Name => "Lerp";

    /// <summary>The branch depends on the formula alone, not on the element.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x, V y)
        where V : struct, IReal<V> => weight.Real < 0.5 ? x + (y - x) * V.Const(weight) : y - (y - x) * V.Const(rest);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V SlopeX<V>(V x, V y, V z)
        where V : struct, IReal<V> => V.Const(rest);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V SlopeY<V>(V x, V y, V z)
        where V : struct, IReal<V> => V.Const(weight);
}

/// <summary><c>x + z (y - x)</c> (<c>torch.lerp</c>).</summary>
internal readonly struct LerpFormula : ITernaryFormula
{
    public static string Name => "Lerp";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x, V y, V z)
        where V : struct, IReal<V> => x + (y - x) * z;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V SlopeX<V>(V x, V y, V z)
        where V : struct, IReal<V> => V.One - z;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V SlopeY<V>(V x, V y, V z)
        where V : struct, IReal<V> => z;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V SlopeZ<V>(V x, V y, V z)
        where V : struct, IReal<V> => y - x;
}

public partial class Tensor
{
    /// <summary>x + weight (end - x): from x at 0 to <paramref name="end"/> at 1 (<c>torch.lerp</c>).</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public Tensor Lerp(Tensor end, double weight)
    {
        ArgumentNullException.ThrowIfNull(end);
        return BinaryOp.Apply(this, end, new LerpConstantFormula(weight));
    }

    /// <summary>x + weight (end - x), weights broadcast (<c>torch.lerp</c>).</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public Tensor Lerp(Tensor end, Tensor weight)
    {
        ArgumentNullException.ThrowIfNull(end);
        ArgumentNullException.ThrowIfNull(weight);
        return TernaryOp.Apply(this, end, weight, default(LerpFormula));
    }
}
