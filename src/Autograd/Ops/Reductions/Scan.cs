using System.Numerics;
using Autograd.Kernels;
using Autograd.Memory;

namespace Autograd;

/// <summary>Running sums along a dimension, from either end; each is the other's transpose.</summary>
internal struct CumSumOp(int dim, bool reverse) : IOp, IShifts<CumSumOp>, INumberBody, IBuiltInLinear
{
    public static string Name => "CumSum";

    public readonly CumSumOp Shifted() => new(dim + 1, reverse);

    /// <summary>Integers and bools add up in int64, as in PyTorch.</summary>
    public static Tensor Run(Tensor x, int dim, bool reverse) => Op.Call(new CumSumOp(dim, reverse), x.DType.IsFloat ? x : x.To(DType.Int64));

    public readonly Form Infer(ref OpCall c)
    {
        DTypes.NeedNumber(Name, c.X.DType);
        return new Form(c.X.Layout.Sizes, c.X.DType);
    }

    public void Compute(in OpCall c) => c.Number(ref this);

    public readonly void Run<T>(in OpCall c)
        where T : unmanaged, INumber<T>
    {
        var sizes = c.X.Layout.Sizes;
        int outer = 1, inner = 1;
        for (int d = 0; d < dim; d++) outer *= sizes[d];
        for (int d = dim + 1; d < sizes.Length; d++) inner *= sizes[d];
        var y = c.Out<T>();
        bool isContiguous = c.X.Layout.IsContiguous;
        if (!isContiguous) CopyKernel.Copy(c.In<T>(0), c.X.Layout, y);
        ScanKernel.CumSum(isContiguous ? c.Elements<T>(0) : y, y, outer, sizes.Length == 0 ? 1 : sizes[dim], inner, reverse);
    }

    public readonly Node Record(in OpCall c) => c.Linear(this);

    public readonly Tensor Apply(Tensor x) => Run(x, dim, reverse);

    public readonly Tensor Adjoint(Tensor g) => Run(g, dim, !reverse);

    public readonly void Visit(ref SavedVisitor saved)
    {
    }
}

/// <summary>Products along a dimension by doubling: log2(n) products of shifted copies, each a differentiable op, exact where elements are 0.</summary>
internal static class RunningProducts
{
    /// <summary>y_i = x_0 ... x_i.</summary>
    public static Tensor Inclusive(Tensor x, int dim)
    {
        int n = x.Rank == 0 ? 1 : x.Shape[dim];
        for (int shift = 1; shift < n; shift *= 2) x *= Shifted(x, dim, shift, n);
        return x;
    }

    /// <summary>The product of all elements but x_i, for each i: those before times those behind.</summary>
    public static Tensor OfOthers(Tensor x, int dim)
    {
        int n = x.Shape[dim];
        if (n <= 1) return Tensor.OnesLike(x);
        var before = Inclusive(Shifted(x, dim, 1, n), dim);
        var behind = Inclusive(Shifted(x.Flip(dim), dim, 1, n), dim).Flip(dim);
        return before * behind;
    }

    /// <summary>x_{i - shift}, with ones where there is none.</summary>
    private static Tensor Shifted(Tensor x, int dim, int shift, int n)
    {
        var sizes = x.Shape.ToArray();
        sizes[dim] = shift;
        return Tensor.Cat([Tensor.Ones(sizes, x.DType), x.Narrow(dim, 0, n - shift)], dim);
    }
}

public partial class Tensor
{
    /// <summary>Running sums y_i = x_0 + ... + x_i along a dimension; integers in int64 (<c>torch.cumsum</c>).</summary>
    /// <exception cref="ShapeException">There is no such dimension.</exception>
    public Tensor CumSum(int dim) => CumSumOp.Run(this, Dims.Wrap("CumSum", dim, Rank), false);

    /// <summary>Running products y_i = x_0 ... x_i along a dimension; integers in int64 (<c>torch.cumprod</c>).</summary>
    /// <exception cref="ShapeException">There is no such dimension.</exception>
    public Tensor CumProd(int dim)
    {
        using var face = Face.Of(nameof(CumProd));
        return RunningProducts.Inclusive(DType.IsFloat ? this : To(DType.Int64), Dims.Wrap("CumProd", dim, Rank));
    }
}
