using System.Numerics;
using Autograd.Kernels;

namespace Autograd;

/// <summary>
/// The gradients of an attention as an op, by blocks like the value: of g, q, k, v, the mask or none, z and delta. With P = exp(s q k^T + mask - z) and
/// T = P (g v^T - delta): gq = s T k, gk = s T^T q, gv = P^T g, each with heads inside like the value. Its own derivative is composed of ops and keeps the scores [L, S] in memory.
/// </summary>
internal struct AttentionSlopeOp(double scale, bool isCausal) : IOp, IBatches, IFloatBody, IBuiltInRule
{
    private const int MaskInput = 4;
    private const int LogSumInput = 5;
    private const int DeltaInput = 6;

    private Saved g;
    private Saved q;
    private Saved k;
    private Saved v;
    private Saved mask;
    private Saved logSum;
    private Saved delta;

    public static string Name => "ScaledDotProductAttentionSlope";

    public readonly Form Infer(ref OpCall c)
    {
        var result = Inside(c.Y);
        c.Also(Inside(c.Input(2)));
        c.Also(Inside(c.Input(3)));
        c.Flops = 14L * c.Y.Numel * c.Input(2).Layout.Sizes[^2];
        return result;

        static Form Inside(Tensor x) => new(AttentionLayouts.WithHeadsInside(x.Layout.Sizes), x.DType);
    }

    public void Compute(in OpCall c) => c.Float(ref this);

