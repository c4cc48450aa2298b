using System.Runtime.CompilerServices;
using Autograd.Formulas;

namespace Autograd;

/// <summary>The quotient <c>x / y</c> (<c>torch.div</c>).</summary>
internal readonly struct DivFormula : IBinaryFormula
{
    public static string Name => "Div";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x, V y)
        where V : struct, IReal<V> => x / y;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V SlopeX<V>(V x, V y, V z)
        where V : struct, IReal<V> => V.One / y;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V SlopeY<V>(V x, V y, V z)
        where V : struct, IReal<V> => -z / y;
}

/// <summary>The quotient <c>x / c</c> (<c>torch.div</c>).</summary>
/// <param name="c">The constant.</param>
internal readonly struct DivConstantFormula(Number c) : IUnaryFormula
{
    public static string Name => "Div";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x)
        where V : struct, IReal<V> => x / V.Const(c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Slope<V>(V x, V y)
        where V : struct, IReal<V> => V.One / V.Const(c);
}

/// <summary>The quotient <c>c / x</c> (<c>torch.div</c>).</summary>
/// <param name="c">The constant.</param>
internal readonly struct RDivConstantFormula(Number c) : IUnaryFormula
{
    public static string Name => "RDiv";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x)
        where V : struct, IReal<V> => V.Const(c) / x;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Slope<V>(V x, V y)
        where V : struct, IReal<V> => -y / x;
}

/// <summary>The reciprocal <c>1 / x</c> (<c>torch.reciprocal</c>).</summary>
internal readonly struct ReciprocalFormula : IUnaryFormula
{
    public static string Name => "Reciprocal";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x)
        where V : struct, IReal<V> => V.One / x;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Slope<V>(V x, V y)
        where V : struct, IReal<V> => -(y * y);
}

public partial class Tensor
{
    /// <summary>The quotient, element by element, broadcast; of integers in float32 (<c>torch.div</c>).</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public static Tensor operator /(Tensor x, Tensor y) => Operand(x, "Div").Div(Operand(y, "Div"));

    /// <summary>x / c.</summary>
    public static Tensor operator /(Tensor x, double c) => UnaryOp.Apply(Operand(x, "Div"), new DivConstantFormula(c));

    /// <summary>c / x.</summary>
    public static Tensor operator /(double c, Tensor x) => UnaryOp.Apply(Operand(x, "Div"), new RDivConstantFormula(c));

    /// <summary>The quotient; of integers in float32 (<c>torch.div</c>).</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public Tensor Div(Tensor other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return BinaryOp.Apply(this, other, default(DivFormula));
    }

    /// <summary>1 / x; integers become float32 (<c>torch.reciprocal</c>).</summary>
    public Tensor Reciprocal() => UnaryOp.Apply(this, default(ReciprocalFormula));
}
