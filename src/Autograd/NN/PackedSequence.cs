namespace Autograd.NN;

/// <summary>
/// Sequences of several lengths without their padding, longest first and step after step (<c>torch.nn.utils.rnn.PackedSequence</c>): made by
/// <see cref="Utils.PackPaddedSequence(Tensor, Tensor, bool, bool)"/>. A layer on every step is <c>packed with { Data = layer.Forward(packed.Data) }</c>.
/// </summary>
/// <param name="Data">The steps' rows: <c>[rows, ..]</c>.</param>
/// <param name="BatchSizes">How many sequences have a first step, a second one and so on: int64, never growing, <c>[T]</c>.</param>
/// <param name="SortedIndices">Which sequence of those given is the longest, the second and so on; null where they were given in this order.</param>
public sealed record PackedSequence(Tensor Data, Tensor BatchSizes, Tensor? SortedIndices = null)
{
    /// <summary>The steps' rows: <c>[rows, ..]</c>.</summary>
    public Tensor Data { get; init => field = NotNull.Of(value, nameof(Data)); } = NotNull.Of(Data);

    /// <summary>How many sequences have a first step, a second one and so on: int64, never growing, <c>[T]</c>.</summary>
    public Tensor BatchSizes { get; init => field = NotNull.Of(value, nameof(BatchSizes)); } = NotNull.Of(BatchSizes);

    /// <summary>Where each sequence given stands by length, the inverse of <see cref="SortedIndices"/>; null where they were given in this order.</summary>
    public Tensor? UnsortedIndices => SortedIndices?.ArgSort();

    /// <summary>The same sequences with data of another dtype.</summary>
    public PackedSequence To(DType dtype) => this with { Data = Data.To(dtype) };

    /// <summary>The sizes of the steps, checked.</summary>
    /// <exception cref="ShapeException">They do not make a packed sequence.</exception>
    internal int[] StepSizes(string op)
    {
        if (BatchSizes.DType != DType.Int64 || BatchSizes.Rank != 1) throw new ShapeException($"{op}: batch sizes are an int64 vector, not {BatchSizes.DType.Name} {BatchSizes.Shape}");
        long[] sizes = BatchSizes.ToArray<long>();
        long rows = 0, before = int.MaxValue;
        foreach (long size in sizes)
        {
            if (size < 1 || size > before) throw new ShapeException($"{op}: the batch sizes of a packed sequence are positive and never grow; {size} follows {before}");
            rows += before = size;
        }
        if (sizes.Length == 0 || Data.Rank == 0 || rows != Data.Shape[0]) throw new ShapeException($"{op}: {sizes.Length} batch sizes of {rows} rows in all do not fit data of shape {Data.Shape}");
        if (SortedIndices is { } sorted && !(sorted.Rank == 1 && sorted.Numel == sizes[0])) throw new ShapeException($"{op}: sorted indices of shape {sorted.Shape} are no order of {sizes[0]} sequences");
        return Array.ConvertAll(sizes, static size => (int)size);
    }
}
