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
    private Saved strips;
    private bool hasRows;

    public static string Name => "Linear";

    // Operands that may follow: W once more in the kernel's order, for y and for gx. They are copies of W, which has their gradients.
    private const int Strips = 3;
    private const int StripsOfGradient = 4;

    /// <summary>Operands of one dtype whose sizes fit.</summary>
    public static Tensor Apply(Tensor x, Tensor weight, Tensor? bias) => Op.Call(default(LinearOp), x, weight, Rows(bias));

    /// <summary>The same for one of many products with the same weight.</summary>
    public static Tensor Apply(Tensor x, in LinearWeight weight, Tensor? bias) =>
        weight.Strips is null ? Apply(x, weight.Value, bias)
        : Op.Call(default(LinearOp), x, weight.Value, Rows(bias), weight.Strips, weight.StripsOfGradient);

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
            Matrix<T>.Of(c.In<T>(0), c.X.Layout), Matrix<T>.Of(c.In<T>(1), c.Y.Layout).Transposed, Matrix<T>.Of(c.Out<T>(), c.Result.Layout), bias, biasRow: biasRow,
            strips: c.InputCount > Strips ? c.Elements<T>(Strips) : default);
    }

    public Node Record(in OpCall c)
    {
        if (c.Y.RequiresGrad) x = Saved.Of(c.X);
        if (c.X.RequiresGrad)
        {
            weight = Saved.Of(c.Y);
            if (c.InputCount > Strips && c.InputOrNull(StripsOfGradient) is { } ordered) strips = Saved.Of(ordered);
        }
        hasRows = c.InputOrNull(2) is { Rank: 2 };
        return c.Node(this);
    }

    public readonly void Backward(in Cotangents c)
    {
        if (c[0] is not { } g) return;
        if (c.Needs(0)) c.Add(0, strips.IsEmpty ? g.MatMul(weight.Value) : Apply(g, new LinearWeight(weight.Value.T, strips.Value), null));
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

    public void Visit(ref SavedVisitor saved) => saved.Add(ref x, ref weight, ref strips);

    private static Tensor? Rows(Tensor? bias) => bias is null || bias.Layout.Strides[^1] == 1 ? bias : bias.Contiguous();
}
