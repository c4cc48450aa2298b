using System.Runtime.CompilerServices;
using Autograd.Formulas;
using Autograd.Memory;

namespace Autograd;

/// <summary>The negative <c>-x</c> (<c>torch.neg</c>).</summary>
internal readonly struct NegFormula : INumericUnary
{
    public static string Name => "Neg";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x)
        where V : struct, INumeric<V> => -x;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    V IUnaryFormula.Value<V>(V x) => Value(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Slope<V>(V x, V y)
        where V : struct, IReal<V> => -V.One;
}

/// <summary>The absolute value; its slope at 0 is 0 (<c>torch.abs</c>).</summary>
internal readonly struct AbsFormula : INumericUnary
{
    public static string Name => "Abs";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x)
        where V : struct, INumeric<V> => V.Abs(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    V IUnaryFormula.Value<V>(V x) => Value(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Slope<V>(V x, V y)
        where V : struct, IReal<V> => RealMath.Sign(x);
}

/// <summary>1, 0 or -1 (<c>torch.sign</c>).</summary>
internal readonly struct SignFormula : INumericUnary, IZeroAlmostEverywhere
{
    public static string Name => "Sign";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x)
        where V : struct, INumeric<V> => RealMath.Sign(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    V IUnaryFormula.Value<V>(V x) => Value(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Slope<V>(V x, V y)
        where V : struct, IReal<V> => V.Zero;
}

/// <summary>|x| with the sign of y; the slope at x = 0 is 0 (<c>torch.copysign</c>).</summary>
internal readonly struct CopySignFormula : IBinaryFormula
{
    public static string Name => "CopySign";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x, V y)
        where V : struct, IReal<V> => V.CopySign(x, y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V SlopeX<V>(V x, V y, V z)
        where V : struct, IReal<V> => RealMath.Sign(x) * V.CopySign(V.One, y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V SlopeY<V>(V x, V y, V z)
        where V : struct, IReal<V> => V.Zero;
}

public partial class Tensor
{
    /// <summary>The negative (<c>torch.neg</c>).</summary>
    /// <exception cref="DTypeException">The dtype is bool; use <see cref="LogicalNot"/>.</exception>
    public static Tensor operator -(Tensor x) => Operand(x, "Neg").Neg();

    /// <summary>The negative (<c>torch.neg</c>).</summary>
    /// <exception cref="DTypeException">The dtype is bool; use <see cref="LogicalNot"/>.</exception>
    public Tensor Neg() => DType == DType.Bool
        ? throw new DTypeException("Neg: a bool has no negative; use LogicalNot")
        : UnaryOp.ApplyNumeric(this, default(NegFormula));

    /// <summary>The absolute value; the slope at 0 is 0 (<c>torch.abs</c>).</summary>
    public Tensor Abs() => UnaryOp.ApplyNumeric(this, default(AbsFormula));

    /// <summary>-1, 0 or 1 by the sign; its derivative is zero (<c>torch.sign</c>).</summary>
    public Tensor Sign() => UnaryOp.ApplyNumeric(this, default(SignFormula));

    /// <summary>|x| with the sign of y (<c>torch.copysign</c>).</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public Tensor CopySign(Tensor other) => BinaryOp.Apply(this, other, default(CopySignFormula));

    /// <summary>Where the sign bit is set: below 0, and -0; bool (<c>torch.signbit</c>).</summary>
    public Tensor Signbit()
    {
        using var face = Face.Of(nameof(Signbit));
        return DType.IsFloat ? OnesLike(this).CopySign(Detach()).Lt(0) : Lt(0);
    }
}
