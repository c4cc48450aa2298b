using Autograd.Kernels;
using Autograd.Memory;

namespace Autograd;

/// <summary>z = condition ? x : y: the gradient goes to the operand taken, and zero to the other.</summary>
internal struct WhereRule : IBuiltInRule
{
    private readonly Layout xSizes;
    private readonly Layout ySizes;
    private Saved condition;

    public WhereRule(Tensor condition, Tensor x, Tensor y)
    {
        xSizes = x.Layout;
        ySizes = y.Layout;
        this.condition = Saved.Of(condition);
    }

    public static string Name => "Where";

    public static Tensor Run(Tensor condition, Tensor x, Tensor y)
    {
        if (condition.DType != DType.Bool)
            throw new DTypeException($"Where: the condition is {condition.DType.Name}, not bool; compare first, for example with Ne(0)");
        var dtype = DTypes.Result(x, y);
        (x, y) = (x.To(dtype), y.To(dtype));
        var (pair, _, _) = Broadcast.Of(Name, x, y);
        var sizes = LayoutViews.TryBroadcast(condition.Layout.Sizes, pair.Sizes)
            ?? throw new ShapeException($"Where: the condition of shape {condition.Shape} does not broadcast with {x.Shape} and {y.Shape}");
        var z = Tensor.Allocate(Layout.Contiguous(sizes), x.DType);
        var work = new Work(condition, x, y, z);
        DTypes.Number(Name, x.DType, ref work);
        return Op.Records(Name, x, y) ? Op.Record(Name, z, new WhereRule(condition, x, y), x, y) : Op.Pass(Name, z, x, y);
    }

    public readonly void Backward(in Cotangents c)
    {
        if (c[0] is not { } g) return;
        var zero = Tensor.Zeros([], g.DType);
        if (c.Needs(0)) c.Add(0, Run(condition.Value, g, zero).SumTo(xSizes));
        if (c.Needs(1)) c.Add(1, Run(condition.Value, zero, g).SumTo(ySizes));
    }

    public readonly void Forward(in Tangents t)
    {
        var sizes = t.OutputShape(0);
        if (t[0] is { } dx) t.Set(0, Run(condition.Value, dx, Tensor.Zeros([], dx.DType)).Expand(sizes));
        if (t[1] is { } dy) t.Set(0, Run(condition.Value, Tensor.Zeros([], dy.DType), dy).Expand(sizes));
    }

    public void Visit(ref SavedVisitor saved) => saved.Add(ref condition);

    private readonly ref struct Work(Tensor condition, Tensor x, Tensor y, Tensor z) : INumberWork
    {
        public void Run<T>()
            where T : unmanaged, System.Numerics.INumber<T>
        {
            using var cs = condition.Lease<byte>();
            using var xs = x.Lease<T>();
            using var ys = y.Lease<T>();
            using var zs = z.Lease<T>();
            var sizes = z.Layout.Sizes;
            MapKernel.Masked<T, WhereFormula>(default, cs.Span, condition.Layout.TryExpand(sizes)!, xs.Span, x.Layout.TryExpand(sizes)!, ys.Span, y.Layout.TryExpand(sizes)!, zs.Span);
        }
    }
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
        return WhereRule.Run(condition, x, y);
    }

    /// <summary>A copy with a number or scalar tensor, cast, where the mask holds; the gradient of the value is the sum of what it filled (<c>Tensor.masked_fill</c>).</summary>
    /// <exception cref="DTypeException">The mask is not bool.</exception>
    /// <exception cref="ShapeException">The value is not a scalar, or the mask does not broadcast to this shape.</exception>
    public Tensor MaskedFill(Tensor mask, Tensor value)
    {
        ArgumentNullException.ThrowIfNull(mask);
        ArgumentNullException.ThrowIfNull(value);
        if (value.Rank != 0) throw new ShapeException($"MaskedFill: the value has shape {value.Shape}; a scalar is needed. Where takes tensors");
        return Where(mask, value.To(DType), this);
    }
}
