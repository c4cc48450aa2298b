using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using Autograd.Kernels;
using Autograd.Memory;

namespace Autograd;

/// <summary>The elements at the indices, of x and an index tensor; the transpose adds them up where they came from.</summary>
/// <typeparam name="TAddress">What the indices name.</typeparam>
internal struct IndexReadOp<TAddress>(int dim) : IOp, IBatches, IElementBody, IBuiltInLinear
    where TAddress : struct, IAddress
{
    private Layout sizes = null!;
    private Saved index;

    public static string Name => TAddress.ReadName;

    public Form Infer(ref OpCall c)
    {
        sizes = c.X.Layout;
        return new Form(TAddress.ReadSizes(Name, c.X, dim, c.Y), c.X.DType);
    }

    public void Compute(in OpCall c) => c.Element(ref this);

    public readonly void Run<T>(in OpCall c)
        where T : unmanaged
    {
        if (!TAddress.TryRead(c.In<T>(0), sizes, dim, c.In<long>(1), c.Y.Layout, c.Out<T>())) IndexBounds.Throw(c, c.X.Layout, dim);
    }

    public Node Record(in OpCall c)
    {
        index = Saved.Of(c.Y);
        return c.Linear(this);
    }

    public readonly Tensor[] Batch(in BatchOperands c)
    {
        var x = c.Front(0);
        return BatchedIndex.IsOfElements<TAddress>(c)
            ? [Op.Call(new IndexReadOp<ElementAddress>(dim + 1), x, BatchedIndex.OfElements<TAddress>(c, x, dim))]
            : [Op.Call(new IndexReadOp<TAddress>(dim + 1), x, c[1])];
    }

    public readonly Tensor Apply(Tensor x) => Op.Call(new IndexReadOp<TAddress>(dim), x, index.Value);

    public readonly Tensor Adjoint(Tensor g) => IndexSpreadOp<TAddress>.Apply(g, index.Value, dim, sizes);

    public void Visit(ref SavedVisitor saved) => saved.Add(ref index);
}

/// <summary>Zeros with a source added at the indices: the transpose of <see cref="IndexReadOp{TAddress}"/>.</summary>
/// <typeparam name="TAddress">What the indices name.</typeparam>
internal struct IndexSpreadOp<TAddress>(int dim, Layout sizes) : IOp, IBatches, INumberBody, IBuiltInLinear
    where TAddress : struct, IAddress
{
    private Saved index;

    public static string Name => TAddress.TransposeName;

    /// <summary>Adds up a source of the shape that is read at the indices, in a tensor of these sizes.</summary>
    public static Tensor Apply(Tensor source, Tensor index, int dim, Layout sizes) =>
        Op.Call(new IndexSpreadOp<TAddress>(dim, sizes), TAddress.Ordered(source), index);

    public readonly Form Infer(ref OpCall c) => new(sizes.ToContiguous(), c.X.DType);

    public void Compute(in OpCall c) => c.Number(ref this);

    public readonly void Run<T>(in OpCall c)
        where T : unmanaged, INumber<T>
    {
        var y = c.Result.Layout;
        IndexBounds.Check(c, y, dim);
        CopyKernel.Fill(c.Out<T>(), y, T.Zero);
        TAddress.Add(c.Out<T>(), y, dim, c.In<long>(1), c.Y.Layout, c.In<T>(0), c.X.Layout);
    }

    public Node Record(in OpCall c)
    {
        index = Saved.Of(c.Y);
        return c.Linear(this);
    }

    public readonly Tensor[] Batch(in BatchOperands c)
    {
        var source = c.Front(0);
        return BatchedIndex.IsOfElements<TAddress>(c)
            ? [IndexSpreadOp<ElementAddress>.Apply(source, BatchedIndex.OfElements<TAddress>(c, source, dim), dim + 1, c.Sizes(sizes))]
            : [Apply(source, c[1]!, dim + 1, c.Sizes(sizes))];
    }

    public readonly Tensor Apply(Tensor x) => Apply(x, index.Value, dim, sizes);

    public readonly Tensor Adjoint(Tensor g) => Op.Call(new IndexReadOp<TAddress>(dim), g, index.Value);

    public void Visit(ref SavedVisitor saved) => saved.Add(ref index);
}

