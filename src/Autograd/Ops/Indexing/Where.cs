using System.Numerics;
using System.Runtime.CompilerServices;
using Autograd.Formulas;
using Autograd.Kernels;
using Autograd.Memory;

namespace Autograd;

/// <summary>x where the mask holds, y elsewhere (<c>torch.where</c>).</summary>
internal readonly struct WhereFormula : IMaskedFormula
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(Mask<V> mask, V x, V y)
        where V : struct, INumeric<V> => V.Select(mask, x, y);
}

/// <summary>z = condition ? x : y: the gradient goes to the operand taken, and zero to the other.</summary>
internal struct WhereOp : IOp, IBroadcasts, INumberBody, IBuiltInRule
{
    private Layout cl;
    private Layout xl;
    private Layout yl;
    private Saved condition;

    public static string Name => "Where";

    /// <summary>Operands in the dtype that holds both.</summary>
    public static Tensor Run(Tensor condition, Tensor x, Tensor y)
    {
        var dtype = DTypes.Result(x, y);
        return Op.Call(default(WhereOp), condition, x.To(dtype), y.To(dtype));
    }

    public Form Infer(ref OpCall c)
    {
        if (c.X.DType != DType.Bool)
            throw new DTypeException($"Where: the condition is {c.X.DType.Name}, not bool; compare first, for example with Ne(0)");
        DTypes.NeedNumber(Name, c.Y.DType);
        (var result, cl, xl, yl) = Broadcast.Of(Name, c.X, c.Y, c.Input(2));
        return new Form(result, c.Y.DType);
    }

    public void Compute(in OpCall c) => c.Number(c.Y.DType, ref this);

    public readonly void Run<T>(in OpCall c)
        where T : unmanaged, INumber<T> => MapKernel.Masked(default(WhereFormula), c.In<byte>(0), cl, c.In<T>(1), xl, c.In<T>(2), yl, c.Out<T>());

    public Node Record(in OpCall c)
    {
        condition = Saved.Of(c.X);
        (xl, yl) = (c.Y.Layout, c.Input(2).Layout);
        return c.Node(this);
    }

    public readonly void Backward(in Cotangents c)
    {
        if (c[0] is not { } g) return;
        var zero = Tensor.Zeros([], g.DType);
        if (c.Needs(1)) c.Add(1, Run(condition.Value, g, zero).SumTo(xl));
        if (c.Needs(2)) c.Add(2, Run(condition.Value, zero, g).SumTo(yl));
    }

    public readonly void Forward(in Tangents t)
    {
        var sizes = t.OutputShape(0);
        if (t[1] is { } dx) t.Set(0, Run(condition.Value, dx, Tensor.Zeros([], dx.DType)).Expand(sizes));
        if (t[2] is { } dy) t.Set(0, Run(condition.Value, Tensor.Zeros([], dy.DType), dy).Expand(sizes));
    }

    public void Visit(ref SavedVisitor saved) => saved.Add(ref condition);
}

public partial class Tensor
{
    /// <summary>x where the condition holds, y elsewhere, numbers or tensors; all three broadcast (<c>torch.where</c>).</summary>
    /// <exception cref="DTypeException">The condition is not bool.</exception>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public static Tensor Where(Tensor condition, Tensor x, Tensor y)
    {
        ArgumentNullException.ThrowIfNull(condition);
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        return WhereOp.Run(condition, x, y);
    }

    /// <summary>A copy with a number or scalar tensor, cast, where the mask holds; the gradient of the value is the sum of what it filled (<c>Tensor.masked_fill</c>).</summary>
    /// <exception cref="DTypeException">The mask is not bool.</exception>
    /// <exception cref="ShapeException">The value is not a scalar, or the mask does not broadcast to this shape.</exception>
    public Tensor MaskedFill(Tensor mask, Tensor value)
    {
        using var face = Face.Of(nameof(MaskedFill));
        ArgumentNullException.ThrowIfNull(mask);
        ArgumentNullException.ThrowIfNull(value);
        if (value.Rank != 0) throw new ShapeException($"MaskedFill: the value has shape {value.Shape}; a scalar is needed. Where takes tensors");
        return Where(mask, value.To(DType), this);
    }
}
