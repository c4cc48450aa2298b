using System.Numerics;
using Autograd.Kernels;
using Autograd.Memory;

namespace Autograd;

/// <summary>The element at position k (from 0) of each sorted row of the last dimension, and where it was.</summary>
internal struct KthValueOp(int k) : IOp, IBroadcasts, IRowMajor, INumberBody, IBuiltInRule
{
    private Picked picked;

    public static string Name => "KthValue";

    /// <summary>Along any dimension: rows lie along the last.</summary>
    public static (Tensor Values, Tensor Indices) Run(Tensor x, int k, int dim, bool keepDim)
    {
        var (values, indices) = Op.CallTwo(new KthValueOp(k), x.Transpose(dim, -1).Contiguous());
        (values, indices) = (values.Transpose(dim, -1), indices.Transpose(dim, -1));
        return keepDim ? (values, indices) : (values.Squeeze([dim]), indices.Squeeze([dim]));
    }

    public readonly Form Infer(ref OpCall c)
    {
        DTypes.NeedNumber(Name, c.X.DType);
        int[] sizes = [.. c.X.Layout.Sizes[..^1], 1];
        c.Also(new Form(sizes, DType.Int64));
        return new Form(sizes, c.X.DType);
    }

    public void Compute(in OpCall c) => c.Number(ref this);

    public readonly void Run<T>(in OpCall c)
        where T : unmanaged, INumber<T> =>
        SortKernel.Kth(c.Elements<T>(0), c.X.Layout.Sizes[^1], k, c.Out<T>(), c.Out<long>(1));

    public Node Record(in OpCall c)
    {
        picked = new Picked(c, c.X.Rank - 1, keepDim: true);
        return c.Node(this);
    }

    public readonly void Backward(in Cotangents c) => picked.Backward(c);

    public readonly void Forward(in Tangents t) => picked.Forward(t);

    public void Visit(ref SavedVisitor saved) => picked.Visit(ref saved);
}

/// <summary>The lower of the middle elements of a dimension: found by sorting, picked by a gather.</summary>
internal static class MedianPick
{
    /// <summary>With <paramref name="skipNaN"/> the median of the numbers alone, otherwise a NaN is that of its row.</summary>
    public static (Tensor Values, Tensor Indices) Run(string op, Tensor x, int dim, bool keepDim, bool skipNaN)
    {
        int d = Dims.Wrap(op, dim, x.Rank);
        if (x.Rank == 0) return Run(op, x.Unsqueeze(0), 0, false, skipNaN);
        if (x.Shape[d] == 0) throw new ShapeException($"{op}: dimension {dim} of shape {x.Shape} has no elements");
        var indices = Indices(x.Detach(), d, skipNaN);
        var values = x.Gather(d, indices);
        return keepDim ? (values, indices) : (values.Squeeze([d]), indices.Squeeze([d]));
    }

    /// <summary>The median of all elements: those that are equal to it share the gradient evenly, as the elements that are an extreme do.</summary>
    public static Tensor Run(string op, Tensor x, bool skipNaN)
    {
        x = x.Ravel();
        var values = x.Detach();
        var middle = Run(op, values, 0, false, skipNaN).Values;
        return x.MaskedSelect(values.Eq(middle).LogicalOr(values.IsNaN().LogicalAnd(middle.IsNaN()))).Max();
    }

    private static Tensor Indices(Tensor x, int dim, bool skipNaN)
    {
        // Sorted rows end in their NaNs: the first of these is at the number of numbers.
        int n = x.Shape[dim];
        var numbers = x.IsNaN().LogicalNot().Sum(dim, keepDim: true);
        var middle = skipNaN
            ? (numbers - 1).Clamp(0).Div(2, RoundingMode.Floor)
            : Tensor.Where(numbers.Eq(n), Tensor.Full([], (n - 1) / 2, DType.Int64), numbers);
        return x.ArgSort(dim).Gather(dim, middle);
    }
}

public partial class Tensor
{
    /// <summary>The k-th smallest element of a dimension, k from 1, and its index (<c>torch.kthvalue</c>).</summary>
    /// <exception cref="ShapeException">There is no such dimension, or it has fewer elements.</exception>
    /// <exception cref="DTypeException">The dtype is float16 or bfloat16.</exception>
    public (Tensor Values, Tensor Indices) KthValue(int k, int dim = -1, bool keepDim = false)
    {
        int d = Dims.Wrap("KthValue", dim, Rank), n = Rank == 0 ? 1 : layout.Sizes[d];
        if (k < 1 || k > n) throw new ShapeException($"KthValue: dimension {dim} of shape {Shape} has no element number {k}: it has {n}");
        return Rank == 0 ? KthValueOp.Run(Unsqueeze(0), 0, 0, false) : KthValueOp.Run(this, k - 1, d, keepDim);
    }

    /// <summary>The median of all elements, the lower of two in the middle; NaN if there is one; equal elements share the gradient (<c>torch.median</c>).</summary>
    /// <exception cref="ShapeException">There are no elements.</exception>
    public Tensor Median()
    {
        using var face = Face.Of(nameof(Median));
        return MedianPick.Run(nameof(Median), this, skipNaN: false);
    }

    /// <summary>The median of a dimension, the lower of two in the middle, and its index; NaN if there is one (<c>torch.median</c>).</summary>
    /// <exception cref="ShapeException">There is no such dimension, or it is empty.</exception>
    public (Tensor Values, Tensor Indices) Median(int dim, bool keepDim = false)
    {
        using var face = Face.Of(nameof(Median));
        return MedianPick.Run("Median", this, dim, keepDim, false);
    }

    /// <summary>The median of all elements that are not NaN; equal elements share the gradient (<c>torch.nanmedian</c>).</summary>
    /// <exception cref="ShapeException">There are no elements.</exception>
    public Tensor NanMedian()
    {
        using var face = Face.Of(nameof(NanMedian));
        return MedianPick.Run(nameof(NanMedian), this, skipNaN: true);
    }

    /// <summary>The median of what is not NaN in a dimension, and its index; NaN if there is nothing (<c>torch.nanmedian</c>).</summary>
    /// <exception cref="ShapeException">There is no such dimension, or it is empty.</exception>
    public (Tensor Values, Tensor Indices) NanMedian(int dim, bool keepDim = false)
    {
        using var face = Face.Of(nameof(NanMedian));
        return MedianPick.Run("NanMedian", this, dim, keepDim, true);
    }
}
