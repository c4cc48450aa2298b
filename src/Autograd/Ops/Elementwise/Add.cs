using System.Runtime.CompilerServices;
using Autograd.Formulas;
using Autograd.Memory;

namespace Autograd;

/// <summary>The sum <c>x + y</c> (<c>torch.add</c>).</summary>
internal readonly struct AddFormula : INumericBinary
{
    public static string Name => "Add";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x, V y)
        where V : struct, INumeric<V> => x + y;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    V IBinaryFormula.Value<V>(V x, V y) => Value(x, y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V SlopeX<V>(V x, V y, V z)
        where V : struct, IReal<V> => V.One;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V SlopeY<V>(V x, V y, V z)
        where V : struct, IReal<V> => V.One;
}

/// <summary>The sum <c>x + alpha y</c> (<c>torch.add</c>).</summary>
/// <param name="alpha">The factor of the second number; a whole number where the elements are integers.</param>
internal readonly struct AddScaledFormula(Number alpha) : INumericBinary
{
    public static string Name => "Add";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x, V y)
        where V : struct, INumeric<V> => x + V.Const(alpha) * y;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    V IBinaryFormula.Value<V>(V x, V y) => Value(x, y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V SlopeX<V>(V x, V y, V z)
        where V : struct, IReal<V> => V.One;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V SlopeY<V>(V x, V y, V z)
        where V : struct, IReal<V> => V.Const(alpha);
}

/// <summary>The sum <c>x + c</c> (<c>torch.add</c>).</summary>
/// <param name="c">The constant; <c>sub</c> is the sum with <c>-c</c>.</param>
internal readonly struct AddConstantFormula(Number c) : INumericUnary
{
    public static string Name => "Add";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x)
        where V : struct, INumeric<V> => x + V.Const(c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    V IUnaryFormula.Value<V>(V x) => Value(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Slope<V>(V x, V y)
        where V : struct, IReal<V> => V.One;
}

/// <summary>target += x in place, outside of any graph: for sums that nobody else can see.</summary>
internal static class Accumulation
{
    public static void AddInto(Tensor target, Tensor x) => Op.Into(new BinaryOp<AddFormula>(default), target, target.Layout, target, x);
}

public partial class Tensor
{
    /// <summary>The sum, element by element, broadcast (<c>torch.add</c>).</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public static Tensor operator +(Tensor x, Tensor y) => Operand(x, "Add").Add(Operand(y, "Add"));

    /// <summary>x + c; a number never changes a floating dtype.</summary>
    public static Tensor operator +(Tensor x, double c) => UnaryOp.ApplyNumeric(Operand(x, "Add").ForReal(), new AddConstantFormula(c));

    /// <summary>c + x.</summary>
    public static Tensor operator +(double c, Tensor x) => x + c;

    /// <summary>x + c; integers stay integers.</summary>
    public static Tensor operator +(Tensor x, long c) => Operand(x, "Add").DType.IsFloat ? x + (double)c : x.Add(c);

    /// <summary>c + x.</summary>
    public static Tensor operator +(long c, Tensor x) => x + c;

    /// <summary>The sum (<c>torch.add</c>), of bools their or.</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public Tensor Add(Tensor other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return DType == DType.Bool && other.DType == DType.Bool ? LogicalOr(other) : BinaryOp.ApplyNumeric(this, other, default(AddFormula));
    }

    /// <summary>x + alpha other (<c>torch.add(alpha=)</c>).</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    /// <exception cref="DTypeException">The result is of integers, and alpha is no whole number.</exception>
    public Tensor Add(Tensor other, Number alpha)
    {
        NeedWhole("Add", nameof(alpha), alpha, DTypes.Result(this, Given(other)));
        return BinaryOp.ApplyNumeric(this, other, new AddScaledFormula(alpha));
    }
}
