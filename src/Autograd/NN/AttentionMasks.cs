namespace Autograd.NN;

/// <summary>The masks of a multi-head attention, as <see cref="Functional.ScaledDotProductAttention"/> takes one.</summary>
/// <param name="Batch">N.</param>
/// <param name="Heads">H.</param>
/// <param name="Queries">L.</param>
/// <param name="Keys">S, without what the module adds to the keys.</param>
internal readonly record struct AttentionMasks(int Batch, int Heads, int Queries, int Keys)
{
    private const string Op = "MultiheadAttention";

    /// <summary>
    /// Both masks as one that broadcasts to <c>[N, H, L, S + added]</c>: numbers that are added to the scores, or bools, of which true takes part. The
    /// keys that were added at the end take part.
    /// </summary>
    /// <param name="attention"><c>[L, S]</c> or <c>[N H, L, S]</c>: numbers to be added, or bools, of which true is left out.</param>
    /// <param name="padding"><c>[N, S]</c>, the same.</param>
    /// <param name="added">The number of keys that were added.</param>
    /// <param name="dtype">That of the scores.</param>
    public Tensor? Merge(Tensor? attention, Tensor? padding, int added, DType dtype)
    {
        if (attention is not null) attention = Extend(Attention(attention, dtype), added);
        if (padding is not null) padding = Extend(Padding(padding, dtype), added);
        if (attention is null || padding is null) return TakesPart(attention ?? padding);
        return attention.DType == DType.Bool && padding.DType == DType.Bool
            ? TakesPart(attention.LogicalOr(padding))
            : Numbers(attention, dtype) + Numbers(padding, dtype);
    }

    private static Tensor? TakesPart(Tensor? mask) => mask is { DType: DType.Bool } ? mask.LogicalNot() : mask;

    private static Tensor Numbers(Tensor mask, DType dtype) =>
        mask.DType == DType.Bool ? Tensor.Zeros(mask.Shape, dtype).MaskedFill(mask, double.NegativeInfinity) : mask;

    private static Tensor Extend(Tensor mask, int added) =>
        added == 0 ? mask : Tensor.Cat([mask, Tensor.Zeros([.. mask.Shape.ToArray()[..^1], added], mask.DType)], -1);

    /// <summary>[1, 1, L, S] or [N, H, L, S]</summary>
    private Tensor Attention(Tensor mask, DType dtype)
    {
        Need("attnMask", mask, dtype);
        if (mask.Shape == new Shape([Queries, Keys])) return mask.Reshape(1, 1, Queries, Keys);
        if (mask.Rank == 3 && mask.Shape == new Shape([Batch * Heads, Queries, Keys])) return mask.Reshape(Batch, Heads, Queries, Keys);
        throw new ShapeException($"{Op}: attnMask has shape {mask.Shape}; it must be [{Queries}, {Keys}], or [{Batch * Heads}, {Queries}, {Keys}] with one for each head of the batch");
    }

    /// <summary>[N, 1, 1, S]</summary>
    private Tensor Padding(Tensor mask, DType dtype)
    {
        Need("keyPaddingMask", mask, dtype);
        if (mask.Shape == new Shape([Batch, Keys])) return mask.Reshape(Batch, 1, 1, Keys);
        throw new ShapeException($"{Op}: keyPaddingMask has shape {mask.Shape}; it must be [{Batch}, {Keys}], or [{Keys}] for an input without a batch");
    }

    private static void Need(string name, Tensor mask, DType dtype)
    {
        if (mask.DType != DType.Bool && mask.DType != dtype) throw new DTypeException($"{Op}: {name} is {mask.DType.Name}; it must be bool, or {dtype.Name} as the query");
    }
}