/// <summary>A copy of x with a source added at the indices: gx = g, gsource = g read there.</summary>
/// <typeparam name="TAddress">What the indices name.</typeparam>
internal struct IndexAddOp<TAddress>(int dim) : IOp, IBatches, INumberBody, IBuiltInRule
    where TAddress : struct, IAddress
{
    private IndexSource source;

    public static string Name => TAddress.AddName;

    public static Tensor Apply(Tensor x, int dim, Tensor index, Tensor source) =>
        Op.Call(new IndexAddOp<TAddress>(dim), x, index, TAddress.Ordered(source));

    public readonly Form Infer(ref OpCall c)
    {
        IndexSource.Check<TAddress>(c, dim);
        DTypes.NeedNumber(Name, c.X.DType);
        return Form.Like(c.X);
    }

    public void Compute(in OpCall c) => c.Number(ref this);

    public readonly void Run<T>(in OpCall c)
        where T : unmanaged, INumber<T>
    {
        var (y, from) = (c.Result.Layout, c.Input(2).Layout);
        IndexBounds.Check(c, y, dim);
        CopyKernel.Copy(c.In<T>(0), c.X.Layout, c.Out<T>());
        TAddress.Add(c.Out<T>(), y, dim, c.In<long>(1), c.Y.Layout, c.In<T>(2), from);
    }

    public Node Record(in OpCall c)
    {
        source = new IndexSource(c, dim);
        return c.Node(this);
    }

    public readonly Tensor[] Batch(in BatchOperands c)
    {
        Tensor x = c.Front(0), from = c.Front(2);
        return BatchedIndex.IsOfElements<TAddress>(c)
            ? [IndexAddOp<ElementAddress>.Apply(x, dim + 1, BatchedIndex.OfElements<TAddress>(c, from, dim), from)]
            : [Apply(x, dim + 1, c[1]!, from)];
    }

    public readonly void Backward(in Cotangents c)
    {
        if (c[0] is not { } g) return;
        c.Add(0, g);
        if (c.Needs(2)) c.Add(2, source.Gradient<TAddress>(g));
    }

    public readonly void Forward(in Tangents t)
    {
        if (t[0] is { } dx) t.Set(0, dx);
        if (t[2] is { } ds) t.Set(0, IndexAddOp<TAddress>.Apply(Tensor.Zeros(t.OutputShape(0), ds.DType), dim, source.Index, ds));
    }

    public void Visit(ref SavedVisitor saved) => source.Visit(ref saved);
}

/// <summary>A copy of x with a source written at the indices: gx = g, zero where written; gsource = g read there.</summary>
/// <typeparam name="TAddress">What the indices name.</typeparam>
internal struct IndexWriteOp<TAddress>(int dim) : IOp, IBatches, IElementBody, IBuiltInRule
    where TAddress : struct, IAddress
{
    private IndexSource source;

    public static string Name => TAddress.WriteName;

    public static Tensor Apply(Tensor x, int dim, Tensor index, Tensor source) =>
        Op.Call(new IndexWriteOp<TAddress>(dim), x, index, TAddress.Ordered(source));

    public readonly Form Infer(ref OpCall c)
    {
        IndexSource.Check<TAddress>(c, dim);
        return Form.Like(c.X);
    }

    public void Compute(in OpCall c) => c.Element(ref this);

    public readonly void Run<T>(in OpCall c)
        where T : unmanaged
    {
        var (y, from) = (c.Result.Layout, c.Input(2).Layout);
        IndexBounds.Check(c, y, dim);
        CopyKernel.Copy(c.In<T>(0), c.X.Layout, c.Out<T>());
        TAddress.Write(c.Out<T>(), y, dim, c.In<long>(1), c.Y.Layout, c.In<T>(2), from);
    }

    public Node Record(in OpCall c)
    {
        source = new IndexSource(c, dim);
        return c.Node(this);
    }

    public readonly Tensor[] Batch(in BatchOperands c)
    {
        Tensor x = c.Front(0), from = c.Front(2);
        return BatchedIndex.IsOfElements<TAddress>(c)
            ? [IndexWriteOp<ElementAddress>.Apply(x, dim + 1, BatchedIndex.OfElements<TAddress>(c, from, dim), from)]
            : [Apply(x, dim + 1, c[1]!, from)];
    }

    public readonly void Backward(in Cotangents c)
    {
        if (c[0] is not { } g) return;
        if (c.Needs(0)) c.Add(0, Without(g));
        if (c.Needs(2)) c.Add(2, source.Gradient<TAddress>(g));
    }

    public readonly void Forward(in Tangents t)
    {
        if (t[0] is { } dx) t.Set(0, Without(dx));
        if (t[2] is { } ds) t.Set(0, IndexWriteOp<TAddress>.Apply(Tensor.Zeros(t.OutputShape(0), ds.DType), dim, source.Index, ds));
    }

    public void Visit(ref SavedVisitor saved) => source.Visit(ref saved);

    private readonly Tensor Without(Tensor g)
    {
        var zeros = Tensor.Zeros(TAddress.ReadSizes(Name, g, dim, source.Index), g.DType);
        return IndexWriteOp<TAddress>.Apply(g, dim, source.Index, zeros);
    }
}

