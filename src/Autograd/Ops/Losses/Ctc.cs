using System.Numerics;
using Autograd.Kernels;

namespace Autograd;

/// <summary>
/// The losses [N] of connectionist temporal classification: -log of the sum over all alignments of the labels of a sample to its steps,
/// of log-probabilities [T, N, C] and targets [N, S], int64 (Graves et al., 2006). gx = -g P(class at step), see <see cref="CtcSlopeOp"/>.
/// </summary>
/// <param name="batch">Lengths and sizes.</param>
/// <param name="zeroInfinity">Whether a sample without any alignment has the loss 0, and no gradient.</param>
internal struct CtcOp(CtcBatch batch, bool zeroInfinity) : IOp, IFloatBody, IBuiltInRule
{
    private Saved x;
    private Saved targets;

    public static string Name => "CtcLoss";

    public readonly Form Infer(ref OpCall c)
    {
        DTypes.NeedFloat(Name, c.X.DType);
        return new Form([batch.Samples], c.X.DType);
    }

    public void Compute(in OpCall c) => c.Float(ref this);

    public readonly void Run<T>(in OpCall c)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        CheckLabels(c.Elements<long>(1));
        var losses = c.Out<T>();
        CtcKernel.Losses(batch, c.Elements<T>(0), c.Elements<long>(1), losses);
        if (!zeroInfinity) return;
        foreach (ref T loss in losses) loss = T.IsPositiveInfinity(loss) ? T.Zero : loss;
    }

    public Node Record(in OpCall c)
    {
        (x, targets) = (Saved.Of(c.X), Saved.Of(c.Y));
        return c.Node(this);
    }

    public readonly void Backward(in Cotangents c)
    {
        if (c[0] is { } g) c.Add(0, Slope(g));
    }

    public readonly void Forward(in Tangents t)
    {
        if (t[0] is { } dx) t.Set(0, (Slope(Tensor.Ones([batch.Samples], dx.DType)) * dx).Sum([0, 2]));
    }

    public void Visit(ref SavedVisitor saved) => saved.Add(ref x, ref targets);

    private readonly Tensor Slope(Tensor g) => Op.Call(new CtcSlopeOp(batch, zeroInfinity), g.Contiguous(), x.Value, targets.Value);

    private readonly void CheckLabels(ReadOnlySpan<long> labels)
    {
        for (int n = 0; n < batch.Samples; n++)
        {
            foreach (long label in labels.Slice(n * batch.Width, batch.TargetLengths[n]))
            {
                if ((ulong)label >= (ulong)batch.Classes || label == batch.Blank)
                    throw new ShapeException($"{Name}: the target {label} of sample {n} is no label: labels lie in [0, {batch.Classes - 1}] and are not the blank, {batch.Blank}");
            }
        }
    }
}

/// <summary>gx = -g P(class at step) from g: [N], log-probabilities and targets, as an op: its slope is <see cref="CtcCurveOp"/>.</summary>
internal struct CtcSlopeOp(CtcBatch batch, bool zeroInfinity) : IOp, IFloatBody, IBuiltInRule
{
    private Saved g;
    private Saved x;
    private Saved targets;

    public static string Name => "CtcLossSlope";

    public readonly Form Infer(ref OpCall c) => Form.Like(c.Y);

    public void Compute(in OpCall c) => c.Float(ref this);

    public readonly void Run<T>(in OpCall c)
        where T : unmanaged, IFloatingPointIeee754<T> => CtcKernel.Slopes(batch, c.Elements<T>(1), c.Elements<long>(2), c.Elements<T>(0), zeroInfinity, c.Out<T>());

    public Node Record(in OpCall c)
    {
        (g, x, targets) = (Saved.Of(c.X), Saved.Of(c.Y), Saved.Of(c.Input(2)));
        return c.Node(this);
    }

    public readonly void Backward(in Cotangents c)
    {
        if (c[0] is not { } cotangent) return;
        if (c.Needs(0)) c.Add(0, (Slope(Tensor.OnesLike(g.Value)) * cotangent).Sum([0, 2]));
        if (c.Needs(1)) c.Add(1, Curve(cotangent));
    }

    public readonly void Forward(in Tangents t)
    {
        if (t[0] is { } dg) t.Set(0, Slope(dg));
        if (t[1] is { } dx) t.Set(0, Curve(dx));
    }

    public void Visit(ref SavedVisitor saved) => saved.Add(ref g, ref x, ref targets);

    private readonly Tensor Slope(Tensor scale) => Op.Call(new CtcSlopeOp(batch, zeroInfinity), scale.Contiguous(), x.Value, targets.Value);

    private readonly Tensor Curve(Tensor direction) => Op.Call(new CtcCurveOp(batch, zeroInfinity), g.Value, x.Value, targets.Value, direction.Contiguous());
}

/// <summary>
/// The slope's derivative along a direction v: [T, N, C], linear and symmetric in v. Its own derivative by g and v is an op again; by
/// the log-probabilities, the third of the loss, it is refused.
/// </summary>
internal struct CtcCurveOp(CtcBatch batch, bool zeroInfinity) : IOp, IFloatBody, IBuiltInRule
{
    private const int Direction = 3;

    private Saved g;
    private Saved x;
    private Saved targets;
    private Saved v;

    public static string Name => "CtcLossCurve";

    public readonly Form Infer(ref OpCall c) => Form.Like(c.Y);

    public void Compute(in OpCall c) => c.Float(ref this);

    public readonly void Run<T>(in OpCall c)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        CtcKernel.Curves(batch, c.Elements<T>(1), c.Elements<T>(Direction), c.Elements<long>(2), c.Elements<T>(0), zeroInfinity, c.Out<T>());

    public Node Record(in OpCall c)
    {
        (g, x, targets, v) = (Saved.Of(c.X), Saved.Of(c.Y), Saved.Of(c.Input(2)), Saved.Of(c.Input(Direction)));
        return c.Node(this);
    }

    public readonly void Backward(in Cotangents c)
    {
        if (c[0] is not { } cotangent) return;
        if (c.Needs(1)) throw ThirdOrder();
        if (c.Needs(0)) c.Add(0, (Curve(Tensor.OnesLike(g.Value), v.Value) * cotangent).Sum([0, 2]));
        if (c.Needs(Direction)) c.Add(Direction, Curve(g.Value, cotangent));
    }

    public readonly void Forward(in Tangents t)
    {
        if (t[1] is not null) throw ThirdOrder();
        if (t[0] is { } dg) t.Set(0, Curve(dg, v.Value));
        if (t[Direction] is { } dv) t.Set(0, Curve(g.Value, dv));
    }

    public void Visit(ref SavedVisitor saved)
    {
        saved.Add(ref g, ref x, ref targets);
        saved.Add(ref v);
    }

    private static AutogradException ThirdOrder() => new("CtcLoss: derivatives of the first and second order are there; one of the third is asked for");

    private readonly Tensor Curve(Tensor scale, Tensor direction) =>
        Op.Call(new CtcCurveOp(batch, zeroInfinity), scale.Contiguous(), x.Value, targets.Value, direction.Contiguous());
}
