using System.Numerics;
using Autograd.Kernels;
using Autograd.Memory;

namespace Autograd;

/// <summary>
/// y = softmax(s q k^T + mask) v for q: [.., L, E], k: [.., S, E], v: [.., S, V] of the same leading sizes, by blocks: the scores [L, S] are never in memory
/// as a whole. The mask is broadcast to [.., L, S]: numbers that are added, bools that say which scores count, or none.
/// </summary>
/// <remarks>The statistic of a query, z = log sum exp of its scores, moves with them by the probabilities. A query that sees no key gives 0.</remarks>
internal struct AttentionOp(double scale, bool isCausal) : IOp, IFloatBody, IBuiltInRule
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

    public readonly Form Infer(ref OpCall c)
    {
        DTypes.NeedFloat(Name, c.X.DType);
        var sizes = c.X.Layout.Sizes;
        c.Keep(new Form(sizes[..^1], c.X.DType));
        c.MultiplyAdds = (long)Layout.Contiguous(sizes[..^1]).Count * c.Y.Layout.Sizes[^2] * (sizes[^1] + c.Input(2).Layout.Sizes[^1]);
        return new Form([.. sizes[..^1], c.Input(2).Layout.Sizes[^1]], c.X.DType);
    }

    public void Compute(in OpCall c) => c.Float(ref this);

    public readonly unsafe void Run<T>(in OpCall c)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var operands = new AttentionOperands<T>(c, 0, MaskInput);
        using var offsets = new Scratch<int>(operands.Masks);
        operands.WriteOffsets(offsets.Span);
        fixed (T* q = c.Elements<T>(0), k = c.Elements<T>(1), v = c.Elements<T>(2), numbers = operands.Numbers, y = c.Out<T>(), z = c.Out<T>(LogSumSlot))
        fixed (byte* flags = operands.Flags)
        {
            AttentionKernel.Run(operands.Block(scale, isCausal, q, k, v, numbers, flags, offsets.Start), y, z);
        }
    }

    public Node Record(in OpCall c)
    {
        (q, k, v) = (Saved.Of(c.X), Saved.Of(c.Y), Saved.Of(c.Input(2)));
        if (c.InputOrNull(MaskInput) is { } given) mask = Saved.Of(given);
        (y, logSum) = (c.Save(), c.Save(LogSumSlot));
        return c.Node(this);
    }

    public readonly void Backward(in Cotangents c)
    {
        var (g, toLogSum) = (c[0], c[LogSumSlot]);
        if (g is null && toLogSum is null) return;
        // d exp(score - z): what arrives at z goes to all scores by their probabilities, as -delta does.
        g ??= Tensor.ZerosLike(y.Value);
        var delta = (g * y.Value).Sum(-1);
        if (toLogSum is not null) delta -= toLogSum;
        var slopes = Op.CallAll(
            new AttentionSlopeOp(scale, isCausal), g.Contiguous(), q.Value, k.Value, v.Value, mask.ValueOrNull, logSum.Value, delta.Contiguous());
        for (int input = 0; input < slopes.Length; input++) c.Add(input, slopes[input]);
        if (mask.IsEmpty || !c.Needs(MaskInput)) return;
        var p = Probabilities(q.Value, k.Value, mask.Value, logSum.Value, scale, isCausal);
        c.Add(MaskInput, (p * (g.MatMul(v.Value.MT) - delta.Unsqueeze(-1))).SumTo(mask.Value.Layout));
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

    /// <summary>exp(scores - z), as a whole: [.., L, S].</summary>
    public static Tensor Probabilities(Tensor q, Tensor k, Tensor? mask, Tensor logSum, double scale, bool isCausal) =>
        (Scores(q, k, mask, scale, isCausal) - logSum.Unsqueeze(-1)).Exp();
}

/// <summary>The sizes of an attention and its mask as the loops take them.</summary>
internal readonly ref struct AttentionOperands<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Layout q;
    private readonly Layout k;
    private readonly Layout v;
    private readonly Layout? mask;

    /// <summary>Reads the layouts of a call whose operands q, k, v begin at one input and whose mask is another.</summary>
    public AttentionOperands(in OpCall c, int first, int maskInput)
    {
        (q, k, v) = (c.Input(first).Layout, c.Input(first + 1).Layout, c.Input(first + 2).Layout);
        if (c.InputOrNull(maskInput) is not { } given) return;
        mask = given.Layout.TryExpand([.. q.Sizes[..^1], k.Sizes[^2]])!;
        Bounds.Check(given.DType == DType.Bool ? c.In<byte>(maskInput).Length : c.In<T>(maskInput).Length, mask, mask);
        if (given.DType == DType.Bool) Flags = c.In<byte>(maskInput);
        else Numbers = c.In<T>(maskInput);
    }

    /// <summary>The memory of a mask of numbers.</summary>
    public ReadOnlySpan<T> Numbers { get; }

    /// <summary>The memory of a mask of bools.</summary>
    public ReadOnlySpan<byte> Flags { get; }

    /// <summary>The number of masks: one for each of the batch, or none.</summary>
    public int Masks => mask is null ? 0 : Layout.Contiguous(mask.Sizes[..^2]).Count;

    /// <summary>Where in its memory the mask of each of the batch begins.</summary>
    public void WriteOffsets(Span<int> offsets)
    {
        if (mask is not null) GatherKernel.Offsets(Layout.Strided(mask.Sizes[..^2], mask.Strides[..^2], mask.Offset), offsets);
    }

    /// <summary>What a job is told.</summary>
    public unsafe AttentionBlock<T> Block(double scale, bool isCausal, T* queries, T* keys, T* values, T* numbers, byte* flags, int* offsets) => new()
    {
        Sizes = new AttentionSizes(Layout.Contiguous(q.Sizes[..^2]).Count, q.Sizes[^2], k.Sizes[^2], q.Sizes[^1], v.Sizes[^1], scale, isCausal),
        Mask = new AttentionMask<T>(numbers, flags, offsets, mask?.Strides[^2] ?? 0, mask?.Strides[^1] ?? 0),
        Q = queries,
        K = keys,
        V = values,
    };
}
