using System.Numerics;
using Autograd.Kernels;
using Autograd.Memory;

namespace Autograd;

/// <summary>y[i, j, k] = x[i, index[i, j, k], k] (for dimension 1); its transpose is scatter-add.</summary>
internal struct GatherOp(int dim) : IOp, IElementBody, IBuiltInLinear
{
    private Layout sizes = null!;
    private Saved index;

    public static string Name => "Gather";

    public static Tensor Run(Tensor x, int dim, Tensor index) => Op.Call(new GatherOp(dim), x, index);

    public Form Infer(ref OpCall c)
    {
        CheckIndex(Name, c.X, dim, c.Y);
        sizes = c.X.Layout;
        return new Form(c.Y.Shape, c.X.DType);
    }

    public void Compute(in OpCall c) => c.Element(ref this);

    public readonly void Run<T>(in OpCall c)
        where T : unmanaged
    {
        var offsets = IndexVector.Offsets(Name, c.Y, c.X, dim);
        GatherKernel.Gather(c.In<T>(0), sizes, dim, offsets, c.Y.Rank == c.X.Rank ? c.Y.Shape : [c.Y.Numel], c.Out<T>());
    }

    public Node Record(in OpCall c)
    {
        index = Saved.Of(c.Y);
        return c.Linear(this);
    }

    /// <summary>The index has the rank of the tensor and is nowhere larger than it, save along the dimension.</summary>
    public static void CheckIndex(string op, Tensor x, int dim, Tensor index)
    {
        bool fits = Math.Max(index.Rank, 1) == Math.Max(x.Rank, 1) || index.Numel == 0;
        for (int d = 0; fits && index.Numel > 0 && d < Math.Min(x.Rank, index.Rank); d++) fits = d == dim || index.Layout.Sizes[d] <= x.Layout.Sizes[d];
        if (!fits) throw new ShapeException($"{op}: an index of shape {index.Shape} does not fit {x.Shape}: it needs the same rank, and sizes no larger outside of dimension {dim}");
    }

    public readonly Tensor Apply(Tensor x) => Run(x, dim, index.Value);

    public readonly Tensor Adjoint(Tensor g) => ScatterAddRule.Run(Tensor.Zeros(sizes.Sizes, g.DType), dim, index.Value, g);

    public void Visit(ref SavedVisitor saved) => saved.Add(ref index);
}

/// <summary>A copy of x with y[i, index[i, j, k], k] += source[i, j, k]: gx = g, gsource = gather of g.</summary>
internal struct ScatterAddRule : IBuiltInRule
{
    private readonly int dim;
    private readonly Layout sourceSizes;
    private Saved index;

    private ScatterAddRule(int dim, Tensor index, Tensor source)
    {
        this.dim = dim;
        sourceSizes = source.Layout;
        this.index = Saved.Of(index);
    }

    public static string Name => "ScatterAdd";

    public static Tensor Run(Tensor x, int dim, Tensor index, Tensor source)
    {
        ScatterRule.CheckSource(Name, x, dim, index, source);
        var y = Tensor.Allocate(x.Layout, x.DType);
        CopyOp.Into(x, y, y.Layout);
        var work = new Work(y, dim, IndexVector.Offsets(Name, index, y, dim), index, source);
        DTypes.Number(Name, x.DType, ref work);
        return Op.Records(Name, x, source) ? Op.Record(Name, y, new ScatterAddRule(dim, index, source), x, source) : Op.Pass(Name, y, x, source);
    }

    public readonly void Backward(in Cotangents c)
    {
        if (c[0] is not { } g) return;
        c.Add(0, g);
        if (c.Needs(1)) c.Add(1, ScatterRule.ToSource(g, dim, index.Value, sourceSizes));
    }

    public readonly void Forward(in Tangents t)
    {
        if (t[0] is { } dx) t.Set(0, dx);
        if (t[1] is { } ds) t.Set(0, Run(Tensor.Zeros(t.OutputShape(0), ds.DType), dim, index.Value, ds));
    }

    public void Visit(ref SavedVisitor saved) => saved.Add(ref index);

    private readonly ref struct Work(Tensor y, int dim, int[] offsets, Tensor index, Tensor source) : INumberWork
    {
        public void Run<T>()
            where T : unmanaged, INumber<T>
        {
            using var ys = y.Lease<T>();
            using var ss = source.Lease<T>();
            ScatterKernel.ScatterAdd<T>(ys.Span, y.Layout, dim, offsets, index.Shape, ss.Span, source.Layout);
        }
    }
}

/// <summary>A copy of x with y[i, index[i, j, k], k] = source[i, j, k]: gx = g, zero where written; gsource = gather of g.</summary>
internal struct ScatterRule : IBuiltInRule
{
    private readonly int dim;
    private readonly Layout sourceSizes;
    private Saved index;

    private ScatterRule(int dim, Tensor index, Tensor source)
    {
        this.dim = dim;
        sourceSizes = source.Layout;
        this.index = Saved.Of(index);
    }

    public static string Name => "Scatter";

