using Autograd.Memory;

namespace Autograd.NN;

/// <summary>What <see cref="Functional.EmbeddingBag"/> makes of the rows of a bag.</summary>
public enum EmbeddingBagMode
{
    /// <summary>Their sum.</summary>
    Sum,

    /// <summary>Their mean; zeros of none.</summary>
    Mean,

    /// <summary>The largest of each column; zeros of none.</summary>
    Max,
}

public static partial class Functional
{
    /// <summary>Rows of a table: <c>[..] -> [.., D]</c> (<c>torch.nn.functional.embedding</c>).</summary>
    /// <param name="input">Indices of rows, int64 or int32, any shape.</param>
    /// <param name="weight">The table: <c>[V, D]</c>.</param>
    /// <param name="paddingIdx">The row that gets no gradient; negative from the end.</param>
    /// <param name="maxNorm">Rows that are read and longer than this are first shortened to it, in place.</param>
    /// <param name="normType">The order of the norm for maxNorm.</param>
    /// <param name="scaleGradByFreq">Whether the gradient of a row is divided by how often it was read.</param>
    /// <exception cref="ShapeException">The table is no matrix, or an index is no row of it.</exception>
    /// <exception cref="DTypeException">The indices are not int64 or int32.</exception>
    public static Tensor Embedding(
        Tensor input, Tensor weight, int? paddingIdx = null, double? maxNorm = null, double normType = 2, bool scaleGradByFreq = false)
    {
        var index = RowIndices("Embedding", input, weight);
        int? padding = PaddingRow("Embedding", paddingIdx, weight);
        if (maxNorm is { } most) ShortenRows("Embedding", weight, index, most, normType);
        return EmbeddingOp.Run(weight, index, GradientFactors(index, weight, padding, scaleGradByFreq)).Reshape([.. input.Shape, weight.Shape[1]]);
    }

    /// <summary>
    /// Sums, means or maxima of rows of a table, by bags, without the rows themselves: <c>[B, L] -> [B, D]</c>, or <c>[n] -> [B, D]</c> with offsets
    /// (<c>torch.nn.functional.embedding_bag</c>).
    /// </summary>
    /// <param name="input">Indices of rows, int64 or int32: <c>[B, L]</c>, a bag a row, or <c>[n]</c>, bag after bag.</param>
    /// <param name="weight">The table: <c>[V, D]</c>.</param>
    /// <param name="offsets">Where the bags of <c>[n]</c> begin, int64 or int32, rising from 0.</param>
    /// <param name="maxNorm">Rows that are read and longer than this are first shortened to it, in place.</param>
    /// <param name="normType">The order of the norm for maxNorm.</param>
    /// <param name="scaleGradByFreq">Whether the gradient of a row is divided by how often it was read; not for maxima.</param>
    /// <param name="mode">What is made of the rows of a bag.</param>
    /// <param name="perSampleWeights">A factor for each index, of the shape of the input; for sums alone.</param>
    /// <param name="includeLastOffset">Whether the last offset is the end of the last bag.</param>
    /// <param name="paddingIdx">The row that is in no bag; negative from the end.</param>
    /// <exception cref="ShapeException">The shapes do not fit, an index is no row, or the offsets do not rise from 0 to at most n.</exception>
    /// <exception cref="DTypeException">The indices are not int64 or int32.</exception>
    /// <exception cref="ArgumentException">The mode has no weights, or no scaled gradients.</exception>
    public static Tensor EmbeddingBag(
        Tensor input, Tensor weight, Tensor? offsets = null, double? maxNorm = null, double normType = 2, bool scaleGradByFreq = false,
        EmbeddingBagMode mode = EmbeddingBagMode.Mean, Tensor? perSampleWeights = null, bool includeLastOffset = false, int? paddingIdx = null)
    {
        using var face = Face.Of(nameof(EmbeddingBag));
        var index = RowIndices("EmbeddingBag", input, weight);
        int? padding = PaddingRow("EmbeddingBag", paddingIdx, weight);
        if (perSampleWeights is not null && mode != EmbeddingBagMode.Sum)
            throw new ArgumentException($"EmbeddingBag: weights of samples go with sums, not with mode {mode}", nameof(perSampleWeights));
        if (perSampleWeights is not null && perSampleWeights.Shape != input.Shape)
            throw new ShapeException($"EmbeddingBag: weights of samples of shape {perSampleWeights.Shape} do not fit an input of shape {input.Shape}: they must have its shape");
        if (perSampleWeights is not null && perSampleWeights.DType != weight.DType)
            throw new DTypeException($"EmbeddingBag: the weights of samples are {perSampleWeights.DType.Name}, the table {weight.DType.Name}; convert with To");
        if (scaleGradByFreq && mode == EmbeddingBagMode.Max)
            throw new ArgumentException("EmbeddingBag: the gradient of a maximum is not scaled by frequency", nameof(scaleGradByFreq));
        var (bagOf, bags) = Bags(input, offsets, includeLastOffset);
        if (padding is { } row) bagOf = bagOf.MaskedFill(index.Eq(row), -1);
        if (maxNorm is { } most) ShortenRows("EmbeddingBag", weight, index, most, normType);
        if (mode == EmbeddingBagMode.Max) return LargestOfBags(weight, index, bagOf, bags);
        var (table, from) = scaleGradByFreq
            ? (EmbeddingOp.Run(weight, index, GradientFactors(index, weight, null, byFrequency: true)), Tensor.Arange((long)index.Numel))
            : (weight, index);
        var sums = RowSumOp.Run(table, perSampleWeights?.Reshape(-1), from, bagOf, bags);
        if (mode == EmbeddingBagMode.Sum) return sums;
        var counts = RowSumOp.Run(Tensor.Ones([1, 1], weight.DType), null, Tensor.ZerosLike(index), bagOf, bags);
        return sums / counts.Clamp(min: 1);
    }

