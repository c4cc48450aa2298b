using Autograd.Memory;

namespace Autograd;

/// <summary>The operands of a call of which some are samples of a batch: what stands behind them, for the rules of the families.</summary>
internal readonly struct BatchOperands
{
    private readonly Tensor?[] tensors;
    private readonly bool[] isBatch;
    private readonly bool inOrder;

    /// <summary>Looks behind the operands of a call.</summary>
    /// <param name="level">The level at which they are samples.</param>
    /// <param name="size">The number of samples.</param>
    /// <param name="call">The call.</param>
    /// <param name="inOrder">Whether the op reads them in row-major order.</param>
    public BatchOperands(OpInterceptor level, int size, in OpCall call, bool inOrder)
    {
        Size = size;
        this.inOrder = inOrder;
        tensors = new Tensor?[call.InputCount];
        isBatch = new bool[tensors.Length];
        for (int i = 0; i < tensors.Length; i++)
        {
            tensors[i] = call.InputOrNull(i);
            if (tensors[i] is not { } sample || Of(level, sample) is not { } batch) continue;
            // Storage that is seen under another layout than the batch was wrapped with would show other elements than the sample has.
            if (!sample.IsContiguous || !sample.Layout.Sizes.SequenceEqual(batch.Layout.Sizes[1..]))
                throw new AutogradException($"Vmap: {call.Name}: an operand of shape {sample.Shape} looks at a batch of shape {batch.Shape} in another layout");
            (tensors[i], isBatch[i]) = (batch, true);
        }
    }

    /// <summary>The number of samples.</summary>
    public int Size { get; }

    /// <summary>The number of operands, those included that were left out.</summary>
    public int Count => tensors.Length;

    /// <summary>The batch behind an operand, or the operand where it is the same for all samples; null where it was left out.</summary>
    public Tensor? this[int operand] => operand < tensors.Length ? tensors[operand] : null;

    /// <summary>The batch of which a tensor is a sample at a level; null for any other tensor.</summary>
    public static Tensor? Of(OpInterceptor level, Tensor x) => x.Hidden is { } hidden && ReferenceEquals(hidden.Level, level) ? hidden.Physical : null;

    /// <summary>Whether an operand has the dimension of the batch.</summary>
    public bool IsBatch(int operand) => operand < isBatch.Length && isBatch[operand];

    /// <summary>The number of dimensions of a sample.</summary>
    public int Rank(int operand) => tensors[operand]!.Rank - (isBatch[operand] ? 1 : 0);

    /// <summary>An operand with the dimension of the batch in front, repeated where it is the same for all samples.</summary>
    public Tensor Front(int operand)
    {
        var x = tensors[operand]!;
        return Ordered(isBatch[operand] ? x : x.Expand([Size, .. x.Layout.Sizes]));
    }

    /// <summary>An operand that broadcasts: a batch gets sizes of 1 behind its first dimension until a sample has so many dimensions.</summary>
    public Tensor Aligned(int operand, int rank)
    {
        var x = tensors[operand]!;
        for (int missing = isBatch[operand] ? rank + 1 - x.Rank : 0; missing > 0; missing--) x = x.Unsqueeze(1);
        return Ordered(x);
    }

    /// <summary>All operands as <see cref="IBroadcasts"/> takes them.</summary>
    public Tensor?[] Broadcasting()
    {
        var operands = new Tensor?[Count];
        int rank = HighestRank();
        for (int i = 0; i < operands.Length; i++) operands[i] = tensors[i] is null ? null : Aligned(i, rank);
        return operands;
    }

    /// <summary>All operands as <see cref="IFollowsFirst"/> takes them: those of the first one's shape have the dimension of the batch as well.</summary>
    public Tensor?[] FollowingFirst()
    {
        var operands = new Tensor?[Count];
        int rank = Rank(0);
        for (int i = 0; i < operands.Length; i++)
        {
            if (tensors[i] is null) continue;
            operands[i] = Rank(i) == rank ? Front(i) : Aligned(i, rank);
        }
        return operands;
    }

    /// <summary>All operands with the dimension of the batch in front.</summary>
    public Tensor?[] Fronts()
    {
        var operands = new Tensor?[Count];
        for (int i = 0; i < operands.Length; i++) operands[i] = tensors[i] is null ? null : Front(i);
        return operands;
    }

    /// <summary>An operand whose first dimension is a batch already, with both as one: <c>[B, N, ...] -> [B N, ...]</c>.</summary>
    public Tensor Folded(int operand) => Ordered(Front(operand).Flatten(0, 1));

    /// <summary>All operands folded.</summary>
    public Tensor?[] AllFolded()
    {
        var operands = new Tensor?[Count];
        for (int i = 0; i < operands.Length; i++) operands[i] = tensors[i] is null ? null : Folded(i);
        return operands;
    }

    /// <summary>The way back: <c>[B N, ...] -> [B, N, ...]</c>.</summary>
    public Tensor Unfolded(Tensor x) => x.Reshape([Size, x.Shape[0] / Size, .. x.Layout.Sizes[1..]]);

    /// <summary>The sizes of a sample with the batch in front.</summary>
    public Layout Sizes(Layout sample) => Layout.Contiguous([Size, .. sample.Sizes]);

    private int HighestRank()
    {
        int rank = 0;
        for (int i = 0; i < tensors.Length; i++)
        {
            if (tensors[i] is not null) rank = Math.Max(rank, Rank(i));
        }
        return rank;
    }

    private Tensor Ordered(Tensor x) => inOrder ? x.Contiguous() : x;
}
