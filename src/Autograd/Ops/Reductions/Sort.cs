using System.Numerics;
using Autograd.Kernels;
using Autograd.Memory;

namespace Autograd;

/// <summary>
/// The first k elements of each sorted row of the last dimension, and where they were: equal ones in the order they had, NaN
/// above every number.
/// </summary>
internal struct SortOp(string name, int k, bool descending) : IOp, IBroadcasts, IRowMajor, INumberBody, IBuiltInRule
{
    private Picked picked;

    public static string Name => "Sort";

    /// <summary>Along any dimension: rows lie along the last.</summary>
    public static (Tensor Values, Tensor Indices) First(string op, Tensor x, int k, int dim, bool descending)
    {
        if (x.Rank == 0)
        {
            Dims.Wrap(op, dim, 0);
            var (value, index) = First(op, x.Unsqueeze(0), k, 0, descending);
            return k == 1 ? (value.Squeeze([0]), index.Squeeze([0])) : (value, index);
        }
        int d = Dims.Wrap(op, dim, x.Rank), n = x.Shape[d];
        if (k < 0 || k > n) throw new ShapeException($"{op}: dimension {dim} of shape {x.Shape} has {n} elements, not {k}");
        var sort = new SortOp(op, k, descending);
        if (d == x.Rank - 1) return Op.CallTwo(sort, x.Contiguous());
        var (values, indices) = Op.CallTwo(sort, x.Transpose(d, -1).Contiguous());
        return (values.Transpose(d, -1).Contiguous(), indices.Transpose(d, -1).Contiguous());
    }

    public readonly Form Infer(ref OpCall c)
    {
        DTypes.NeedNumber(name, c.X.DType);
        int[] sizes = [.. c.X.Layout.Sizes[..^1], k];
        c.Also(new Form(sizes, DType.Int64));
        return new Form(sizes, c.X.DType);
    }

    public void Compute(in OpCall c) => c.Number(ref this);

    public readonly void Run<T>(in OpCall c)
        where T : unmanaged, INumber<T> =>
        SortKernel.TopK(c.Elements<T>(0), c.X.Layout.Sizes[^1], k, descending, c.Out<T>(), c.Out<long>(1));

    public Node Record(in OpCall c)
    {
        picked = new Picked(c, c.X.Rank - 1, keepDim: true);
        return c.Node(this);
    }

    public readonly void Backward(in Cotangents c) => picked.Backward(c);

    public readonly void Forward(in Tangents t) => picked.Forward(t);

    public void Visit(ref SavedVisitor saved) => picked.Visit(ref saved);
}

public partial class Tensor
{
    /// <summary>
    /// The elements of a dimension in order, and where each was (<c>torch.sort</c>). Always stable: equal elements stay in
    /// the order they had. NaN is above every number. The gradient goes back to where each element was.
    /// </summary>
    /// <exception cref="ShapeException">There is no such dimension.</exception>
    /// <exception cref="DTypeException">The dtype is float16 or bfloat16.</exception>
    public (Tensor Values, Tensor Indices) Sort(int dim = -1, bool descending = false) =>
        SortOp.First("Sort", this, Rank == 0 ? 1 : layout.Sizes[Dims.Wrap("Sort", dim, Rank)], dim, descending);

    /// <summary>The indices that sort a dimension, int64, stable (<c>torch.argsort</c>). Not differentiable.</summary>
    /// <exception cref="ShapeException">There is no such dimension.</exception>
    /// <exception cref="DTypeException">The dtype is float16 or bfloat16.</exception>
    public Tensor ArgSort(int dim = -1, bool descending = false)
    {
        using var face = Face.Of(nameof(ArgSort));
        return Detach().Sort(dim, descending).Indices;
    }

    /// <summary>The k largest (or smallest) elements of a dimension, in order, and their indices (<c>torch.topk</c>).</summary>
    /// <param name="k">How many.</param>
    /// <param name="dim">The dimension; the last when not given.</param>
    /// <param name="largest">The largest, falling; otherwise the smallest, rising.</param>
    /// <exception cref="ShapeException">There is no such dimension, or it has fewer elements.</exception>
    /// <exception cref="DTypeException">The dtype is float16 or bfloat16.</exception>
    public (Tensor Values, Tensor Indices) TopK(int k, int dim = -1, bool largest = true) => SortOp.First("TopK", this, k, dim, largest);
}
