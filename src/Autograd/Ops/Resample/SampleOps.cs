using System.Numerics;
using Autograd.Kernels;
using Autograd.Memory;

namespace Autograd;

/// <summary>
/// y[n, c, p] = sum_k w[n, p, k] x[n, c, index[n, p, k]]: values of planes x: [N, C, L] at K taps of P points; w and index: [N, P, K], the same for all channels. A
/// negative index is outside and counts for nothing.
/// </summary>
/// <remarks>Linear in x and in w; with <see cref="SpreadOp"/> and <see cref="TapDotOp"/>, its transposes, closed under derivatives of any order.</remarks>
internal struct SampleOp : IOp, IFolds, IRowMajor, IFloatBody, IBuiltInRule
{
    private Saved x;
    private Saved weights;
    private Saved index;

    public static string Name => "GridSample";

    public static Tensor Run(Tensor x, Tensor weights, Tensor index) => Op.Call(default(SampleOp), x.Contiguous(), weights.Contiguous(), index);

    public readonly Form Infer(ref OpCall c)
    {
        DTypes.NeedFloat(Name, c.X.DType);
        int points = c.Y.Layout.Sizes[1];
        c.Flops = 2L * c.X.Layout.Sizes[1] * c.Y.Numel;
        return new Form([c.X.Layout.Sizes[0], c.X.Layout.Sizes[1], points], c.X.DType);
    }

    public void Compute(in OpCall c) => c.Float(ref this);

    public readonly void Run<T>(in OpCall c)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        TapKernel.Sample(TapSizes.Of(c.X.Layout, c.Y.Layout), c.Elements<T>(0), c.Elements<T>(1), c.Elements<long>(2), c.Out<T>());

    public Node Record(in OpCall c)
    {
        (x, weights, index) = (Saved.Of(c.X), Saved.Of(c.Y), Saved.Of(c.Input(2)));
        return c.Node(this);
    }

    public readonly void Backward(in Cotangents c)
    {
        if (c[0] is not { } g) return;
        if (c.Needs(0)) c.Add(0, SpreadOp.Run(g, weights.Value, index.Value, x.Value.Shape[2]));
        if (c.Needs(1)) c.Add(1, TapDotOp.Run(g, x.Value, index.Value));
    }

    public readonly void Forward(in Tangents t)
    {
        if (t[0] is { } dx) t.Set(0, Run(dx, weights.Value, index.Value));
        if (t[1] is { } dw) t.Set(0, Run(x.Value, dw, index.Value));
    }

    public void Visit(ref SavedVisitor saved) => saved.Add(ref x, ref weights, ref index);
}

/// <summary>x[n, c, index[n, p, k]] += w[n, p, k] g[n, c, p]: the transpose of <see cref="SampleOp"/> along x, planes of <paramref name="length"/> elements.</summary>
internal struct SpreadOp(int length) : IOp, IFolds, IRowMajor, IFloatBody, IBuiltInRule
{
    private Saved g;
    private Saved weights;
    private Saved index;

    public static string Name => "GridSpread";

    public static Tensor Run(Tensor g, Tensor weights, Tensor index, int length) => Op.Call(new SpreadOp(length), g.Contiguous(), weights.Contiguous(), index);

    public readonly Form Infer(ref OpCall c)
    {
        c.Flops = 2L * c.X.Layout.Sizes[1] * c.Y.Numel;
        return new Form([c.X.Layout.Sizes[0], c.X.Layout.Sizes[1], length], c.X.DType);
    }

    public void Compute(in OpCall c) => c.Float(ref this);

    public readonly void Run<T>(in OpCall c)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        TapKernel.Spread(TapSizes.Of(c.Result.Layout, c.Y.Layout), c.Elements<T>(0), c.Elements<T>(1), c.Elements<long>(2), c.Out<T>());

    public Node Record(in OpCall c)
    {
        (g, weights, index) = (Saved.Of(c.X), Saved.Of(c.Y), Saved.Of(c.Input(2)));
        return c.Node(this);
    }

    public readonly void Backward(in Cotangents c)
    {
        if (c[0] is not { } moved) return;
        if (c.Needs(0)) c.Add(0, SampleOp.Run(moved, weights.Value, index.Value));
        if (c.Needs(1)) c.Add(1, TapDotOp.Run(g.Value, moved, index.Value));
    }

    public readonly void Forward(in Tangents t)
    {
        if (t[0] is { } dg) t.Set(0, Run(dg, weights.Value, index.Value, length));
        if (t[1] is { } dw) t.Set(0, Run(g.Value, dw, index.Value, length));
    }

    public void Visit(ref SavedVisitor saved) => saved.Add(ref g, ref weights, ref index);
}

/// <summary>w[n, p, k] = sum_c g[n, c, p] x[n, c, index[n, p, k]]: the transpose of <see cref="SampleOp"/> along w; 0 outside.</summary>
internal struct TapDotOp : IOp, IFolds, IRowMajor, IFloatBody, IBuiltInRule
{
    private Saved g;
    private Saved x;
    private Saved index;

    public static string Name => "GridDot";

    public static Tensor Run(Tensor g, Tensor x, Tensor index) => Op.Call(default(TapDotOp), g.Contiguous(), x.Contiguous(), index);

    public readonly Form Infer(ref OpCall c)
    {
        c.Flops = 2L * c.X.Layout.Sizes[1] * c.Input(2).Numel;
        return new Form(c.Input(2).Shape, c.X.DType);
    }

    public void Compute(in OpCall c) => c.Float(ref this);

    public readonly void Run<T>(in OpCall c)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        TapKernel.Dot(TapSizes.Of(c.Y.Layout, c.Result.Layout), c.Elements<T>(0), c.Elements<T>(1), c.Elements<long>(2), c.Out<T>());

    public Node Record(in OpCall c)
    {
        (g, x, index) = (Saved.Of(c.X), Saved.Of(c.Y), Saved.Of(c.Input(2)));
        return c.Node(this);
    }

    public readonly void Backward(in Cotangents c)
    {
        if (c[0] is not { } moved) return;
        if (c.Needs(0)) c.Add(0, SampleOp.Run(x.Value, moved, index.Value));
        if (c.Needs(1)) c.Add(1, SpreadOp.Run(g.Value, moved, index.Value, x.Value.Shape[2]));
    }

    public readonly void Forward(in Tangents t)
    {
        if (t[0] is { } dg) t.Set(0, Run(dg, x.Value, index.Value));
        if (t[1] is { } dx) t.Set(0, Run(g.Value, dx, index.Value));
    }

    public void Visit(ref SavedVisitor saved) => saved.Add(ref g, ref x, ref index);
}
