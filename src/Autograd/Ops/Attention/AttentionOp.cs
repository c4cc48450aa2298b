using System.Numerics;
using Autograd.Kernels;
using Autograd.Memory;

namespace Autograd;

/// <summary>
/// y = softmax(s q k^T + mask) v for q: [.., L, E], k: [.., S, E], v: [.., S, V] of the same leading sizes, by blocks: the scores [L, S] are never in memory
/// as a whole. The mask is broadcast to [.., L, S]: numbers that are added, bools that say which scores count, or none. The result is [.., L, H, V],
/// where H is the last of the leading sizes: heads lie beside each other, as the layer after them reads them.
/// </summary>
/// <remarks>The statistic of a query, z = log sum exp of its scores, moves with them by the probabilities. A query that sees no key gives 0.</remarks>
internal struct AttentionOp(double scale, bool isCausal) : IOp, IBatches, IFloatBody, IBuiltInRule
{
    private const int LogSumSlot = 1;
    private const int MaskInput = 3;

    private Saved q;
    private Saved k;
    private Saved v;
    private Saved mask;
    private Saved y;
    private Saved logSum;

    public static string Name => "ScaledDotProductAttention";

    /// <summary>Operands of one dtype and of the same leading sizes.</summary>
    public static Tensor Apply(Tensor q, Tensor k, Tensor v, Tensor? mask, double scale, bool isCausal) => AttentionLayouts.Heads(
        Op.Call(new AttentionOp(scale, isCausal), AttentionLayouts.Dense(q), AttentionLayouts.Dense(k), AttentionLayouts.Dense(v), mask));

    public readonly Form Infer(ref OpCall c)
    {
        DTypes.NeedFloat(Name, c.X.DType);
        var sizes = c.X.Layout.Sizes;
        var result = AttentionLayouts.WithHeadsInside([.. sizes[..^1], c.Input(2).Layout.Sizes[^1]]);
        c.Keep(new Form(sizes[..^1], c.X.DType));
        c.MultiplyAdds = (long)Layout.Contiguous(sizes[..^1]).Count * c.Y.Layout.Sizes[^2] * (sizes[^1] + c.Input(2).Layout.Sizes[^1]);
        return new Form(result, c.X.DType);
    }

    public void Compute(in OpCall c) => c.Float(ref this);

    public readonly unsafe void Run<T>(in OpCall c)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var operands = new AttentionOperands<T>(c, 0, MaskInput);
        using var offsets = new Scratch<int>(operands.Offsets(AttentionOperands<T>.OfBlock + 1));
        fixed (T* q = c.In<T>(0), k = c.In<T>(1), v = c.In<T>(2), numbers = operands.Numbers, y = c.Out<T>(), z = c.Out<T>(LogSumSlot))
        fixed (byte* flags = operands.Flags)
        {
            var block = operands.Block(scale, isCausal, q, k, v, numbers, flags, offsets.Start);
            AttentionKernel.Run(block, operands.Rows(c.Result, y, offsets.Start, AttentionOperands<T>.OfBlock), z);
        }
    }

    public Node Record(in OpCall c)
    {
        (q, k, v) = (Saved.Of(c.X), Saved.Of(c.Y), Saved.Of(c.Input(2)));
        if (c.InputOrNull(MaskInput) is { } given) mask = Saved.Of(given);
        (y, logSum) = (c.Save(), c.Save(LogSumSlot));
        return c.Node(this);
    }

    public readonly Tensor[] Batch(in BatchOperands c)
    {
        var results = Op.CallEvery(new AttentionOp(scale, isCausal), AttentionLayouts.Batch(c, MaskInput));
        return c.Rank(0) == 2 ? [results[0].Squeeze(2), results[1].Squeeze(1)] : results;
    }

    public readonly void Backward(in Cotangents c)
    {
        var (g, toLogSum) = (c[0], c[LogSumSlot]);
        if (g is null && toLogSum is null) return;
        // d exp(score - z): what arrives at z goes to all scores by their probabilities, as -delta does.
        g ??= Tensor.ZerosLike(y.Value);
        var delta = AttentionLayouts.Heads((g * y.Value).Sum(-1, keepDim: true)).Squeeze([-1]);
        g = AttentionLayouts.Heads(g);
        if (toLogSum is not null) delta -= toLogSum;
        var slopes = Op.CallAll(
            new AttentionSlopeOp(scale, isCausal), AttentionLayouts.Dense(g), q.Value, k.Value, v.Value, mask.ValueOrNull, logSum.Value, delta.Contiguous());
        for (int input = 0; input < slopes.Length; input++) c.Add(input, AttentionLayouts.Heads(slopes[input]));
        if (mask.IsEmpty || !c.Needs(MaskInput)) return;
        var p = Probabilities(q.Value, k.Value, mask.Value, logSum.Value, scale, isCausal);
        c.Add(MaskInput, (p * (g.MatMul(v.Value.MT) - delta.Unsqueeze(-1))).SumTo(mask.Value.Layout));
    }

    /// <summary>With dS, the tangent of the scores: dz = sum P dS and dy = (P (dS - dz)) v + P dv. The scores are in memory as a whole.</summary>
    public readonly void Forward(in Tangents t)
    {
        Tensor queries = q.Value, keys = k.Value, values = v.Value;
        var p = Probabilities(queries, keys, mask.ValueOrNull, logSum.Value, scale, isCausal);
        Tensor? moved = t[2] is { } dv ? p.MatMul(dv) : null;
        if (Sum(ScoreTangent(queries, keys, t[0], t[1], scale), mask.IsEmpty ? null : t[MaskInput]) is { } ds)
        {
            var toScores = p * ds;
            var dz = toScores.Sum(-1);
            t.Set(LogSumSlot, dz);
            moved = Sum(moved, (toScores - p * dz.Unsqueeze(-1)).MatMul(values));
        }
        if (moved is not null) t.Set(0, AttentionLayouts.Heads(moved));
    }

    public void Visit(ref SavedVisitor saved)
    {
        saved.Add(ref q, ref k, ref v);
        saved.Add(ref mask, ref y, ref logSum);
    }

    /// <summary>s q k^T, masked, as a whole: [.., L, S].</summary>
    public static Tensor Scores(Tensor q, Tensor k, Tensor? mask, double scale, bool isCausal)
    {
        var scores = q.MatMul(k.MT) * scale;
        if (mask is { DType: DType.Bool }) scores = scores.MaskedFill(mask.LogicalNot(), double.NegativeInfinity);
        else if (mask is not null) scores += mask;
        return isCausal ? scores.MaskedFill(Tensor.Ones([q.Shape[-2], k.Shape[-2]], DType.Bool).Triu(1), double.NegativeInfinity) : scores;
    }

    /// <summary>s (dq k^T + q dk^T), as a whole: [.., L, S]; null where neither moves.</summary>
    public static Tensor? ScoreTangent(Tensor q, Tensor k, Tensor? dq, Tensor? dk, double scale) =>
        Sum(dq?.MatMul(k.MT), dk is null ? null : q.MatMul(dk.MT)) is { } sum ? sum * scale : null;

    /// <summary>a + b of what is there.</summary>
    public static Tensor? Sum(Tensor? a, Tensor? b) => a is null ? b : b is null ? a : a + b;

    /// <summary>exp(scores - z), as a whole: [.., L, S].</summary>
    public static Tensor Probabilities(Tensor q, Tensor k, Tensor? mask, Tensor logSum, double scale, bool isCausal) =>
        (Scores(q, k, mask, scale, isCausal) - logSum.Unsqueeze(-1)).Exp();
}
