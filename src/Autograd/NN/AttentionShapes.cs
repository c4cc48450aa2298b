namespace Autograd.NN;

/// <summary>What a multi-head attention is called with, looked at before anything is computed.</summary>
internal static class AttentionShapes
{
    /// <summary>Whether the input has a batch.</summary>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    public static bool Check(MultiheadAttention layer, AttentionInput input, bool batchFirst)
    {
        ArgumentNullException.ThrowIfNull(input.Query, "query");
        ArgumentNullException.ThrowIfNull(input.Key, "key");
        ArgumentNullException.ThrowIfNull(input.Value, "value");
        var (query, key, value) = (input.Query.Shape, input.Key.Shape, input.Value.Shape);
        string shapes = $"MultiheadAttention: query, key and value have shapes {query}, {key} and {value}";
        if (query.Rank is not (2 or 3) || key.Rank != query.Rank || value.Rank != query.Rank)
            throw new ShapeException($"{shapes}; they must be {(batchFirst ? "[N, L, E], [N, S, kdim] and [N, S, vdim]" : "[L, N, E], [S, N, kdim] and [S, N, vdim]")}, or all without N");
        var (kdim, vdim) = (layer.KProjWeight?.Shape[1] ?? layer.EmbedDim, layer.VProjWeight?.Shape[1] ?? layer.EmbedDim);
        if (query[-1] != layer.EmbedDim || key[-1] != kdim || value[-1] != vdim)
            throw new ShapeException($"{shapes}; the last sizes must be {layer.EmbedDim}, {kdim} and {vdim}");
        int sequence = query.Rank == 3 && batchFirst ? 1 : 0;
        if (key[sequence] != value[sequence]) throw new ShapeException($"{shapes}: key and value have {key[sequence]} and {value[sequence]} positions");
        if (query.Rank == 2) return false;
        if (query[1 - sequence] != key[1 - sequence] || key[1 - sequence] != value[1 - sequence])
            throw new ShapeException($"{shapes}: the batches have {query[1 - sequence]}, {key[1 - sequence]} and {value[1 - sequence]} samples");
        return true;
    }
}
