using System.Numerics;
using Autograd.Kernels;

namespace Autograd;

/// <summary>
/// A convolution (a cross-correlation, as everywhere in this field): y[n, m, o] = b[m] + sum over c, k of w[m, c, k] x[n, c, o s + k d - p].
/// gx and gw are the other two maps, gb the sum of g over all but the channels.
/// </summary>
internal struct ConvOp(ConvGeometry geometry) : IOp, IBatches, IFloatBody, IBuiltInRule
{
    private Saved x;
    private Saved w;

    public static string Name => "Conv";

    public readonly Form Infer(ref OpCall c)
    {
        DTypes.NeedFloat(Name, c.X.DType);
        c.MultiplyAdds = geometry.MultiplyAdds;
        return new Form(geometry.Output, c.X.DType);
    }

    public void Compute(in OpCall c) => c.Float(ref this);

    public readonly void Run<T>(in OpCall c)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        ConvKernel.Forward(geometry.Shape, c.Elements<T>(0), c.Elements<T>(1), c.InputOrNull(2) is null ? default : c.Elements<T>(2), c.Out<T>());

    public Node Record(in OpCall c)
    {
        if (c.Y.RequiresGrad) x = Saved.Of(c.X);
        if (c.X.RequiresGrad) w = Saved.Of(c.Y);
        return c.Node(this);
    }

    public readonly Tensor[] Batch(in BatchOperands c) => BatchedConv.Run(c, geometry, static (g, x, w, b) => g.Forward(x, w, b));

    public readonly void Backward(in Cotangents c)
    {
        if (c[0] is not { } g) return;
        if (c.Needs(0)) c.Add(0, geometry.Transpose(g, w.Value));
        if (c.Needs(1)) c.Add(1, geometry.WeightOf(x.Value, g));
        if (c.Needs(2)) c.Add(2, ConvGeometry.SumOfChannels(g));
    }

    public readonly void Forward(in Tangents t)
    {
        if (t[0] is { } dx) t.Set(0, geometry.Forward(dx, w.Value));
        if (t[1] is { } dw) t.Set(0, geometry.Forward(x.Value, dw));
        if (t[2] is { } db) t.Set(0, ConvGeometry.SpreadOverChannels(db, t.OutputShape(0)));
    }

    public void Visit(ref SavedVisitor saved) => saved.Add(ref x, ref w);
}

/// <summary>
/// The transpose of a convolution by its input: x[n, c, i] = b[c] + sum over m, k and o with o s + k d - p = i of w[m, c, k] y[n, m, o].
/// gy is the convolution of g, gw the third map.
/// </summary>
internal struct ConvTransposeOp(ConvGeometry geometry) : IOp, IBatches, IFloatBody, IBuiltInRule
{
    private Saved y;
    private Saved w;

    public static string Name => "ConvTranspose";

    public readonly Form Infer(ref OpCall c)
    {
        DTypes.NeedFloat(Name, c.X.DType);
        c.MultiplyAdds = geometry.MultiplyAdds;
        return new Form(geometry.Input, c.X.DType);
    }

    public void Compute(in OpCall c) => c.Float(ref this);

    public readonly void Run<T>(in OpCall c)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        ConvKernel.Transpose(geometry.Shape, c.Elements<T>(0), c.Elements<T>(1), c.InputOrNull(2) is null ? default : c.Elements<T>(2), c.Out<T>());

    public Node Record(in OpCall c)
    {
        if (c.Y.RequiresGrad) y = Saved.Of(c.X);
        if (c.X.RequiresGrad) w = Saved.Of(c.Y);
        return c.Node(this);
    }

    public readonly Tensor[] Batch(in BatchOperands c) => BatchedConv.Run(c, geometry, static (g, y, w, b) => g.Transpose(y, w, b));

    public readonly void Backward(in Cotangents c)
    {
        if (c[0] is not { } g) return;
        if (c.Needs(0)) c.Add(0, geometry.Forward(g, w.Value));
        if (c.Needs(1)) c.Add(1, geometry.WeightOf(g, y.Value));
        if (c.Needs(2)) c.Add(2, ConvGeometry.SumOfChannels(g));
    }

    public readonly void Forward(in Tangents t)
    {
        if (t[0] is { } dy) t.Set(0, geometry.Transpose(dy, w.Value));
        if (t[1] is { } dw) t.Set(0, geometry.Transpose(y.Value, dw));
        if (t[2] is { } db) t.Set(0, ConvGeometry.SpreadOverChannels(db, t.OutputShape(0)));
    }

    public void Visit(ref SavedVisitor saved) => saved.Add(ref y, ref w);
}

/// <summary>
/// The transpose of a convolution by its weight: w[m, c, k] = sum over n, o of y[n, m, o] x[n, c, o s + k d - p]. gx and gy are the
/// other two maps, with g as the weight.
/// </summary>
internal struct ConvWeightOp(ConvGeometry geometry) : IOp, IBatches, IFloatBody, IBuiltInRule
{
    private Saved x;
    private Saved y;

    public static string Name => "ConvWeight";

    public readonly Form Infer(ref OpCall c)
    {
        DTypes.NeedFloat(Name, c.X.DType);
        c.MultiplyAdds = geometry.MultiplyAdds;
        return new Form(geometry.Weight, c.X.DType);
    }

    public void Compute(in OpCall c) => c.Float(ref this);

    public readonly void Run<T>(in OpCall c)
        where T : unmanaged, IFloatingPointIeee754<T> => ConvKernel.Weight(geometry.Shape, c.Elements<T>(0), c.Elements<T>(1), c.Out<T>());

    public Node Record(in OpCall c)
    {
        if (c.Y.RequiresGrad) x = Saved.Of(c.X);
        if (c.X.RequiresGrad) y = Saved.Of(c.Y);
        return c.Node(this);
    }

    public readonly Tensor[] Batch(in BatchOperands c) =>
        [c.Unfolded(geometry.ForGroups(c.Size).WeightOf(BatchedConv.AsChannels(c.Front(0)), BatchedConv.AsChannels(c.Front(1))))];

    public readonly void Backward(in Cotangents c)
    {
        if (c[0] is not { } g) return;
        if (c.Needs(0)) c.Add(0, geometry.Transpose(y.Value, g));
        if (c.Needs(1)) c.Add(1, geometry.Forward(x.Value, g));
    }

    public readonly void Forward(in Tangents t)
    {
        if (t[0] is { } dx) t.Set(0, geometry.WeightOf(dx, y.Value));
        if (t[1] is { } dy) t.Set(0, geometry.WeightOf(x.Value, dy));
    }

    public void Visit(ref SavedVisitor saved) => saved.Add(ref x, ref y);
}
