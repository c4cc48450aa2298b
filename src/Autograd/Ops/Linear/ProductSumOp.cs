using System.Numerics;
using Autograd.Kernels;

namespace Autograd;

/// <summary>C += A B in one pass, for sums of gradients that nobody else can see: a weight that every step of a sequence reads. Not recorded.</summary>
internal struct ProductSumOp : IOp, IFloatBody
{
    public static string Name => "ProductSum";

    /// <summary>Adds a b into a contiguous [n, m] of their dtype.</summary>
    public static void AddInto(Tensor target, Tensor a, Tensor b) => Op.Into(default(ProductSumOp), target, target.Layout, a, b);

    /// <summary>Whether the sum is the product, added, to the bit: a product whose k is cut in several runs would add each of them.</summary>
    public static bool Takes(Tensor a, Tensor b, Tensor target)
    {
        int k = a.Layout.Sizes[1];
        return MatMulOperands<float>.Depth(k) == k && target.IsContiguous && target.DType == a.DType && target.DType == b.DType
            && target.Rank == 2 && target.Layout.Sizes[0] == a.Layout.Sizes[0] && target.Layout.Sizes[1] == b.Layout.Sizes[1];
    }

    public readonly Form Infer(ref OpCall c)
    {
        int n = c.X.Layout.Sizes[0], m = c.Y.Layout.Sizes[1];
        c.MultiplyAdds = (long)n * m * c.X.Layout.Sizes[1];
        return new Form([n, m], c.X.DType);
    }

    public void Compute(in OpCall c) => c.Float(ref this);

    public readonly void Run<T>(in OpCall c)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        MatMul.Run(Matrix<T>.Of(c.In<T>(0), c.X.Layout), Matrix<T>.Of(c.In<T>(1), c.Y.Layout), Matrix<T>.Of(c.Target<T>(), c.At), accumulate: true);

    /// <summary>Never asked: a sum is added to beneath the graph.</summary>
    public readonly Node? Record(in OpCall c) => null;
}
