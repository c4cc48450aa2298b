using System.Numerics;
using Autograd.Kernels;
using Autograd.Memory;

namespace Autograd;

/// <summary>Layouts of attention: [.., H, L, E] as it is spoken of, and [.., L, H, E] as results lie in memory, so that a layer reads all heads of a position as one row.</summary>
internal static class AttentionLayouts
{
    /// <summary>[.., H, L, E] -> [.., L, H, E]; [L, E] as it is.</summary>
    public static Layout WithHeadsInside(ReadOnlySpan<int> sizes)
    {
        int[] inside = [.. sizes];
        if (inside.Length > 2) (inside[^3], inside[^2]) = (inside[^2], inside[^3]);
        return Layout.Contiguous(inside);
    }

    /// <summary>[.., L, H, E] -> [.., H, L, E] as a view, and back; [L, E] as it is.</summary>
    public static Tensor Heads(Tensor x) => x.Rank > 2 ? x.Transpose(-3, -2) : x;

    /// <summary>The same for a gradient that may not be there.</summary>
    public static Tensor? HeadsOrNull(Tensor? x) => x is null ? null : Heads(x);

    /// <summary>Rows whose elements lie side by side; any other tensor is copied.</summary>
    public static Tensor Dense(Tensor x) => x.Layout.Strides[^1] == 1 || x.Layout.Sizes[^1] == 1 ? x : x.Contiguous();

    /// <summary>
    /// The operands of a batch of attentions: one without heads gets one, <c>[B, L, E] -> [B, 1, L, E]</c>, so that the batch does not become them.
    /// </summary>
    /// <param name="c">The operands, matrices before the mask and numbers of queries behind it.</param>
    /// <param name="mask">Which is the mask.</param>
    public static Tensor?[] Batch(in BatchOperands c, int mask)
    {
        int rank = Math.Max(c.Rank(0), 3);
        var operands = new Tensor?[c.Count];
        for (int i = 0; i < operands.Length; i++)
        {
            if (c[i] is null) continue;
            if (i == mask)
            {
                operands[i] = c.Aligned(i, rank);
                continue;
            }
            var x = c.Rank(0) == 2 ? c.Front(i).Unsqueeze(1) : c.Front(i);
            operands[i] = i < mask ? Dense(x) : x.Contiguous();
        }
        return operands;
    }
}

/// <summary>The sizes of an attention, its operands and its mask as the loops take them.</summary>
internal readonly ref struct AttentionOperands<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Tables of offsets that a block takes: of queries, keys, values and masks.</summary>
    public const int OfBlock = 4;

    private readonly Layout q;
    private readonly Layout k;
    private readonly Layout v;
    private readonly Layout? mask;
    private readonly int batch;

    /// <summary>Reads the layouts of a call whose operands q, k, v begin at one input and whose mask is another.</summary>
    public AttentionOperands(in OpCall c, int first, int maskInput)
    {
        (q, k, v) = (c.Input(first).Layout, c.Input(first + 1).Layout, c.Input(first + 2).Layout);
        batch = Layout.Contiguous(q.Sizes[..^2]).Count;
        for (int input = 0; input < first + 3; input++) Bounds.Check(c.In<T>(input), c.Input(input).Layout);
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

    /// <summary>The room of some tables of offsets, one for each operand.</summary>
    public long Offsets(int tables) => (long)tables * batch;

    /// <summary>An operand [.., rows, width]; its offsets go into a table of their own.</summary>
    public unsafe AttentionRows<T> Rows(Layout layout, T* start, int* offsets, int table) =>
        new(start, Table(layout, offsets, table), layout.Strides[^2], layout.Sizes[^1]);

    /// <summary>A fresh result with heads inside.</summary>
    public unsafe AttentionRows<T> Rows(Tensor result, T* start, int* offsets, int table) =>
        Rows(AttentionLayouts.Heads(result).Layout, start, offsets, table);

    /// <summary>What a job is told.</summary>
    public unsafe AttentionBlock<T> Block(double scale, bool isCausal, T* queries, T* keys, T* values, T* numbers, byte* flags, int* offsets) => new()
    {
        Sizes = new AttentionSizes(batch, q.Sizes[^2], k.Sizes[^2], q.Sizes[^1], v.Sizes[^1], scale, isCausal),
        Mask = mask is null ? default : new AttentionMask<T>(numbers, flags, Table(mask, offsets, OfBlock - 1), mask.Strides[^2], mask.Strides[^1]),
        Q = Rows(q, queries, offsets, 0),
        K = Rows(k, keys, offsets, 1),
        V = Rows(v, values, offsets, 2),
    };

    /// <summary>Where in its memory each matrix of the batch begins.</summary>
    private unsafe int* Table(Layout layout, int* offsets, int table)
    {
        int* to = offsets + ((nint)table * batch);
        GatherKernel.Offsets(Layout.Strided(layout.Sizes[..^2], layout.Strides[..^2], layout.Offset), new Span<int>(to, batch));
        return to;
    }
}
