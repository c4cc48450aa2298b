using System.Numerics;
using Autograd.Kernels;

namespace Autograd;

/// <summary>y = exp(x) / sum exp(x) along the last dimension, one pass; gx = y (g - sum(g y)), fused as well.</summary>
internal struct SoftmaxRule : IRule
{
    private Saved y;

    private SoftmaxRule(Tensor y) => this.y = Saved.OfOutput(y);

    public static string Name => "Softmax";

    public static Tensor Run(Tensor x)
    {
        x = x.Contiguous();
        var y = Tensor.Allocate(x.Layout, x.DType);
        var work = new Work(x, y);
        DTypes.Float(Name, x.DType, ref work);
        return Op.Records(Name, x) ? Op.Record(Name, y, new SoftmaxRule(y), x) : Op.Pass(Name, y, x);
    }

    public readonly void Backward(in Cotangents c)
    {
        if (c[0] is { } g) c.Add(0, Slope(g));
    }

    /// <summary>The Jacobian diag(y) - y y^T is symmetric: the tangent has the form of the gradient.</summary>
    public readonly void Forward(in Tangents t)
    {
        if (t[0] is { } dx) t.Set(0, Slope(dx));
    }

    public void Visit(ref SavedVisitor saved) => saved.Add(ref y);

    private readonly Tensor Slope(Tensor g)
    {
        var value = y.Value;
        if (GradMode.IsEnabled) return value * (g - (g * value).Sum(-1, keepDim: true));
        g = g.Contiguous();
        var gx = Tensor.Allocate(g.Layout, g.DType);
        var work = new SlopeWork(g, value, gx);
        DTypes.Float(Name, g.DType, ref work);
        return gx;
    }

    private readonly ref struct Work(Tensor x, Tensor y) : IFloatWork
    {
        public void Run<T>()
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            using var xs = x.Lease<T>();
            using var ys = y.Lease<T>();
            SoftmaxKernel.Softmax<T>(xs.Span.Slice(x.Layout.Offset, x.Numel), x.Layout.Sizes[^1], ys.Span[..y.Numel]);
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
            SoftmaxKernel.SoftmaxBackward<T>(gs.Span.Slice(g.Layout.Offset, g.Numel), ys.Span.Slice(y.Layout.Offset, y.Numel), g.Layout.Sizes[^1], outs.Span[..gx.Numel]);
        }
    }
}

/// <summary>y = x - log sum exp(x) along the last dimension, one pass; gx = g - exp(y) sum(g), fused as well.</summary>
internal struct LogSoftmaxRule : IRule
{
    private Saved y;

    private LogSoftmaxRule(Tensor y) => this.y = Saved.OfOutput(y);

    public static string Name => "LogSoftmax";

    public static Tensor Run(Tensor x)
    {
        x = x.Contiguous();
        var y = Tensor.Allocate(x.Layout, x.DType);
        var work = new Work(x, y);
        DTypes.Float(Name, x.DType, ref work);
        return Op.Records(Name, x) ? Op.Record(Name, y, new LogSoftmaxRule(y), x) : Op.Pass(Name, y, x);
    }

    public readonly void Backward(in Cotangents c)
    {
        if (c[0] is not { } g) return;
        var value = y.Value;
        if (GradMode.IsEnabled)
        {
            c.Add(0, g - value.Exp() * g.Sum(-1, keepDim: true));
            return;
        }
        g = g.Contiguous();
        var gx = Tensor.Allocate(g.Layout, g.DType);
        var work = new SlopeWork(g, value, gx);
        DTypes.Float(Name, g.DType, ref work);
        c.Add(0, gx);
    }

    public readonly void Forward(in Tangents t)
    {
        if (t[0] is { } dx) t.Set(0, dx - (y.Value.Exp() * dx).Sum(-1, keepDim: true));
    }

    public void Visit(ref SavedVisitor saved) => saved.Add(ref y);

    private readonly ref struct Work(Tensor x, Tensor y) : IFloatWork
    {
        public void Run<T>()
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            using var xs = x.Lease<T>();
            using var ys = y.Lease<T>();
            SoftmaxKernel.LogSoftmax<T>(xs.Span.Slice(x.Layout.Offset, x.Numel), x.Layout.Sizes[^1], ys.Span[..y.Numel]);
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
            SoftmaxKernel.LogSoftmaxBackward<T>(gs.Span.Slice(g.Layout.Offset, g.Numel), ys.Span.Slice(y.Layout.Offset, y.Numel), g.Layout.Sizes[^1], outs.Span[..gx.Numel]);
        }
    }
}

public partial class Tensor
{
    /// <summary>exp(x) / sum exp(x) along a dimension, without overflow (<c>torch.softmax</c>). Integers become float32.</summary>
    /// <exception cref="ShapeException">There is no such dimension.</exception>
    public Tensor Softmax(int dim) => AlongLast("Softmax", dim, SoftmaxRule.Run);

    /// <summary>x - log sum exp(x) along a dimension, without overflow (<c>torch.log_softmax</c>). Integers become float32.</summary>
    /// <exception cref="ShapeException">There is no such dimension.</exception>
    public Tensor LogSoftmax(int dim) => AlongLast("LogSoftmax", dim, LogSoftmaxRule.Run);

    /// <summary>log sum exp(x) over a dimension, without overflow (<c>torch.logsumexp</c>).</summary>
    /// <exception cref="ShapeException">There is no such dimension.</exception>
    public Tensor LogSumExp(int dim, bool keepDim = false) => LogSumExp([dim], keepDim);

    /// <summary>log sum exp(x) over several dimensions, without overflow (<c>torch.logsumexp</c>). Integers become float32.</summary>
    /// <exception cref="ShapeException">There is no such dimension.</exception>
    public Tensor LogSumExp(ReadOnlySpan<int> dims, bool keepDim = false) => LogSumExpRule.Run(ForReal(), Dims.Mask("LogSumExp", dims, Rank), keepDim);

    /// <summary>A row op along any dimension: it works on the last, where the others are exchanged with it.</summary>
    private Tensor AlongLast(string op, int dim, Func<Tensor, Tensor> rows)
    {
        int d = Dims.Wrap(op, dim, Rank);
        var x = ForReal();
        if (Rank == 0) return rows(x.Unsqueeze(0)).Squeeze([0]);
        return d == Rank - 1 ? rows(x) : rows(x.Transpose(d, -1)).Transpose(d, -1);
    }
}
