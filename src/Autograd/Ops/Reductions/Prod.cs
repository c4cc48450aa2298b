using System.Numerics;
using Autograd.Kernels;
using Autograd.Memory;

namespace Autograd;

/// <summary>The product over one dimension: gx_i = g times the product of all others, exact where elements are 0.</summary>
internal struct ProdOp(int dim, bool keepDim) : IOp, IShifts<ProdOp>, INumberBody, IBuiltInRule
{
    private Saved x;

    public static string Name => "Prod";

    public readonly ProdOp Shifted() => new(dim + 1, keepDim);

    /// <summary>Integers and bools multiply in int64, as in PyTorch.</summary>
    public static Tensor Run(Tensor x, int dim, bool keepDim) => Op.Call(new ProdOp(dim, keepDim), x.DType.IsFloat ? x : x.To(DType.Int64));

    public readonly Form Infer(ref OpCall c)
    {
        var mask = new bool[c.X.Rank];
        mask[dim] = true;
        return ReduceOp.Reduced(c, mask, keepDim);
    }

    public void Compute(in OpCall c) => c.Number(ref this);

    public readonly void Run<T>(in OpCall c)
        where T : unmanaged, INumber<T> => ReduceKernel.Reduce<T, ProductMonoid>(c.In<T>(0), c.X.Layout, 1UL << dim, c.Out<T>());

    public Node Record(in OpCall c)
    {
        x = Saved.Of(c.X);
        return c.Node(this);
    }

    public readonly void Backward(in Cotangents c)
    {
        if (c[0] is not { } g) return;
        c.Add(0, RunningProducts.OfOthers(x.Value, dim) * (keepDim ? g : g.Unsqueeze(dim)));
    }

    public readonly void Forward(in Tangents t)
    {
        if (t[0] is { } dx) t.Set(0, (RunningProducts.OfOthers(x.Value, dim) * dx).Sum(dim, keepDim));
    }

    public void Visit(ref SavedVisitor saved) => saved.Add(ref x);
}

public partial class Tensor
{
    /// <summary>The product of all elements, rank 0; integers in int64 (<c>torch.prod</c>).</summary>
    public Tensor Prod()
    {
        using var face = Face.Of(nameof(Prod));
        return Ravel().Prod(0);
    }

    /// <summary>The product over a dimension; integers in int64 (<c>torch.prod</c>).</summary>
    /// <exception cref="ShapeException">There is no such dimension.</exception>
    public Tensor Prod(int dim, bool keepDim = false)
    {
        using var face = Face.Of(nameof(Prod));
        int d = Dims.Wrap("Prod", dim, Rank);
        return Rank == 0 ? ProdOp.Run(Unsqueeze(0), 0, false) : ProdOp.Run(this, d, keepDim);
    }
}
