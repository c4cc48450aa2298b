namespace Autograd;

/// <summary>Indices of a batch: a dimension further in; where every sample has its own they name elements, whose loops know of leading dimensions.</summary>
internal static class BatchedIndex
{
    /// <summary>Whether the op on the batch is that of indices for every element.</summary>
    public static bool IsOfElements<TAddress>(in BatchOperands c)
        where TAddress : struct, IAddress => TAddress.IsOfElements || c.IsBatch(1);

    /// <summary>
    /// The second operand as an index for every element: as it is where it is one for a sample, <c>[B, M] -> [B, .., M, ..]</c> at the sizes of
    /// <paramref name="like"/>, <c>[B, ...]</c>, where it names blocks of dimension <paramref name="dim"/> of a sample.
    /// </summary>
    public static Tensor OfElements<TAddress>(in BatchOperands c, Tensor like, int dim)
        where TAddress : struct, IAddress
    {
        if (TAddress.IsOfElements) return c.Front(1);
        var index = c[1]!;
        int count = index.Shape[1];
        var (narrow, wide) = (new int[like.Rank], like.Shape.ToArray());
        Array.Fill(narrow, 1);
        (narrow[0], narrow[dim + 1], wide[dim + 1]) = (c.Size, count, count);
        return index.Reshape(narrow).Expand(wide);
    }
}