    private static Tensor LargestOfBags(Tensor weight, Tensor index, Tensor bagOf, int bags)
    {
        var rows = Op.Call(new BagMaxOp(bags), weight.Detach().Contiguous(), index, bagOf);
        return weight.Gather(0, rows.Clamp(min: 0)).MaskedFill(rows.Lt(0), 0);
    }

    /// <summary>The indices as a vector of int64, after a look at the table.</summary>
    private static Tensor RowIndices(string op, Tensor input, Tensor weight)
    {
        ArgumentNullException.ThrowIfNull(weight);
        if (weight.Rank != 2) throw new ShapeException($"{op}: the table has shape {weight.Shape}; it must be [V, D]");
        return IndexBounds.Need(op, Given(input)).Reshape(-1).Contiguous();
    }

    internal static int? PaddingRow(string op, int? row, Tensor weight)
    {
        if (row is not { } asked) return null;
        int rows = weight.Shape[0];
        if (asked < -rows || asked >= rows) throw new ShapeException($"{op}: the padding row {asked} is no row of a table of shape {weight.Shape}");
        return asked < 0 ? asked + rows : asked;
    }

    /// <summary>[n, 1]: 0 for padding, 1 / frequency where that is asked for; null for 1 everywhere.</summary>
    private static Tensor? GradientFactors(Tensor index, Tensor weight, int? padding, bool byFrequency)
    {
        if (padding is null && !byFrequency) return null;
        var factors = padding is { } row ? index.Ne(row).To(weight.DType) : Tensor.Ones(index.Shape, weight.DType);
        if (byFrequency)
        {
            var counts = Tensor.Zeros([weight.Shape[0]], weight.DType).IndexAdd(0, index, Tensor.Ones(index.Shape, weight.DType));
            factors /= counts.IndexSelect(0, index);
        }
        return factors.Unsqueeze(1);
    }

    /// <summary>Rows that are read, of norm above <paramref name="most"/>, to that norm: w most / (|w| + 1e-7), as PyTorch does.</summary>
    private static void ShortenRows(string op, Tensor weight, Tensor index, double most, double normType)
    {
        using var scope = NoGrad.Scope;
        var rows = EmbeddingOp.Run(weight, index, null);
        var norms = rows.VectorNorm(normType, [1], keepDim: true);
        var shorter = Tensor.Where(norms.Gt(most), rows * (most / (norms + 1e-7)), rows);
        CopyOp.Into(weight.Detach().IndexCopy(0, index, shorter), weight);
        weight.Storage.Bump(op);
    }

    /// <summary>The bag of each index, int64, and how many there are.</summary>
    private static (Tensor BagOf, int Count) Bags(Tensor input, Tensor? offsets, bool includeLastOffset)
    {
        if (input.Rank == 2)
        {
            if (offsets is not null) throw new ShapeException($"EmbeddingBag: an input of shape {input.Shape} has its bags in rows; offsets go with a vector");
            return (Tensor.Arange((long)input.Shape[0]).Unsqueeze(1).Expand(input.Shape).Reshape(-1).Contiguous(), input.Shape[0]);
        }
        if (input.Rank != 1) throw new ShapeException($"EmbeddingBag: an input of shape {input.Shape} is neither [B, L] nor [n]");
        if (offsets is null) throw new ShapeException($"EmbeddingBag: an input of shape {input.Shape} needs offsets, where its bags begin");
        if (offsets.Rank != 1) throw new ShapeException($"EmbeddingBag: the offsets have shape {offsets.Shape}; a vector is needed");
        var starts = IndexBounds.Need("EmbeddingBag", offsets);
        int count = starts.Numel - (includeLastOffset ? 1 : 0);
        if (count < 0) throw new ShapeException("EmbeddingBag: with includeLastOffset there is at least one offset");
        CheckOffsets(starts, input.Numel, includeLastOffset);
        return (starts.Narrow(0, 0, count).SearchSorted(Tensor.Arange((long)input.Numel), right: true) - 1, count);
    }

    private static void CheckOffsets(Tensor starts, int n, bool includeLastOffset)
    {
        if (starts.Hidden is not null) Op.NeedValues("EmbeddingBag", starts);
        if (!starts.HasValues || starts.Numel == 0) return;
        long before = 0;
        foreach (long start in starts.ToArray<long>())
        {
            if (start < before || start > n) throw new ShapeException($"EmbeddingBag: the offset {start} behind {before} is none of {n} indices; offsets rise from 0 to at most {n}");
            before = start;
        }
        if (starts[0].Item<long>() != 0) throw new ShapeException($"EmbeddingBag: the first offset is {starts[0].Item<long>()}; the first bag begins at 0");
        if (includeLastOffset && before != n) throw new ShapeException($"EmbeddingBag: the last offset is {before}, the end of the last bag {n}");
    }
}
