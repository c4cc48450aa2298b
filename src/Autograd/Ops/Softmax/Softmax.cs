using System.Numerics;
using Autograd.Kernels;

namespace Autograd;

/// <summary>A softmax of rows: its loops over the last dimension, and its derivatives in differentiable ops.</summary>
internal interface IRowSoftmax
{
    static abstract string Name { get; }

    static abstract void Value<T>(int rows, int length, ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>;

    static abstract void Slope<T>(int rows, int length, ReadOnlySpan<T> g, ReadOnlySpan<T> y, Span<T> gx)
        where T : unmanaged, IFloatingPointIeee754<T>;

    /// <summary>J d, the tangent of y from that of x.</summary>
    static abstract Tensor Tangent(Tensor d, Tensor y);

    /// <summary>The derivative of J^T g along y, applied to dy.</summary>
    static abstract Tensor Curve(Tensor g, Tensor y, Tensor dy);

    /// <summary>Its transpose, applied to c.</summary>
    static abstract Tensor CurveAdjoint(Tensor g, Tensor y, Tensor c);
}

/// <summary>y = exp(x) / sum exp(x); J = diag(y) - y y^T is its own transpose.</summary>
internal readonly struct RowSoftmax : IRowSoftmax
{
    public static string Name => "Softmax";

    public static void Value<T>(int rows, int length, ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T> => RowKernel.Run(default(SoftmaxRows<T>), rows, length, x, default, y);

    public static void Slope<T>(int rows, int length, ReadOnlySpan<T> g, ReadOnlySpan<T> y, Span<T> gx)
        where T : unmanaged, IFloatingPointIeee754<T> => RowKernel.Run(default(SoftmaxSlopeRows<T>), rows, length, g, y, gx);

    public static Tensor Tangent(Tensor d, Tensor y) => y * (d - Sum(d * y));

    public static Tensor Curve(Tensor g, Tensor y, Tensor dy) => dy * (g - Sum(g * y)) - y * Sum(g * dy);

    public static Tensor CurveAdjoint(Tensor g, Tensor y, Tensor c) => c * (g - Sum(g * y)) - g * Sum(c * y);

    private static Tensor Sum(Tensor x) => x.Sum(-1, keepDim: true);
}

/// <summary>y = x - log sum exp(x); J = 1 - 1 exp(y)^T.</summary>
internal readonly struct RowLogSoftmax : IRowSoftmax
{
    public static string Name => "LogSoftmax";

    public static void Value<T>(int rows, int length, ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T> => RowKernel.Run(default(LogSoftmaxRows<T>), rows, length, x, default, y);

    public static void Slope<T>(int rows, int length, ReadOnlySpan<T> g, ReadOnlySpan<T> y, Span<T> gx)
        where T : unmanaged, IFloatingPointIeee754<T> => RowKernel.Run(default(LogSoftmaxSlopeRows<T>), rows, length, g, y, gx);

    public static Tensor Tangent(Tensor d, Tensor y) => d - Sum(y.Exp() * d);

    public static Tensor Curve(Tensor g, Tensor y, Tensor dy) => -(y.Exp() * dy * Sum(g));

    /// <summary>Diagonal, as its transpose is.</summary>
    public static Tensor CurveAdjoint(Tensor g, Tensor y, Tensor c) => Curve(g, y, c);

    private static Tensor Sum(Tensor x) => x.Sum(-1, keepDim: true);
}

/// <summary>A softmax along the last dimension of a contiguous tensor; its gradient is an op as well.</summary>
/// <typeparam name="S">Which softmax.</typeparam>
internal struct SoftmaxOp<S> : IOp, IBroadcasts, IRowMajor, IFloatBody, IBuiltInRule
    where S : struct, IRowSoftmax
{
    private Saved y;

    public static string Name => S.Name;

    public readonly Form Infer(ref OpCall c)
    {
        DTypes.NeedFloat(Name, c.X.DType);
        return new Form(c.X.Layout.Sizes, c.X.DType);
    }

    public void Compute(in OpCall c) => c.Float(ref this);

    public readonly void Run<T>(in OpCall c)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int length = c.X.Layout.Sizes[^1];
        if (length > 0) S.Value(c.X.Numel / length, length, c.Elements<T>(0), c.Out<T>());
    }

    public Node Record(in OpCall c)
    {
        y = c.Save();
        return c.Node(this);
    }

    public readonly void Backward(in Cotangents c)
    {
        if (c[0] is { } g) c.Add(0, SoftmaxSlopeOp<S>.Apply(g, y.Value));
    }

    public readonly void Forward(in Tangents t)
    {
        if (t[0] is { } dx) t.Set(0, S.Tangent(dx, y.Value));
    }

    public void Visit(ref SavedVisitor saved) => saved.Add(ref y);
}

/// <summary>gx = J^T g of a softmax as an op of g and y, fused like the value.</summary>
/// <typeparam name="S">Which softmax.</typeparam>
internal struct SoftmaxSlopeOp<S> : IOp, IFollowsFirst, IRowMajor, IFloatBody, IBuiltInRule
    where S : struct, IRowSoftmax
{
    private Saved g;
    private Saved y;

    public static string Name { get; } = S.Name + "Slope";

    public static Tensor Apply(Tensor g, Tensor y) => Op.Call(default(SoftmaxSlopeOp<S>), g.Contiguous(), y.Contiguous());

    public readonly Form Infer(ref OpCall c) => new(c.X.Layout.Sizes, c.X.DType);

    public void Compute(in OpCall c) => c.Float(ref this);

    public readonly void Run<T>(in OpCall c)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int length = c.X.Layout.Sizes[^1];
        if (length > 0) S.Slope(c.X.Numel / length, length, c.Elements<T>(0), c.Elements<T>(1), c.Out<T>());
    }

    public Node Record(in OpCall c)
    {
        g = Saved.Of(c.X);
        y = Saved.Of(c.Y);
        return c.Node(this);
    }

    public readonly void Backward(in Cotangents c)
    {
        if (c[0] is not { } cotangent) return;
        if (c.Needs(0)) c.Add(0, S.Tangent(cotangent, y.Value));
        if (c.Needs(1)) c.Add(1, S.CurveAdjoint(g.Value, y.Value, cotangent));
    }

    public readonly void Forward(in Tangents t)
    {
        if (t[0] is { } dg) t.Set(0, Apply(dg, y.Value));
        if (t[1] is { } dy) t.Set(0, S.Curve(g.Value, y.Value, dy));
    }

    public void Visit(ref SavedVisitor saved) => saved.Add(ref g, ref y);
}

public partial class Tensor
{
    /// <summary>exp(x) / sum exp(x) along a dimension, without overflow (<c>torch.softmax</c>). Integers become float32.</summary>
    /// <exception cref="ShapeException">There is no such dimension.</exception>
    public Tensor Softmax(int dim) => AlongLast(default(SoftmaxOp<RowSoftmax>), dim);

    /// <summary>x - log sum exp(x) along a dimension, without overflow (<c>torch.log_softmax</c>). Integers become float32.</summary>
    /// <exception cref="ShapeException">There is no such dimension.</exception>
    public Tensor LogSoftmax(int dim) => AlongLast(default(SoftmaxOp<RowLogSoftmax>), dim);

    /// <summary>A row op along any dimension: it works on the last, where the others are exchanged with it.</summary>
    private Tensor AlongLast<TOp>(TOp op, int dim)
        where TOp : struct, IOp
    {
        int d = Dims.Wrap(TOp.Name, dim, Rank);
        var x = ForReal();
        if (Rank == 0) return Op.Call(op, x.Unsqueeze(0)).Squeeze([0]);
        return d == Rank - 1 ? Op.Call(op, x.Contiguous()) : Op.Call(op, x.Transpose(d, -1).Contiguous()).Transpose(d, -1);
    }
}
