using System.Numerics;
using Autograd.Kernels;

namespace Autograd;

/// <summary>A softmax of rows: its loops over the last dimension, and its derivatives in differentiable ops.</summary>
internal interface IRowSoftmax
{
    static abstract string Name { get; }

    static abstract void Value<T>(ReadOnlySpan<T> x, int length, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>;

    static abstract void Slope<T>(ReadOnlySpan<T> g, ReadOnlySpan<T> y, int length, Span<T> gx)
        where T : unmanaged, IFloatingPointIeee754<T>;

    /// <summary>The gradient of x from that of y = f(x).</summary>
    static abstract Tensor Backward(Tensor g, Tensor y);

    /// <summary>The tangent of y from that of x.</summary>
    static abstract Tensor Forward(Tensor dx, Tensor y);
}

/// <summary>y = exp(x) / sum exp(x); gx = y (g - sum(g y)).</summary>
internal readonly struct RowSoftmax : IRowSoftmax
{
    public static string Name => "Softmax";

    public static void Value<T>(ReadOnlySpan<T> x, int length, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T> => RowKernel.Run(default(SoftmaxRows<T>), x.Length / length, length, x, default, y);

    public static void Slope<T>(ReadOnlySpan<T> g, ReadOnlySpan<T> y, int length, Span<T> gx)
        where T : unmanaged, IFloatingPointIeee754<T> => RowKernel.Run(default(SoftmaxSlopeRows<T>), g.Length / length, length, g, y, gx);

    public static Tensor Backward(Tensor g, Tensor y) => y * (g - (g * y).Sum(-1, keepDim: true));

    /// <summary>The Jacobian diag(y) - y y^T is symmetric.</summary>
    public static Tensor Forward(Tensor dx, Tensor y) => Backward(dx, y);
}

/// <summary>y = x - log sum exp(x); gx = g - exp(y) sum(g).</summary>
internal readonly struct RowLogSoftmax : IRowSoftmax
{
    public static string Name => "LogSoftmax";

    public static void Value<T>(ReadOnlySpan<T> x, int length, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T> => RowKernel.Run(default(LogSoftmaxRows<T>), x.Length / length, length, x, default, y);

    public static void Slope<T>(ReadOnlySpan<T> g, ReadOnlySpan<T> y, int length, Span<T> gx)
        where T : unmanaged, IFloatingPointIeee754<T> => RowKernel.Run(default(LogSoftmaxSlopeRows<T>), g.Length / length, length, g, y, gx);

    public static Tensor Backward(Tensor g, Tensor y) => g - y.Exp() * g.Sum(-1, keepDim: true);

    public static Tensor Forward(Tensor dx, Tensor y) => dx - (y.Exp() * dx).Sum(-1, keepDim: true);
}

/// <summary>A softmax along the last dimension, one pass; its gradient is one pass as well where nothing is recorded.</summary>
/// <typeparam name="TRows">Which softmax.</typeparam>
internal struct SoftmaxRule<TRows> : IBuiltInRule
    where TRows : struct, IRowSoftmax
{
    private Saved y;

    private SoftmaxRule(Tensor y) => this.y = Saved.OfOutput(y);

    public static string Name => TRows.Name;

    public static Tensor Run(Tensor x)
    {
        x = x.Contiguous();
        var y = Tensor.Allocate(x.Layout, x.DType);
        var work = new Work(x, y);
        DTypes.Float(Name, x.DType, ref work);
        return Op.Records(Name, x) ? Op.Record(Name, y, new SoftmaxRule<TRows>(y), x) : Op.Pass(Name, y, x);
    }

    public readonly void Backward(in Cotangents c)
    {
        if (c[0] is not { } g) return;
        if (GradMode.IsEnabled)
        {
            c.Add(0, TRows.Backward(g, y.Value));
            return;
        }
        g = g.Contiguous();
        var gx = Tensor.Allocate(g.Layout, g.DType);
        var work = new SlopeWork(g, y.Value, gx);
        DTypes.Float(Name, g.DType, ref work);
        c.Add(0, gx);
    }

    public readonly void Forward(in Tangents t)
    {
        if (t[0] is { } dx) t.Set(0, TRows.Forward(dx, y.Value));
    }

    public void Visit(ref SavedVisitor saved) => saved.Add(ref y);

    private readonly ref struct Work(Tensor x, Tensor y) : IFloatWork
    {
        public void Run<T>()
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            using var xs = x.Lease<T>();
            using var ys = y.Lease<T>();
            if (x.Numel > 0) TRows.Value<T>(xs.Span.Slice(x.Layout.Offset, x.Numel), x.Layout.Sizes[^1], ys.Span[..y.Numel]);
        }
    }

    private readonly ref struct SlopeWork(Tensor g, Tensor y, Tensor gx) : IFloatWork
    {
        public void Run<T>()
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            using var gs = g.Lease<T>();
            using var ys = y.Lease<T>();
            using var outs = gx.Lease<T>();
            if (g.Numel > 0) TRows.Slope<T>(gs.Span.Slice(g.Layout.Offset, g.Numel), ys.Span.Slice(y.Layout.Offset, y.Numel), g.Layout.Sizes[^1], outs.Span[..gx.Numel]);
        }
    }
}

public partial class Tensor
{
    /// <summary>exp(x) / sum exp(x) along a dimension, without overflow (<c>torch.softmax</c>). Integers become float32.</summary>
    /// <exception cref="ShapeException">There is no such dimension.</exception>
    public Tensor Softmax(int dim) => AlongLast("Softmax", dim, SoftmaxRule<RowSoftmax>.Run);

    /// <summary>x - log sum exp(x) along a dimension, without overflow (<c>torch.log_softmax</c>). Integers become float32.</summary>
    /// <exception cref="ShapeException">There is no such dimension.</exception>
    public Tensor LogSoftmax(int dim) => AlongLast("LogSoftmax", dim, SoftmaxRule<RowLogSoftmax>.Run);

    /// <summary>A row op along any dimension: it works on the last, where the others are exchanged with it.</summary>
    private Tensor AlongLast(string op, int dim, Func<Tensor, Tensor> rows)
    {
        int d = Dims.Wrap(op, dim, Rank);
        var x = ForReal();
        if (Rank == 0) return rows(x.Unsqueeze(0)).Squeeze([0]);
        return d == Rank - 1 ? rows(x) : rows(x.Transpose(d, -1)).Transpose(d, -1);
    }
}
