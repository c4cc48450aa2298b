using System.Runtime.CompilerServices;
using Autograd.Formulas;
using Autograd.Memory;

namespace Autograd;

/// <summary>The difference <c>x - y</c> (<c>torch.sub</c>).</summary>
internal readonly struct SubFormula : INumericBinary
{
    public static string Name => "Sub";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x, V y)
        where V : struct, INumeric<V> => x - y;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    V IBinaryFormula.Value<V>(V x, V y) => Value(x, y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V SlopeX<V>(V x, V y, V z)
        where V : struct, IReal<V> => V.One;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V SlopeY<V>(V x, V y, V z)
        where V : struct, IReal<V> => -V.One;
}

/// <summary>The difference <c>c - x</c> (<c>torch.rsub</c>).</summary>
/// <param name="c">The constant.</param>
internal readonly struct RSubConstantFormula(Number c) : INumericUnary
{
    public static string Name => "RSub";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x)
        where V : struct, INumeric<V> => V.Const(c) - x;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    V IUnaryFormula.Value<V>(V x) => Value(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Slope<V>(V x, V y)
        where V : struct, IReal<V> => -V.One;
}

public partial class Tensor
{
    /// <summary>The difference, element by element, broadcast (<c>torch.sub</c>).</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    /// <exception cref="DTypeException">Both are bool.</exception>
    public static Tensor operator -(Tensor x, Tensor y) => Operand(x, "Sub").Sub(Operand(y, "Sub"));

    /// <summary>x - c.</summary>
    public static Tensor operator -(Tensor x, double c) => Operand(x, "Sub") + -c;

    /// <summary>c - x.</summary>
    public static Tensor operator -(double c, Tensor x) => UnaryOp.ApplyNumeric(Operand(x, "Sub").ForReal(), new RSubConstantFormula(c));

    /// <summary>x - c; integers stay integers.</summary>
    public static Tensor operator -(Tensor x, long c) => Operand(x, "Sub") + -c;

    /// <summary>c - x; integers stay integers.</summary>
    public static Tensor operator -(long c, Tensor x) => Operand(x, "Sub").DType.IsFloat ? (double)c - x : x.RSub(c);

    /// <summary>The difference (<c>torch.sub</c>).</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    /// <exception cref="DTypeException">Both are bool.</exception>
    public Tensor Sub(Tensor other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (DType == DType.Bool && other.DType == DType.Bool)
            throw new DTypeException("Sub: bools are not subtracted; use LogicalXor, or convert with To");
        return BinaryOp.ApplyNumeric(this, other, default(SubFormula));
    }

    /// <summary>x - alpha other (<c>torch.sub(alpha=)</c>).</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    /// <exception cref="DTypeException">The result is of integers, and alpha is no whole number.</exception>
    public Tensor Sub(Tensor other, Number alpha)
    {
        NeedWhole("Sub", nameof(alpha), alpha, DTypes.Result(this, Given(other)));
        return Add(other, -alpha);
    }

    /// <summary>other - alpha x: the difference the other way round (<c>torch.rsub</c>).</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public Tensor RSub(Tensor other)
    {
        using var face = Face.Of(nameof(RSub));
        return Given(other).Sub(this);
    }

    /// <summary>other - alpha x: the difference the other way round (<c>torch.rsub</c>).</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    /// <exception cref="DTypeException">The result is of integers, and alpha is no whole number.</exception>
    public Tensor RSub(Tensor other, Number alpha)
    {
        using var face = Face.Of(nameof(RSub));
        return Given(other).Sub(this, alpha);
    }
}
