using System.Runtime.CompilerServices;
using Autograd.Formulas;

namespace Autograd;

/// <summary>The product <c>x y</c> (<c>torch.mul</c>).</summary>
internal readonly struct MulFormula : INumericBinary
{
    public static string Name => "Mul";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x, V y)
        where V : struct, INumeric<V> => x * y;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    V IBinaryFormula.Value<V>(V x, V y) => Value(x, y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V SlopeX<V>(V x, V y, V z)
        where V : struct, IReal<V> => y;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V SlopeY<V>(V x, V y, V z)
        where V : struct, IReal<V> => x;
}

/// <summary>The product <c>x c</c> (<c>torch.mul</c>).</summary>
/// <param name="c">The constant.</param>
internal readonly struct MulConstantFormula(Number c) : INumericUnary
{
    public static string Name => "Mul";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x)
        where V : struct, INumeric<V> => x * V.Const(c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    V IUnaryFormula.Value<V>(V x) => Value(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Slope<V>(V x, V y)
        where V : struct, IReal<V> => V.Const(c);
}

/// <summary>The square <c>x^2</c> (<c>torch.square</c>).</summary>
internal readonly struct SquareFormula : INumericUnary
{
    public static string Name => "Square";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x)
        where V : struct, INumeric<V> => x * x;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    V IUnaryFormula.Value<V>(V x) => Value(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Slope<V>(V x, V y)
        where V : struct, IReal<V> => x + x;
}

public partial class Tensor
{
    /// <summary>The product, element by element, broadcast (<c>torch.mul</c>).</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public static Tensor operator *(Tensor x, Tensor y) => Operand(x, "Mul").Mul(Operand(y, "Mul"));

    /// <summary>c x; a number never changes a floating dtype.</summary>
    public static Tensor operator *(Tensor x, double c) => UnaryOp.ApplyNumeric(Operand(x, "Mul").ForReal(), new MulConstantFormula(c));

    /// <summary>c x.</summary>
    public static Tensor operator *(double c, Tensor x) => x * c;

    /// <summary>c x; integers stay integers.</summary>
    public static Tensor operator *(Tensor x, long c) => Operand(x, "Mul").DType.IsFloat ? x * (double)c : x.Mul(c);

    /// <summary>c x; integers stay integers.</summary>
    public static Tensor operator *(long c, Tensor x) => x * c;

    /// <summary>The product (<c>torch.mul</c>), of bools their and.</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public Tensor Mul(Tensor other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return BinaryOp.ApplyNumeric(this, other, default(MulFormula));
    }

    /// <summary>x x (<c>torch.square</c>).</summary>
    public Tensor Square() => UnaryOp.ApplyNumeric(this, default(SquareFormula));
}
