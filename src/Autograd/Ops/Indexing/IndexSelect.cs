using System.Numerics;
using Autograd.Kernels;
using Autograd.Memory;

namespace Autograd;

/// <summary>An index vector as offsets along one dimension, checked before anything is read or written by them.</summary>
internal static class IndexVector
{
    public static int[] Offsets(string op, Tensor index, Tensor x, int dim)
    {
        if (index.DType is not (DType.Int64 or DType.Int32)) throw new DTypeException($"{op}: indices are int64 or int32, not {index.DType.Name}");
        var wide = index.To(DType.Int64);
        var offsets = new int[index.Numel];
        int size = x.Rank == 0 ? 1 : x.Layout.Sizes[dim], stride = x.Rank == 0 ? 1 : x.Layout.Strides[dim];
        using var lease = wide.Lease<long>();
        if (!GatherIndex.TryAdd(lease.Span, wide.Layout, size, stride, offsets, out long bad))
            throw new ShapeException($"{op}: index {bad} is out of range for dimension {dim} of shape {x.Shape}");
        return offsets;
    }

    /// <summary>The layouts of the dimensions before and behind one: blocks that an index moves as a whole.</summary>
    public static (Layout Before, Layout After) Around(Layout x, int dim) => (
        Layout.Strided(x.Sizes[..dim], x.Strides[..dim], x.Offset),
        x.Rank == 0 ? Layout.Scalar : Layout.Strided(x.Sizes[(dim + 1)..], x.Strides[(dim + 1)..], 0));
}

/// <summary>Some indices of a dimension: y[.., m, ..] = x[.., index[m], ..]; its transpose adds them up where they came from.</summary>
internal struct IndexSelectOp : IBuiltInLinear
{
    private readonly int dim;
    private readonly Layout sizes;
    private Saved index;

    private IndexSelectOp(Tensor x, int dim, Tensor index)
    {
        this.dim = dim;
        sizes = x.Layout;
        this.index = Saved.Of(index);
    }

    public static string Name => "IndexSelect";

    public static Tensor Run(Tensor x, int dim, Tensor index)
    {
        var offsets = IndexVector.Offsets(Name, index, x, dim);
        var result = x.Shape.ToArray();
        if (x.Rank > 0) result[dim] = offsets.Length;
        var y = Tensor.Allocate(Layout.Contiguous(result), x.DType);
        var work = new Work(x, dim, offsets, y);
        DTypes.Element(x.DType, ref work);
        return Op.Records(Name, x) ? Op.Record(Name, y, new LinearRule<IndexSelectOp>(new(x, dim, index)), x) : Op.Pass(Name, y, x);
    }

    public readonly Tensor Apply(Tensor x) => Run(x, dim, index.Value);

    public readonly Tensor Adjoint(Tensor g) => IndexAddRule.Run(Tensor.Zeros(sizes.Sizes, g.DType), dim, index.Value, g);

    public void Visit(ref SavedVisitor saved) => saved.Add(ref index);

    private readonly ref struct Work(Tensor x, int dim, int[] offsets, Tensor y) : IElementWork
    {
        public void Run<T>()
            where T : unmanaged
        {
            using var xs = x.Lease<T>();
            using var ys = y.Lease<T>();
            var (before, after) = IndexVector.Around(x.Layout, dim);
            GatherKernel.Read<T>(xs.Span, before, offsets, after, ys.Span[..y.Numel]);
        }
    }
}

/// <summary>A copy of x with source added at indices of a dimension: gx = g, gsource = g at the indices.</summary>
internal struct IndexAddRule : IBuiltInRule
{
    private readonly int dim;
    private Saved index;

    private IndexAddRule(int dim, Tensor index)
    {
        this.dim = dim;
        this.index = Saved.Of(index);
    }

    public static string Name => "IndexAdd";

    public static Tensor Run(Tensor x, int dim, Tensor index, Tensor source)
    {
        Check(Name, x, dim, index, source);
        var y = Tensor.Allocate(x.Layout, x.DType);
        CopyOp.Into(x, y, y.Layout);
        var offsets = IndexVector.Offsets(Name, index, y, dim);
        var work = new Work(y, dim, offsets, source.Contiguous());
        DTypes.Number(Name, x.DType, ref work);
        return Op.Records(Name, x, source) ? Op.Record(Name, y, new IndexAddRule(dim, index), x, source) : Op.Pass(Name, y, x, source);
    }

    public static void Check(string op, Tensor x, int dim, Tensor index, Tensor source)
    {
        var expected = x.Shape.ToArray();
        if (x.Rank > 0) expected[dim] = index.Numel;
        if (index.Rank > 1) throw new ShapeException($"{op}: the index has shape {index.Shape}; a vector is needed");
        if (!source.Layout.Sizes.SequenceEqual(expected))
            throw new ShapeException($"{op}: a source of shape {source.Shape} does not fit {index.Numel} indices of dimension {dim} of {x.Shape}; it must be {Layout.Describe(expected)}");
        if (source.DType != x.DType) throw new DTypeException($"{op}: the source is {source.DType.Name}, the tensor {x.DType.Name}; convert with To");
    }

    public readonly void Backward(in Cotangents c)
    {
        if (c[0] is not { } g) return;
        c.Add(0, g);
        if (c.Needs(1)) c.Add(1, IndexSelectOp.Run(g, dim, index.Value));
    }

    public readonly void Forward(in Tangents t)
    {
        if (t[0] is { } dx) t.Set(0, dx);
        if (t[1] is { } ds) t.Set(0, Run(Tensor.Zeros(t.OutputShape(0), ds.DType), dim, index.Value, ds));
    }

    public void Visit(ref SavedVisitor saved) => saved.Add(ref index);

    private readonly ref struct Work(Tensor y, int dim, int[] offsets, Tensor source) : INumberWork
    {
        public void Run<T>()
            where T : unmanaged, INumber<T>
        {
            using var ys = y.Lease<T>();
            using var ss = source.Lease<T>();
            var (before, after) = IndexVector.Around(y.Layout, dim);
            ScatterKernel.Accumulate<T>(ys.Span, before, offsets, after, ss.Span.Slice(source.Layout.Offset, source.Numel));
        }
    }
}

public partial class Tensor
{
    /// <summary>The elements at some indices of a dimension (<c>torch.index_select</c>): <c>[.., N, ..] -> [.., M, ..]</c>.</summary>
    /// <param name="dim">The dimension.</param>
    /// <param name="index">A vector of M int64 or int32 indices; negative ones count from the end.</param>
    /// <exception cref="ShapeException">An index is out of range, or the index is no vector.</exception>
    /// <exception cref="DTypeException">The indices are not int64 or int32.</exception>
    public Tensor IndexSelect(int dim, Tensor index)
    {
        ArgumentNullException.ThrowIfNull(index);
        if (index.Rank > 1) throw new ShapeException($"IndexSelect: the index has shape {index.Shape}; a vector is needed");
        return IndexSelectOp.Run(this, Dims.Wrap("IndexSelect", dim, Rank), index);
    }

    /// <summary>A copy with a source added at some indices of a dimension; repeated indices add up (<c>torch.index_add</c>).</summary>
    /// <exception cref="ShapeException">An index is out of range, or the source does not fit.</exception>
    /// <exception cref="DTypeException">The indices are not integers, or the source has another dtype.</exception>
    public Tensor IndexAdd(int dim, Tensor index, Tensor source)
    {
        ArgumentNullException.ThrowIfNull(index);
        ArgumentNullException.ThrowIfNull(source);
        return IndexAddRule.Run(this, Dims.Wrap("IndexAdd", dim, Rank), index, source);
    }
}