/// <summary>What the rules of writes save: the indices, and how large the source was, which may be larger than what was read of it.</summary>
internal struct IndexSource
{
    private readonly int dim;
    private readonly Layout sizes;
    private Saved index;

    public IndexSource(in OpCall c, int dim)
    {
        this.dim = dim;
        sizes = c.Input(2).Layout;
        index = Saved.Of(c.Y);
    }

    public readonly Tensor Index => index.Value;

    /// <summary>The source has the dtype of x and fits the indices.</summary>
    public static void Check<TAddress>(in OpCall c, int dim)
        where TAddress : struct, IAddress
    {
        var source = c.Input(2);
        TAddress.CheckSource(c.Name, c.X, dim, c.Y, source);
        if (source.DType != c.X.DType) throw new DTypeException($"{c.Name}: the source is {source.DType.Name}, the tensor {c.X.DType.Name}; convert with To");
    }

    /// <summary>The gradient of the source: that of the result at the indices, zeros where the source was not read.</summary>
    public readonly Tensor Gradient<TAddress>(Tensor g)
        where TAddress : struct, IAddress
    {
        var read = Op.Call(new IndexReadOp<TAddress>(dim), g, Index);
        for (int d = 0; d < sizes.Rank; d++)
        {
            if (read.Shape[d] == sizes.Sizes[d]) continue;
            var wide = read.Shape.ToArray();
            wide[d] = sizes.Sizes[d];
            read = ViewScatter.Apply(read, Layout.Contiguous(wide), new SliceView(d, 0, read.Shape[d], 1));
        }
        return read;
    }

    public void Visit(ref SavedVisitor saved) => saved.Add(ref index);
}

/// <summary>Index tensors, checked before anything is written by them.</summary>
internal static class IndexBounds
{
    /// <summary>All indices of the second input are inside of a dimension.</summary>
    /// <exception cref="ShapeException">An index is out of range.</exception>
    public static void Check(in OpCall c, Layout x, int dim)
    {
        if (!GatherIndex.AllInside(c.In<long>(1), c.Y.Layout, x.Sizes[dim])) Throw(c, x, dim);
    }

    /// <summary>Names the first index outside.</summary>
    [DoesNotReturn]
    public static void Throw(in OpCall c, Layout x, int dim) => throw new ShapeException(
        $"{c.Name}: index {GatherIndex.FirstOutside(c.In<long>(1), c.Y.Layout, x.Sizes[dim])} is out of range for dimension {dim} of shape {x}");

    /// <summary>An index tensor as the ops take it: int64, of rank 1 or more.</summary>
    /// <exception cref="DTypeException">The indices are not int64 or int32.</exception>
    public static Tensor Need(string op, Tensor index)
    {
        if (index.DType is not (DType.Int64 or DType.Int32)) throw new DTypeException($"{op}: indices are int64 or int32, not {index.DType.Name}");
        index = index.To(DType.Int64);
        return index.Rank == 0 ? index.Unsqueeze(0) : index;
    }
}
