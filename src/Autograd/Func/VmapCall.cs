namespace Autograd;

/// <summary>One call of a mapped function: samples in, a level around the function, batches out.</summary>
internal readonly struct VmapCall(IReadOnlyList<int?> inDims, VmapRandomness randomness, int? chunkSize = null)
{
    /// <summary>Runs a function of samples on batches.</summary>
    /// <param name="function">The function.</param>
    /// <param name="arguments">Its arguments with their batches.</param>
    /// <param name="outDims">Where the batches of the results go; in front when not given.</param>
    public Tensor[] Run(Func<Tensor[], Tensor[]> function, Tensor[] arguments, IReadOnlyList<int>? outDims)
    {
        if (inDims.Count != arguments.Length)
            throw new ArgumentException($"Vmap: {inDims.Count} inDims for {arguments.Length} arguments; give one for each, null where the argument is the same for all samples", nameof(inDims));
        int size = Size(arguments);
        if (chunkSize is not { } chunk || chunk >= size) return Chunk(function, arguments, size, outDims);
        var chunks = new List<Tensor[]>();
        foreach (var (start, count) in ChunkSize.Parts(size, chunk)) chunks.Add(Chunk(function, Narrowed(arguments, start, count), count, outDims));
        return [.. chunks[0].Select((_, i) => Tensor.Cat(chunks.Select(c => c[i]), outDims is null ? 0 : outDims[i]))];
    }

    /// <summary>All samples that are given, at once.</summary>
    private Tensor[] Chunk(Func<Tensor[], Tensor[]> function, Tensor[] arguments, int size, IReadOnlyList<int>? outDims)
    {
        var level = new BatchLevel(size, randomness);
        var samples = new Tensor[arguments.Length];
        for (int i = 0; i < samples.Length; i++)
            samples[i] = inDims[i] is { } dim ? level.Sample(arguments[i].MoveDim(dim, 0)) : arguments[i];

        Tensor[]? results = null;
        level.Around(() => results = function(samples));
        if (results is null) throw new AutogradException("Vmap: the mapped function gave null instead of its results");
        if (outDims is not null && outDims.Count != results.Length)
            throw new ArgumentException($"Vmap: {outDims.Count} outDims for {results.Length} results; give one for each", nameof(outDims));
        var batches = new Tensor[results.Length];
        for (int i = 0; i < batches.Length; i++)
        {
            var sample = results[i] ?? throw new AutogradException($"Vmap: result {i} of the mapped function is null");
            batches[i] = level.Batch(sample);
            if (outDims is not null && outDims[i] != 0) batches[i] = batches[i].MoveDim(0, Dims.Wrap("Vmap", outDims[i], batches[i].Rank));
        }
        return batches;
    }

    private Tensor[] Narrowed(Tensor[] arguments, int start, int count)
    {
        var part = new Tensor[arguments.Length];
        for (int i = 0; i < part.Length; i++) part[i] = inDims[i] is { } dim ? arguments[i].Narrow(dim, start, count) : arguments[i];
        return part;
    }

    private int Size(Tensor[] arguments)
    {
        int size = -1;
        for (int i = 0; i < arguments.Length; i++)
        {
            ArgumentNullException.ThrowIfNull(arguments[i], nameof(arguments));
            if (inDims[i] is not { } dim) continue;
            if (arguments[i].Rank == 0) throw new ShapeException($"Vmap: argument {i} is a scalar and has no dimension {dim} along which samples lie; pass null for it in inDims");
            int found = arguments[i].Shape[Dims.Wrap("Vmap", dim, arguments[i].Rank)];
            if (size >= 0 && found != size)
                throw new ShapeException($"Vmap: argument {i} of shape {arguments[i].Shape} has {found} samples along dimension {dim}, those before it have {size}");
            size = found;
        }
        if (size < 0) throw new ArgumentException("Vmap: no argument has a dimension along which samples lie: every one of inDims is null", nameof(inDims));
        return size > 0 ? size : throw new ShapeException("Vmap: the batch is empty: there is no sample to call the function on");
    }
}
