using Autograd.Memory;

namespace Autograd.NN;

/// <summary>Sequences of several lengths, padded and packed (<c>torch.nn.utils.rnn</c>).</summary>
public static partial class Utils
{
    /// <summary>Sequences below each other, the shorter ones filled up (<c>pad_sequence</c>).</summary>
    /// <param name="sequences">At least one, <c>[L, ..]</c> each, with lengths of their own.</param>
    /// <param name="batchFirst">Whether the result is <c>[N, T, ..]</c> instead of <c>[T, N, ..]</c>, T being the greatest length.</param>
    /// <param name="paddingValue">What stands behind the end of a sequence.</param>
    /// <exception cref="ShapeException">There are none, one is a scalar, or they differ in more than their length.</exception>
    public static Tensor PadSequence(IEnumerable<Tensor> sequences, bool batchFirst = false, double paddingValue = 0)
    {
        var (all, lengths) = Given(nameof(PadSequence), sequences);
        using var face = Face.Of(nameof(PadSequence));
        var places = new PaddedPlaces([.. Enumerable.Range(0, all.Length)], lengths, lengths.Max(), batchFirst);
        return Scatter(Tensor.Cat(all), places.BySequence(), places, paddingValue);
    }

    /// <summary>The sequences of a padded batch, views without their padding (<c>unpad_sequence</c>).</summary>
    /// <param name="paddedSequences"><c>[T, N, ..]</c>, with batchFirst <c>[N, T, ..]</c>.</param>
    /// <param name="lengths">N whole numbers of at most T.</param>
    /// <param name="batchFirst">Whether the batch is the first dimension.</param>
    /// <exception cref="ShapeException">The lengths do not fit.</exception>
    public static Tensor[] UnpadSequence(Tensor paddedSequences, Tensor lengths, bool batchFirst = false)
    {
        ArgumentNullException.ThrowIfNull(paddedSequences);
        int[] sizes = Lengths(nameof(UnpadSequence), paddedSequences, lengths, batchFirst);
        using var face = Face.Of(nameof(UnpadSequence));
        var rows = paddedSequences.Unbind(batchFirst ? 0 : 1);
        for (int n = 0; n < rows.Length; n++) rows[n] = rows[n].Narrow(0, 0, sizes[n]);
        return rows;
    }

    /// <summary>Sequences of several lengths, packed (<c>pack_sequence</c>).</summary>
    /// <param name="sequences">At least one, <c>[L, ..]</c> each, of at least one step.</param>
    /// <param name="enforceSorted">Whether they must come longest first; otherwise they are sorted, and results come back in the order given.</param>
    /// <exception cref="ShapeException">There are none, they differ in more than their length, one has no step, or they are not sorted and must be.</exception>
    public static PackedSequence PackSequence(IEnumerable<Tensor> sequences, bool enforceSorted = true)
    {
        var (all, lengths) = Given(nameof(PackSequence), sequences);
        using var face = Face.Of(nameof(PackSequence));
        return Pack(PadSequence(all), lengths, batchFirst: false, enforceSorted);
    }

    /// <summary>The sequences of a packed batch, in the order in which they were given (<c>unpack_sequence</c>).</summary>
    /// <exception cref="ShapeException">The parts of the packed sequence do not fit each other.</exception>
    public static Tensor[] UnpackSequence(PackedSequence packedSequences)
    {
        ArgumentNullException.ThrowIfNull(packedSequences);
        using var face = Face.Of(nameof(UnpackSequence));
        var (padded, lengths) = PadPackedSequence(packedSequences, batchFirst: true);
        return UnpadSequence(padded, lengths, batchFirst: true);
    }

    /// <summary>A padded batch, packed: no gradient reaches its padding (<c>pack_padded_sequence</c>).</summary>
    /// <param name="input"><c>[T, N, ..]</c>, with batchFirst <c>[N, T, ..]</c>.</param>
    /// <param name="lengths">N whole numbers in [1, T].</param>
    /// <param name="batchFirst">Whether the batch is the first dimension.</param>
    /// <param name="enforceSorted">Whether lengths must come longest first; otherwise sequences are sorted, and results come back in the order given.</param>
    /// <exception cref="ShapeException">The lengths do not fit, or are not sorted and must be.</exception>
    public static PackedSequence PackPaddedSequence(Tensor input, Tensor lengths, bool batchFirst = false, bool enforceSorted = true)
    {
        ArgumentNullException.ThrowIfNull(input);
        int[] sizes = Lengths(nameof(PackPaddedSequence), input, lengths, batchFirst);
        using var face = Face.Of(nameof(PackPaddedSequence));
        return Pack(input, sizes, batchFirst, enforceSorted);
    }

    /// <inheritdoc cref="PackPaddedSequence(Tensor, Tensor, bool, bool)"/>
    public static PackedSequence PackPaddedSequence(Tensor input, ReadOnlySpan<int> lengths, bool batchFirst = false, bool enforceSorted = true) =>
        PackPaddedSequence(input, Tensor.From(lengths.ToArray()).To(DType.Int64), batchFirst, enforceSorted);

