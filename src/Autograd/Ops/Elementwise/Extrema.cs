using System.Runtime.CompilerServices;
using Autograd.Formulas;

namespace Autograd;

/// <summary>The larger of both, NaN if either is, when both have slope 1; equal numbers share it (<c>torch.maximum</c>).</summary>
internal readonly struct MaximumFormula : INumericBinary
{
    public static string Name => "Maximum";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x, V y)
        where V : struct, INumeric<V> => V.Max(x, y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    V IBinaryFormula.Value<V>(V x, V y) => Value(x, y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V SlopeX<V>(V x, V y, V z)
        where V : struct, IReal<V> => V.Select(x < y, V.Zero, V.Select(V.Equal(x, y), V.Const(0.5), V.One));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V SlopeY<V>(V x, V y, V z)
        where V : struct, IReal<V> => V.Select(y < x, V.Zero, V.Select(V.Equal(x, y), V.Const(0.5), V.One));
}

/// <summary>The smaller of both, NaN if either is, when both have slope 1; equal numbers share it (<c>torch.minimum</c>).</summary>
internal readonly struct MinimumFormula : INumericBinary
{
    public static string Name => "Minimum";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x, V y)
        where V : struct, INumeric<V> => V.Min(x, y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    V IBinaryFormula.Value<V>(V x, V y) => Value(x, y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V SlopeX<V>(V x, V y, V z)
        where V : struct, IReal<V> => V.Select(x > y, V.Zero, V.Select(V.Equal(x, y), V.Const(0.5), V.One));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V SlopeY<V>(V x, V y, V z)
        where V : struct, IReal<V> => V.Select(y > x, V.Zero, V.Select(V.Equal(x, y), V.Const(0.5), V.One));
}

/// <summary>The larger of both, the other one if one is NaN; equal numbers leave the slope to the first (<c>torch.fmax</c>).</summary>
internal readonly struct FmaxFormula : IBinaryFormula
{
    public static string Name => "FMax";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x, V y)
        where V : struct, IReal<V> => V.Select(V.IsNaN(x), y, V.Select(V.IsNaN(y), x, V.Max(x, y)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V SlopeX<V>(V x, V y, V z)
        where V : struct, IReal<V> => V.Select((x >= y) | V.IsNaN(y), V.One, V.Zero);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V SlopeY<V>(V x, V y, V z)
        where V : struct, IReal<V> => V.Select((x >= y) | V.IsNaN(y), V.Zero, V.One);
}

/// <summary>The smaller of both, the other one if one is NaN; equal numbers leave the slope to the first (<c>torch.fmin</c>).</summary>
internal readonly struct FminFormula : IBinaryFormula
{
    public static string Name => "FMin";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x, V y)
        where V : struct, IReal<V> => V.Select(V.IsNaN(x), y, V.Select(V.IsNaN(y), x, V.Min(x, y)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V SlopeX<V>(V x, V y, V z)
        where V : struct, IReal<V> => V.Select((x <= y) | V.IsNaN(y), V.One, V.Zero);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V SlopeY<V>(V x, V y, V z)
        where V : struct, IReal<V> => V.Select((x <= y) | V.IsNaN(y), V.Zero, V.One);
}

public partial class Tensor
{
    /// <summary>The larger of both, NaN if either is; ties share the gradient (<c>torch.maximum</c>).</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public Tensor Maximum(Tensor other) => BinaryOp.ApplyNumeric(this, other, default(MaximumFormula));

    /// <summary>The smaller of both, NaN if either is; ties share the gradient (<c>torch.minimum</c>).</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public Tensor Minimum(Tensor other) => BinaryOp.ApplyNumeric(this, other, default(MinimumFormula));

    /// <summary>The larger of both, the number where the other is NaN (<c>torch.fmax</c>).</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public Tensor FMax(Tensor other) => BinaryOp.Apply(this, other, default(FmaxFormula));

    /// <summary>The smaller of both, the number where the other is NaN (<c>torch.fmin</c>).</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public Tensor FMin(Tensor other) => BinaryOp.Apply(this, other, default(FminFormula));
}