    public readonly unsafe void Run<T>(in OpCall c)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        const int Further = AttentionOperands<T>.OfBlock;
        var operands = new AttentionOperands<T>(c, 1, MaskInput);
        using var offsets = new Scratch<int>(operands.Offsets(Further + 4));
        fixed (T* pg = c.In<T>(0), pq = c.In<T>(1), pk = c.In<T>(2), pv = c.In<T>(3), z = c.Elements<T>(LogSumInput), d = c.Elements<T>(DeltaInput))
        fixed (T* numbers = operands.Numbers, gq = c.Out<T>(), gk = c.Out<T>(1), gv = c.Out<T>(2))
        fixed (byte* flags = operands.Flags)
        {
            var block = operands.Block(scale, isCausal, pq, pk, pv, numbers, flags, offsets.Start);
            var g = operands.Rows(c.X.Layout, pg, offsets.Start, Further);
            AttentionSlopeKernel.Run(
                new AttentionPair<T> { Block = block, G = g, LogSum = z, Delta = d },
                operands.Rows(c.Result, gq, offsets.Start, Further + 1),
                operands.Rows(c.Output(1), gk, offsets.Start, Further + 2),
                operands.Rows(c.Output(2), gv, offsets.Start, Further + 3));
        }
    }

    public Node Record(in OpCall c)
    {
        (g, q, k, v) = (Saved.Of(c.X), Saved.Of(c.Y), Saved.Of(c.Input(2)), Saved.Of(c.Input(3)));
        if (c.InputOrNull(MaskInput) is { } given) mask = Saved.Of(given);
        (logSum, delta) = (Saved.Of(c.Input(LogSumInput)), Saved.Of(c.Input(DeltaInput)));
        return c.Node(this);
    }

    public readonly Tensor[] Batch(in BatchOperands c)
    {
        var results = Op.CallEvery(new AttentionSlopeOp(scale, isCausal), AttentionLayouts.Batch(c, MaskInput));
        return c.Rank(0) == 2 ? Array.ConvertAll(results, y => y.Squeeze(2)) : results;
    }

    /// <summary>With cotangents a, b, d of gq, gk, gv: to T flows s (a k^T + q b^T), to P (g v^T - delta) times that and g d^T; from P on as in softmax.</summary>
    public readonly void Backward(in Cotangents c)
    {
        var (a, b, d) = (AttentionLayouts.HeadsOrNull(c[0]), AttentionLayouts.HeadsOrNull(c[1]), AttentionLayouts.HeadsOrNull(c[2]));
        Tensor queries = q.Value, keys = k.Value, values = v.Value, gradient = g.Value;
        var p = AttentionOp.Probabilities(queries, keys, mask.ValueOrNull, logSum.Value, scale, isCausal);
        Tensor? toP = null;
        if (a is not null || b is not null)
        {
            var deviation = gradient.MatMul(values.MT) - delta.Value.Unsqueeze(-1);
            var t = p * deviation;
            if (a is not null) c.Add(2, t.MT.MatMul(a) * scale);
            if (b is not null) c.Add(1, t.MatMul(b) * scale);
            var toT = (a is null ? queries.MatMul(b!.MT) : b is null ? a.MatMul(keys.MT) : a.MatMul(keys.MT) + queries.MatMul(b.MT)) * scale;
            var toProduct = toT * p;
            c.Add(0, toProduct.MatMul(values));
            c.Add(3, toProduct.MT.MatMul(gradient));
            c.Add(DeltaInput, -toProduct.Sum(-1));
            toP = toT * deviation;
        }
        if (d is not null)
        {
            c.Add(0, p.MatMul(d));
            var more = gradient.MatMul(d.MT);
            toP = toP is null ? more : toP + more;
        }
        if (toP is null) return;
        var toScores = toP * p;
        c.Add(1, toScores.MatMul(keys) * scale);
        c.Add(2, toScores.MT.MatMul(queries) * scale);
        c.Add(LogSumInput, -toScores.Sum(-1));
        if (!mask.IsEmpty && c.Needs(MaskInput)) c.Add(MaskInput, toScores.SumTo(mask.Value.Layout));
    }

    /// <summary>
    /// With D = g v^T - delta and T = P D: dP = P (dS - dz), dT = dP D + P (dg v^T + g dv^T - d delta), and from there by the product rule.
    /// </summary>
    public readonly void Forward(in Tangents t)
    {
        Tensor queries = q.Value, keys = k.Value, values = v.Value, gradient = g.Value;
        var p = AttentionOp.Probabilities(queries, keys, mask.ValueOrNull, logSum.Value, scale, isCausal);
        var deviation = gradient.MatMul(values.MT) - delta.Value.Unsqueeze(-1);
        var ds = AttentionOp.Sum(AttentionOp.ScoreTangent(queries, keys, t[1], t[2], scale), mask.IsEmpty ? null : t[MaskInput]);
        ds = AttentionOp.Sum(ds, t[LogSumInput] is { } dz ? -dz.Unsqueeze(-1) : null);
        var dp = ds is null ? null : p * ds;
        var dd = AttentionOp.Sum(t[0]?.MatMul(values.MT), t[3] is { } dv ? gradient.MatMul(dv.MT) : null);
        dd = AttentionOp.Sum(dd, t[DeltaInput] is { } dDelta ? -dDelta.Unsqueeze(-1) : null);
        var dt = AttentionOp.Sum(dp is null ? null : dp * deviation, dd is null ? null : p * dd);
        var whole = p * deviation;
        Set(t, 0, dt?.MatMul(keys), t[2] is { } dk ? whole.MatMul(dk) : null, scale);
        Set(t, 1, dt?.MT.MatMul(queries), t[1] is { } dq ? whole.MT.MatMul(dq) : null, scale);
        Set(t, 2, dp?.MT.MatMul(gradient), t[0] is { } dg ? p.MT.MatMul(dg) : null, 1);

        static void Set(in Tangents t, int output, Tensor? a, Tensor? b, double scale)
        {
            if (AttentionOp.Sum(a, b) is { } sum) t.Set(output, AttentionLayouts.Heads(sum * scale));
        }
    }

    public void Visit(ref SavedVisitor saved)
    {
        saved.Add(ref g, ref q, ref k);
        saved.Add(ref v, ref mask);
        saved.Add(ref logSum, ref delta);
    }
}
