using System.Numerics;
using System.Runtime.CompilerServices;
using Autograd.Kernels;
using Autograd.Memory;

namespace Autograd;

internal readonly struct BitwiseAndOp : IIntegerBinary
{
    public static string Name => "BitwiseAnd";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Apply<T>(T x, T y)
        where T : IBinaryInteger<T> => x & y;
}

internal readonly struct BitwiseOrOp : IIntegerBinary
{
    public static string Name => "BitwiseOr";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Apply<T>(T x, T y)
        where T : IBinaryInteger<T> => x | y;
}

internal readonly struct BitwiseXorOp : IIntegerBinary
{
    public static string Name => "BitwiseXor";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Apply<T>(T x, T y)
        where T : IBinaryInteger<T> => x ^ y;
}

public partial class Tensor
{
    /// <summary>Bit by bit and; of masks, where both hold.</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    /// <exception cref="DTypeException">A dtype is floating.</exception>
    public static Tensor operator &(Tensor x, Tensor y) => Operand(x, "BitwiseAnd").BitwiseAnd(Operand(y, "BitwiseAnd"));

    /// <summary>Bit by bit or; of masks, where either holds.</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    /// <exception cref="DTypeException">A dtype is floating.</exception>
    public static Tensor operator |(Tensor x, Tensor y) => Operand(x, "BitwiseOr").BitwiseOr(Operand(y, "BitwiseOr"));

    /// <summary>Bit by bit exclusive or; of masks, where one alone holds.</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    /// <exception cref="DTypeException">A dtype is floating.</exception>
    public static Tensor operator ^(Tensor x, Tensor y) => Operand(x, "BitwiseXor").BitwiseXor(Operand(y, "BitwiseXor"));

    /// <summary>Every bit turned; of a mask, where it does not hold.</summary>
    /// <exception cref="DTypeException">The dtype is floating.</exception>
    public static Tensor operator ~(Tensor x) => Operand(x, "BitwiseNot").BitwiseNot();

    /// <summary>Bit by bit and, broadcast, of integers or bools (<c>torch.bitwise_and</c>).</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    /// <exception cref="DTypeException">A dtype is floating.</exception>
    public Tensor BitwiseAnd(Tensor other) => IntegerOp.Run<BitwiseAndOp>(this, other);

    /// <summary>Bit by bit or, broadcast, of integers or bools (<c>torch.bitwise_or</c>).</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    /// <exception cref="DTypeException">A dtype is floating.</exception>
    public Tensor BitwiseOr(Tensor other) => IntegerOp.Run<BitwiseOrOp>(this, other);

    /// <summary>Bit by bit exclusive or, broadcast, of integers or bools (<c>torch.bitwise_xor</c>).</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    /// <exception cref="DTypeException">A dtype is floating.</exception>
    public Tensor BitwiseXor(Tensor other) => IntegerOp.Run<BitwiseXorOp>(this, other);

    /// <summary>Every bit turned, of integers; of bools their not (<c>torch.bitwise_not</c>).</summary>
    /// <exception cref="DTypeException">The dtype is floating.</exception>
    public Tensor BitwiseNot()
    {
        using var face = Face.Of(nameof(BitwiseNot));
        return DType == DType.Bool
        ? LogicalNot()
        : IntegerOp.Run<BitwiseXorOp>(this, Full([], DType == DType.UInt8 ? byte.MaxValue : -1, DType));
    }
}
