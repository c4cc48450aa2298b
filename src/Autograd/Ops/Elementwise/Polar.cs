using System.Runtime.CompilerServices;
using Autograd.Formulas;

namespace Autograd;

/// <summary><c>sqrt(x^2 + y^2)</c> without overflow (<c>torch.hypot</c>).</summary>
internal readonly struct HypotFormula : IBinaryFormula
{
    public static string Name => "Hypot";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x, V y)
        where V : struct, IReal<V> => RealMath.Hypot(x, y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V SlopeX<V>(V x, V y, V z)
        where V : struct, IReal<V> => x / z;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V SlopeY<V>(V x, V y, V z)
        where V : struct, IReal<V> => y / z;
}

/// <summary>The angle of the point (y, x): x is the ordinate, as <c>atan2(input, other)</c> (<c>torch.atan2</c>).</summary>
internal readonly struct Atan2Formula : IBinaryFormula
{
    public static string Name => "Atan2";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x, V y)
        where V : struct, IReal<V> => RealMath.Atan2(x, y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V SlopeX<V>(V x, V y, V z)
        where V : struct, IReal<V> => V.Select(V.Equal(x, V.Zero) & V.Equal(y, V.Zero), V.Zero, y / (x * x + y * y));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V SlopeY<V>(V x, V y, V z)
        where V : struct, IReal<V> => V.Select(V.Equal(x, V.Zero) & V.Equal(y, V.Zero), V.Zero, -x / (x * x + y * y));
}

public partial class Tensor
{
    /// <summary>sqrt(x^2 + y^2) (<c>torch.hypot</c>).</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public Tensor Hypot(Tensor other) => BinaryOp.Apply(this, other, default(HypotFormula));

    /// <summary>The angle of the point (other, this), in radians (<c>torch.atan2</c>).</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public Tensor Atan2(Tensor other) => BinaryOp.Apply(this, other, default(Atan2Formula));
}
