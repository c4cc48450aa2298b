using System.Numerics;
using Autograd.Kernels;

namespace Autograd;

/// <summary>
/// gx = g (W p - q) of a cross-entropy as an op, fused, of g: [] or [N], the logits x, targets, weights or none, m and s: p = exp(x - m - s),
/// q the target with its weights, W their sum (see <see cref="TargetWeights"/>).
/// </summary>
internal struct CrossEntropySlopeOp(CrossEntropySettings settings) : IOp, IBatches, IFloatBody, IBuiltInRule
{
    private const int Logits = 1;
    private const int LogSum = 5;

    private Saved g;
    private Saved x;
    private Saved targets;
    private Saved weights;
    private Saved max;
    private Saved logSum;

    public static string Name => "CrossEntropySlope";

    public readonly Form Infer(ref OpCall c) => new(c.Y.Layout.Sizes, c.Y.DType);

    public void Compute(in OpCall c) => c.Float(ref this);

    public readonly unsafe void Run<T>(in OpCall c)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var labels = c.Elements<long>(2);
        int rows = labels.Length, classes = c.Y.Layout.Sizes[1];
        fixed (long* pt = labels)
        fixed (T* pw = c.InputOrNull(3) is null ? default : c.Elements<T>(3), pg = c.Elements<T>(0), pm = c.Elements<T>(4), ps = c.Elements<T>(LogSum))
        {
            var body = new CrossEntropySlopeRows<T>(new ClassTargets<T>(settings, pt, pw, classes), pm, ps, pg, c.X.Rank == 0 ? 0 : 1);
            RowKernel.Run(body, rows, classes, c.Elements<T>(Logits), default, c.Out<T>());
        }
    }

    public Node Record(in OpCall c)
    {
        g = Saved.Of(c.X);
        x = Saved.Of(c.Y);
        targets = Saved.Of(c.Input(2));
        if (c.InputOrNull(3) is { } w) weights = Saved.Of(w);
        max = Saved.Of(c.Input(4));
        logSum = Saved.Of(c.Input(LogSum));
        return c.Node(this);
    }

    public readonly Tensor[] Batch(in BatchOperands c)
    {
        if (c.IsBatch(3)) throw new AutogradException("Vmap: CrossEntropy has no rule for a batch of weights; multiply the losses of reduction None by them");
        // One number for a sample is that of each of its rows.
        var rows = c.Front(0);
        if (rows.Rank == 1) rows = rows.Unsqueeze(1).Expand(c.Size, c.Front(2).Shape[1]);
        var slope = Op.Call(
            new CrossEntropySlopeOp(settings),
            rows.Reshape(-1).Contiguous(),
            c.Folded(Logits).Contiguous(),
            c.Folded(2).Contiguous(),
            c[3]?.Contiguous(),
            c.Folded(4).Contiguous(),
            c.Folded(LogSum).Contiguous());
        return [c.Unfolded(slope)];
    }

    /// <summary>With cotangent c of gx: to g flows sum c (W p - q), to x flows g W c p, to s the negative of its sum. m only shifts.</summary>
    public readonly void Backward(in Cotangents c)
    {
        if (c[0] is not { } cotangent) return;
        var target = Target();
        var p = target.Softmax(x.Value, max.Value, logSum.Value);
        if (c.Needs(0))
        {
            var perRow = (cotangent * target.Slope(p)).Sum(1);
            c.Add(0, g.Value.Rank == 0 ? perRow.Sum() : perRow);
        }
        if (!c.Needs(Logits) && !c.Needs(LogSum)) return;
        var moved = cotangent * p * (Gradient() * target.Total);
        c.Add(Logits, moved);
        c.Add(LogSum, -moved.Sum(1));
    }

    public readonly void Forward(in Tangents t)
    {
        var target = Target();
        var p = target.Softmax(x.Value, max.Value, logSum.Value);
        if (t[0] is { } dg) t.Set(0, target.Slope(p) * (dg.Rank == 0 ? dg : dg.Unsqueeze(1)));
        var scale = p * (Gradient() * target.Total);
        if (t[Logits] is { } dx) t.Set(0, scale * dx);
        if (t[LogSum] is { } ds) t.Set(0, -(scale * ds.Unsqueeze(1)));
    }

    public void Visit(ref SavedVisitor saved)
    {
        saved.Add(ref g, ref x, ref targets);
        saved.Add(ref weights, ref max, ref logSum);
    }

    /// <summary>g as [] or [N, 1].</summary>
    private readonly Tensor Gradient() => g.Value is { Rank: 0 } one ? one : g.Value.Unsqueeze(1);

    private readonly TargetWeights Target() => TargetWeights.Of(settings, x.Value, targets.Value, weights.ValueOrNull);
}
