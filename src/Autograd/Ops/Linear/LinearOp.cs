using System.Numerics;
using Autograd.Kernels;

namespace Autograd;

/// <summary>
/// The affine map of a layer in one kernel: y = x W^T + b, x: [N, K], W: [M, K], b: [M], [N, M] or none, y: [N, M].
/// gx = g W, gW = g^T x, gb = g, or its sum over the rows.
/// </summary>
internal struct LinearOp : IOp, IBatches, IFloatBody, IBuiltInRule
{
    private Saved x;
    private Saved weight;
    private bool hasRows;

    public static string Name => "Linear";

    /// <summary>Operands of one dtype whose sizes fit.</summary>
    public static Tensor Apply(Tensor x, Tensor weight, Tensor? bias) => Op.Call(default(LinearOp), x, weight, bias is null || bias.Layout.Strides[^1] == 1 ? bias : bias.Contiguous());

    public readonly Form Infer(ref OpCall c)
    {
        DTypes.NeedFloat(Name, c.X.DType);
        int n = c.X.Layout.Sizes[0], m = c.Y.Layout.Sizes[0];
        c.MultiplyAdds = (long)n * m * c.X.Layout.Sizes[1];
        return new Form([n, m], c.X.DType);
    }

    public void Compute(in OpCall c) => c.Float(ref this);

    public readonly void Run<T>(in OpCall c)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ReadOnlySpan<T> bias = default;
        nint biasRow = 0;
        if (c.InputOrNull(2) is { } b)
        {
            Bounds.Check(c.In<T>(2), b.Layout);
            bias = c.In<T>(2)[b.Layout.Offset..];
            if (b.Rank == 2) biasRow = b.Layout.Strides[0];
        }
        MatMul.Run(
            Matrix<T>.Of(c.In<T>(0), c.X.Layout), Matrix<T>.Of(c.In<T>(1), c.Y.Layout).Transposed, Matrix<T>.Of(c.Out<T>(), c.Result.Layout), bias, biasRow: biasRow);
    }

    public Node Record(in OpCall c)
    {
        if (c.Y.RequiresGrad) x = Saved.Of(c.X);
        if (c.X.RequiresGrad) weight = Saved.Of(c.Y);
        hasRows = c.InputOrNull(2) is { Rank: 2 };
        return c.Node(this);
    }

    public readonly void Backward(in Cotangents c)
    {
        if (c[0] is not { } g) return;
        if (c.Needs(0)) c.Add(0, g.MatMul(weight.Value));
        if (c.Needs(1)) c.AddProduct(1, g.T, x.Value);
        if (c.Needs(2)) c.Add(2, hasRows ? g : g.Sum(0));
    }

    public readonly void Forward(in Tangents t)
    {
        if (t[0] is { } dx) t.Set(0, dx.MatMul(weight.Value.T));
        if (t[1] is { } dw) t.Set(0, x.Value.MatMul(dw.T));
        if (t[2] is { } db) t.Set(0, db.Expand(t.OutputShape(0)));
    }

    /// <summary>One layer for all samples sees their rows as one batch of rows; layers of their own are products of matrices.</summary>
    public readonly Tensor[] Batch(in BatchOperands c)
    {
        Tensor x = c[0]!, w = c[1]!;
        bool sharesBias = c[2] is null || (!c.IsBatch(2) && c.Rank(2) == 1);
        if (!c.IsBatch(1) && sharesBias) return [Apply(x.Flatten(0, 1), w, c[2]).Reshape([c.Size, x.Shape[1], w.Shape[0]])];
        var y = x.MatMul(w.MT);
        if (c[2] is not { } b) return [y];
        return [y + (c.Rank(2) == 1 ? b.Unsqueeze(-2) : b)];
    }

    public void Visit(ref SavedVisitor saved) => saved.Add(ref x, ref weight);
}
