using Autograd.Memory;

namespace Autograd;

/// <summary>The operands of a call of which some are samples of a batch: what stands behind them, for the rules of the families.</summary>
public readonly struct BatchOperands
{
    private readonly Tensor?[] tensors;
    private readonly bool[] isBatch;
    private readonly bool inOrder;

    /// <summary>Looks behind the operands of a call.</summary>
    /// <param name="level">The level at which they are samples.</param>
    /// <param name="call">The call.</param>
    /// <param name="inOrder">Whether the op reads them in row-major order.</param>
    internal BatchOperands(BatchLevel level, in OpCall call, bool inOrder)
    {
        Level = level;
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
    public int Size => Level.Size;

    /// <summary>The level of Vmap at which they are samples.</summary>
    internal BatchLevel Level { get; }

    /// <summary>The number of operands, those included that were left out.</summary>
    public int Count => tensors.Length;

    /// <summary>The batch behind an operand, or the operand where it is the same for all samples; null where it was left out.</summary>
    public Tensor? this[int operand] => (uint)operand < (uint)tensors.Length ? tensors[operand] : null;

    /// <summary>The batch of which a tensor is a sample at a level; null for any other tensor.</summary>
    internal static Tensor? Of(BatchLevel level, Tensor x) => x.Hidden is { } hidden && ReferenceEquals(hidden.Level, level) ? hidden.Physical : null;

    /// <summary>Whether an operand has the dimension of the batch.</summary>
    public bool IsBatch(int operand) => (uint)operand < (uint)isBatch.Length && isBatch[operand];

    /// <summary>The number of dimensions of a sample.</summary>
    /// <exception cref="AutogradException">The operand was left out.</exception>
    public int Rank(int operand) => Given(operand).Rank - (isBatch[operand] ? 1 : 0);

    /// <summary>An operand with the dimension of the batch in front, repeated where it is the same for all samples.</summary>
    /// <exception cref="AutogradException">The operand was left out.</exception>
    public Tensor Front(int operand)
    {
        var x = Given(operand);
        return Ordered(isBatch[operand] ? x : x.Expand([Size, .. x.Layout.Sizes]));
    }

    /// <summary>An operand that broadcasts: a batch gets sizes of 1 behind its first dimension until a sample has so many dimensions.</summary>
    /// <exception cref="AutogradException">The operand was left out.</exception>
    public Tensor Aligned(int operand, int rank)
    {
        var x = Given(operand);
        for (int missing = isBatch[operand] ? rank + 1 - x.Rank : 0; missing > 0; missing--) x = x.Unsqueeze(1);
        return Ordered(x);
    }

    /// <summary>All operands as <see cref="IBroadcasts"/> takes them.</summary>
    internal Tensor?[] Broadcasting()
    {
        var operands = new Tensor?[Count];
        int rank = HighestRank();
        for (int i = 0; i < operands.Length; i++) operands[i] = tensors[i] is null ? null : Aligned(i, rank);
        return operands;
    }

    /// <summary>All operands as <see cref="IFollowsFirst"/> takes them: those of the first one's shape have the dimension of the batch as well.</summary>
    internal Tensor?[] FollowingFirst()
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
    internal Tensor?[] Fronts()
    {
        var operands = new Tensor?[Count];
        for (int i = 0; i < operands.Length; i++) operands[i] = tensors[i] is null ? null : Front(i);
        return operands;
    }

    /// <summary>An operand whose first dimension is a batch already, with both as one: <c>[B, N, ...] -> [B N, ...]</c>.</summary>
    /// <exception cref="AutogradException">The operand was left out.</exception>
    public Tensor Folded(int operand) => Ordered(Front(operand).Flatten(0, 1));

    /// <summary>All operands folded.</summary>
    internal Tensor?[] AllFolded()
    {
        var operands = new Tensor?[Count];
        for (int i = 0; i < operands.Length; i++) operands[i] = tensors[i] is null ? null : Folded(i);
        return operands;
    }

    /// <summary>The way back: <c>[B N, ...] -> [B, N, ...]</c>.</summary>
    /// <exception cref="ShapeException">The first dimension is no multiple of the number of samples.</exception>
    public Tensor Unfolded(Tensor x) => NotNull.Of(x).Reshape([Size, x.Shape[0] / Size, .. x.Layout.Sizes[1..]]);

    /// <summary>Calls an op on batches and gives all its results, statistics included, as <see cref="IBatches.Batch"/> has to.</summary>
    /// <typeparam name="TOp">The op.</typeparam>
    public static Tensor[] Call<TOp>(TOp op, params ReadOnlySpan<Tensor?> inputs)
        where TOp : struct, IOp => Op.CallEvery(op, inputs);

    /// <summary>The sizes of a sample with the batch in front.</summary>
    internal Layout Sizes(Layout sample) => Layout.Contiguous([Size, .. sample.Sizes]);

    private int HighestRank()
    {
        int rank = 0;
        for (int i = 0; i < tensors.Length; i++)
        {
            if (tensors[i] is not null) rank = Math.Max(rank, Rank(i));
        }
        return rank;
    }

    private Tensor Given(int operand) => this[operand] ?? throw new AutogradException($"Vmap: a rule for a batch asks for operand {operand}, which was left out");

    private Tensor Ordered(Tensor x) => inOrder ? x.Contiguous() : x;
}
