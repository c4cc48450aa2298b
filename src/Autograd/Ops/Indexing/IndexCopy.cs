using Autograd.Kernels;
using Autograd.Memory;

namespace Autograd;

/// <summary>A copy of x with source written at indices of a dimension: gx = g, zero where written; gsource = g at the indices.</summary>
internal struct IndexCopyRule : IBuiltInRule
{
    private readonly int dim;
    private Saved index;

    private IndexCopyRule(int dim, Tensor index)
    {
        this.dim = dim;
        this.index = Saved.Of(index);
    }

    public static string Name => "IndexCopy";

    public static Tensor Run(Tensor x, int dim, Tensor index, Tensor source)
    {
        IndexAddRule.Check(Name, x, dim, index, source);
        var y = Tensor.Allocate(x.Layout, x.DType);
        CopyOp.Into(x, y, y.Layout);
        var offsets = IndexVector.Offsets(Name, index, y, dim);
        var work = new Work(y, dim, offsets, source.Contiguous());
        DTypes.Element(x.DType, ref work);
        return Op.Records(Name, x, source) ? Op.Record(Name, y, new IndexCopyRule(dim, index), x, source) : Op.Pass(Name, y, x, source);
    }

    public readonly void Backward(in Cotangents c)
    {
        if (c[0] is not { } g) return;
        var i = index.Value;
        if (c.Needs(0)) c.Add(0, Without(g, i));
        if (c.Needs(1)) c.Add(1, g.IndexSelect(dim, i));
    }

    public readonly void Forward(in Tangents t)
    {
        var i = index.Value;
        if (t[0] is { } dx) t.Set(0, Without(dx, i));
        if (t[1] is { } ds) t.Set(0, Run(Tensor.Zeros(t.OutputShape(0), ds.DType), dim, i, ds));
    }

    public void Visit(ref SavedVisitor saved) => saved.Add(ref index);

    private readonly Tensor Without(Tensor g, Tensor i)
    {
        var sizes = g.Shape.ToArray();
        if (g.Rank > 0) sizes[dim] = i.Numel;
        return Run(g, dim, i, Tensor.Zeros(sizes, g.DType));
    }

    private readonly ref struct Work(Tensor y, int dim, int[] offsets, Tensor source) : IElementWork
    {
        public void Run<T>()
            where T : unmanaged
        {
            using var ys = y.Lease<T>();
            using var ss = source.Lease<T>();
            var (before, after) = IndexVector.Around(y.Layout, dim);
            ScatterKernel.Write<T>(ys.Span, before, offsets, after, ss.Span.Slice(source.Layout.Offset, source.Numel));
        }
    }
}

public partial class Tensor
{
    /// <summary>A copy with a source written at some indices of a dimension (<c>torch.index_copy</c>).</summary>
    /// <remarks>Where an index comes twice, the last value stays.</remarks>
    /// <exception cref="ShapeException">An index is out of range, or the source does not fit.</exception>
    /// <exception cref="DTypeException">The indices are not integers, or the source has another dtype.</exception>
    public Tensor IndexCopy(int dim, Tensor index, Tensor source)
    {
        ArgumentNullException.ThrowIfNull(index);
        ArgumentNullException.ThrowIfNull(source);
        return IndexCopyRule.Run(this, Dims.Wrap("IndexCopy", dim, Rank), index, source);
    }

    /// <summary>The coordinates of the elements that are not 0, one a row, in row-major order: <c>[N, rank]</c>, int64 (<c>torch.nonzero</c>).</summary>
    public Tensor NonZero()
    {
        Op.NeedValues("NonZero", this);
        var mask = Detach().Ne(0);
        using var ms = mask.Lease<byte>();
        int count = GatherMask.Count(ms.Span, mask.Layout);
        var coordinates = Empty([count, Rank], DType.Int64);
        using var cs = coordinates.Lease<long>();
        GatherMask.NonZero(ms.Span, mask.Layout, cs.Span[..coordinates.Numel]);
        return Op.Pass("NonZero", coordinates, this);
    }

    /// <summary>The elements where a mask holds, as a vector (<c>torch.masked_select</c>); mask and tensor broadcast.</summary>
    /// <exception cref="DTypeException">The mask is not bool.</exception>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public Tensor MaskedSelect(Tensor mask)
    {
        ArgumentNullException.ThrowIfNull(mask);
        if (mask.DType != DType.Bool) throw new DTypeException($"MaskedSelect: the mask is {mask.DType.Name}, not bool");
        var sizes = LayoutViews.TryBroadcast(layout.Sizes, mask.layout.Sizes)
            ?? throw new ShapeException($"MaskedSelect: shapes {Shape} and {mask.Shape} do not broadcast");
        Op.NeedValues("MaskedSelect", mask);
        return Expand(sizes)[mask.Expand(sizes)];
    }
}