    /// <summary>A packed batch, padded: the inverse of <see cref="PackPaddedSequence(Tensor, Tensor, bool, bool)"/> (<c>pad_packed_sequence</c>).</summary>
    /// <param name="sequence">The sequences.</param>
    /// <param name="batchFirst">Whether the result is <c>[N, T, ..]</c> instead of <c>[T, N, ..]</c>.</param>
    /// <param name="paddingValue">What stands behind the end of a sequence.</param>
    /// <param name="totalLength">T; the greatest length when not given.</param>
    /// <returns>The batch, and the lengths of its sequences, int64 <c>[N]</c>; both in the order in which they were given.</returns>
    /// <exception cref="ShapeException">T is below the greatest length, or the parts of the packed sequence do not fit each other.</exception>
    public static (Tensor Padded, Tensor Lengths) PadPackedSequence(PackedSequence sequence, bool batchFirst = false, double paddingValue = 0, int? totalLength = null)
    {
        ArgumentNullException.ThrowIfNull(sequence);
        int[] batchSizes = sequence.StepSizes(nameof(PadPackedSequence));
        int steps = totalLength ?? batchSizes.Length;
        if (steps < batchSizes.Length) throw new ShapeException($"PadPackedSequence: a total length of {steps} is below the greatest length, {batchSizes.Length}");
        using var face = Face.Of(nameof(PadPackedSequence));
        int[] order = sequence.SortedIndices is { } sorted ? Array.ConvertAll(sorted.ToArray<long>(), static n => (int)n) : [.. Enumerable.Range(0, batchSizes[0])];
        var lengths = new int[order.Length];
        for (int k = 0; k < order.Length; k++) lengths[order[k]] = Array.FindLastIndex(batchSizes, size => size > k) + 1;
        var places = new PaddedPlaces(order, lengths, steps, batchFirst);
        return (Scatter(sequence.Data, places.ByStep(), places, paddingValue), Tensor.From(Array.ConvertAll(lengths, static n => (long)n)));
    }

    private static PackedSequence Pack(Tensor input, int[] lengths, bool batchFirst, bool enforceSorted)
    {
        if (lengths.Length == 0) throw new ShapeException("PackPaddedSequence: there are no sequences to pack");
        int empty = Array.IndexOf(lengths, 0);
        if (empty >= 0) throw new ShapeException($"PackPaddedSequence: sequence {empty} has no step; packed sequences have one at least");
        int[] order = [.. Enumerable.Range(0, lengths.Length)];
        // Equal lengths stay in their order, as in PyTorch.
        if (!enforceSorted) order = [.. order.OrderByDescending(n => lengths[n])];
        for (int k = 1; k < order.Length; k++)
        {
            if (lengths[order[k]] > lengths[order[k - 1]])
                throw new ShapeException($"PackPaddedSequence: sequence {k} is longer than the one before ({lengths[k]} and {lengths[k - 1]} steps); give the longest first, or enforceSorted: false");
        }
        var places = new PaddedPlaces(order, lengths, input.Shape[batchFirst ? 1 : 0], batchFirst);
        var data = input.Flatten(0, 1).IndexSelect(0, Tensor.From(places.ByStep()));
        return new PackedSequence(data, Tensor.From(places.BatchSizes()), enforceSorted ? null : Tensor.From(Array.ConvertAll(order, static n => (long)n)));
    }

    /// <summary>Rows of data at their places in a batch of padding.</summary>
    private static Tensor Scatter(Tensor data, long[] index, PaddedPlaces places, double paddingValue)
    {
        int[] features = data.Shape.ToArray()[1..];
        var padding = Tensor.Full([places.Rows, .. features], paddingValue, data.DType);
        return padding.IndexCopy(0, Tensor.From(index), data).Unflatten(0, places.Sizes);
    }

    private static (Tensor[] All, int[] Lengths) Given(string op, IEnumerable<Tensor> sequences)
    {
        ArgumentNullException.ThrowIfNull(sequences);
        Tensor[] all = [.. sequences];
        foreach (var sequence in all) ArgumentNullException.ThrowIfNull(sequence, nameof(sequences));
        if (all.Length == 0) throw new ShapeException($"{op}: there are no sequences");
        foreach (var sequence in all)
        {
            if (sequence.Rank == 0 || !sequence.Shape.ToArray().AsSpan(1).SequenceEqual(all[0].Shape.ToArray().AsSpan(1)))
                throw new ShapeException($"{op}: sequences of shapes {all[0].Shape} and {sequence.Shape} differ in more than their length");
        }
        return (all, Array.ConvertAll(all, static sequence => sequence.Shape[0]));
    }

    private static int[] Lengths(string op, Tensor batch, Tensor lengths, bool batchFirst)
    {
        ArgumentNullException.ThrowIfNull(lengths);
        if (batch.Rank < 2) throw new ShapeException($"{op}: a batch of shape {batch.Shape} has {batch.Rank} dimensions; it must be {(batchFirst ? "[N, T, ..]" : "[T, N, ..]")}");
        int time = batchFirst ? 1 : 0, rows = batch.Shape[1 - time];
        if (lengths.DType.IsFloat || lengths.DType == DType.Bool || lengths.Rank != 1 || lengths.Numel != rows)
            throw new ShapeException($"{op}: lengths are whole numbers, one for each of the {rows} sequences of a batch of shape {batch.Shape}, not {lengths.DType.Name} {lengths.Shape}");
        return Array.ConvertAll(lengths.To(DType.Int64).ToArray<long>(), length => length >= 0 && length <= batch.Shape[time]
            ? (int)length
            : throw new ShapeException($"{op}: a length of {length} does not fit a batch of shape {batch.Shape}: it must lie in [0, {batch.Shape[time]}]"));
    }
}
