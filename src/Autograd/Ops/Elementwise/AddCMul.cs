using System.Runtime.CompilerServices;
using Autograd.Formulas;

namespace Autograd;

/// <summary><c>x + c y z</c> (<c>torch.addcmul</c>).</summary>
/// <param name="c">The factor of the product; a whole number where the elements are integers.</param>
internal readonly struct AddCMulFormula(Number c) : INumericTernary
{
    public static string Name => "AddCMul";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x, V y, V z)
        where V : struct, INumeric<V> => V.Fma(V.Const(c), y * z, x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    V ITernaryFormula.Value<V>(V x, V y, V z) => Value(x, y, z);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V SlopeX<V>(V x, V y, V z)
        where V : struct, IReal<V> => V.One;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V SlopeY<V>(V x, V y, V z)
        where V : struct, IReal<V> => V.Const(c) * z;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V SlopeZ<V>(V x, V y, V z)
        where V : struct, IReal<V> => V.Const(c) * y;
}

/// <summary><c>x + c y / z</c> (<c>torch.addcdiv</c>).</summary>
/// <param name="c">The factor of the quotient.</param>
internal readonly struct AddCDivFormula(Number c) : ITernaryFormula
{
    public static string Name => "AddCDiv";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x, V y, V z)
        where V : struct, IReal<V> => V.Fma(V.Const(c), y / z, x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V SlopeX<V>(V x, V y, V z)
        where V : struct, IReal<V> => V.One;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V SlopeY<V>(V x, V y, V z)
        where V : struct, IReal<V> => V.Const(c) / z;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V SlopeZ<V>(V x, V y, V z)
        where V : struct, IReal<V> => -(V.Const(c) * y / z) / z;
}

public partial class Tensor
{
    /// <summary>x + value a b, with value 1 when not given, broadcast (<c>torch.addcmul</c>).</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    /// <exception cref="DTypeException">The result is of integers, and value is no whole number; or all are bool.</exception>
    public Tensor AddCMul(Tensor tensor1, Tensor tensor2, Number? value = null)
    {
        var factor = value ?? 1L;
        var dtype = DTypes.Result(this, Given(tensor1), Given(tensor2));
        if (dtype == DType.Bool) throw new DTypeException("AddCMul: bools have no sum of products; convert with To(DType.Int64)");
        NeedWhole("AddCMul", nameof(value), factor, dtype);
        return TernaryOp.ApplyNumeric(this, tensor1, tensor2, new AddCMulFormula(factor));
    }

    /// <summary>x + value a / b, with value 1 when not given, broadcast (<c>torch.addcdiv</c>).</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public Tensor AddCDiv(Tensor tensor1, Tensor tensor2, Number? value = null) =>
        TernaryOp.Apply(this, Given(tensor1), Given(tensor2), new AddCDivFormula(value ?? 1L));
}