    public static Tensor Run(Tensor x, int dim, Tensor index, Tensor source)
    {
        CheckSource(Name, x, dim, index, source);
        var y = Tensor.Allocate(x.Layout, x.DType);
        CopyOp.Into(x, y, y.Layout);
        var work = new Work(y, dim, IndexVector.Offsets(Name, index, y, dim), index, source);
        DTypes.Element(x.DType, ref work);
        return Op.Records(Name, x, source) ? Op.Record(Name, y, new ScatterRule(dim, index, source), x, source) : Op.Pass(Name, y, x, source);
    }

    public static void CheckSource(string op, Tensor x, int dim, Tensor index, Tensor source)
    {
        GatherOp.CheckIndex(op, x, dim, index);
        bool fits = Math.Max(source.Rank, 1) == Math.Max(index.Rank, 1) || index.Numel == 0;
        for (int d = 0; fits && index.Numel > 0 && d < Math.Min(source.Rank, index.Rank); d++) fits = index.Layout.Sizes[d] <= source.Layout.Sizes[d];
        if (!fits) throw new ShapeException($"{op}: a source of shape {source.Shape} is smaller than the index of shape {index.Shape}");
        if (source.DType != x.DType) throw new DTypeException($"{op}: the source is {source.DType.Name}, the tensor {x.DType.Name}; convert with To");
    }

    /// <summary>The gradient of a source that may be larger than the index: zeros where it was not read.</summary>
    public static Tensor ToSource(Tensor g, int dim, Tensor index, Layout sizes)
    {
        var read = GatherOp.Run(g, dim, index);
        for (int d = 0; d < sizes.Rank; d++)
        {
            if (read.Shape[d] == sizes.Sizes[d]) continue;
            var wide = read.Shape.ToArray();
            wide[d] = sizes.Sizes[d];
            read = ViewScatter.Apply(read, Layout.Contiguous(wide), new SliceView(d, 0, read.Shape[d], 1));
        }
        return read;
    }

    public readonly void Backward(in Cotangents c)
    {
        if (c[0] is not { } g) return;
        var i = index.Value;
        if (c.Needs(0)) c.Add(0, Run(g, dim, i, Tensor.Zeros(i.Shape, g.DType)));
        if (c.Needs(1)) c.Add(1, ToSource(g, dim, i, sourceSizes));
    }

    public readonly void Forward(in Tangents t)
    {
        var i = index.Value;
        if (t[0] is { } dx) t.Set(0, Run(dx, dim, i, Tensor.Zeros(i.Shape, dx.DType)));
        if (t[1] is { } ds) t.Set(0, Run(Tensor.Zeros(t.OutputShape(0), ds.DType), dim, i, ds));
    }

    public void Visit(ref SavedVisitor saved) => saved.Add(ref index);

    private readonly ref struct Work(Tensor y, int dim, int[] offsets, Tensor index, Tensor source) : IElementWork
    {
        public void Run<T>()
            where T : unmanaged
        {
            using var ys = y.Lease<T>();
            using var ss = source.Lease<T>();
            ScatterKernel.Scatter<T>(ys.Span, y.Layout, dim, offsets, index.Shape, ss.Span, source.Layout);
        }
    }
}

public partial class Tensor
{
    /// <summary>y[i, j] = x[i, index[i, j]] for dimension 1 of a matrix, likewise for others (<c>torch.gather</c>).</summary>
    /// <exception cref="ShapeException">The index does not fit, or an index is out of range.</exception>
    /// <exception cref="DTypeException">The indices are not int64 or int32.</exception>
    public Tensor Gather(int dim, Tensor index)
    {
        ArgumentNullException.ThrowIfNull(index);
        return GatherOp.Run(this, Dims.Wrap("Gather", dim, Rank), index);
    }

    /// <summary>A copy with source added: y[i, index[i, j]] += source[i, j] for dimension 1 of a matrix (<c>torch.scatter_add</c>).</summary>
    /// <exception cref="ShapeException">Index or source do not fit, or an index is out of range.</exception>
    /// <exception cref="DTypeException">The indices are not integers, or the source has another dtype.</exception>
    public Tensor ScatterAdd(int dim, Tensor index, Tensor source)
    {
        ArgumentNullException.ThrowIfNull(index);
        ArgumentNullException.ThrowIfNull(source);
        return ScatterAddRule.Run(this, Dims.Wrap("ScatterAdd", dim, Rank), index, source);
    }

    /// <summary>A copy with source, or one number, written: y[i, index[i, j]] = source[i, j] for dimension 1 of a matrix (<c>torch.scatter</c>).</summary>
    /// <remarks>Where an index comes twice, the last value stays; the gradient of the others is then not defined, as in PyTorch.</remarks>
    /// <exception cref="ShapeException">Index or source do not fit, or an index is out of range.</exception>
    /// <exception cref="DTypeException">The indices are not integers, or the source has another dtype.</exception>
    public Tensor Scatter(int dim, Tensor index, Tensor source)
    {
        ArgumentNullException.ThrowIfNull(index);
        ArgumentNullException.ThrowIfNull(source);
        if (source.IsNumber) source = source.To(DType).Expand(index.Shape);
        return ScatterRule.Run(this, Dims.Wrap("Scatter", dim, Rank), index, source);
    }
}
