namespace Autograd;

/// <summary>
/// Passes of a transform along every unit vector of a shape, which give a whole Jacobian. The unit vectors are samples of a batch: many passes
/// are one, of larger ops.
/// </summary>
internal readonly struct UnitPasses
{
    // Elements of the values that a batch of passes makes, at most, if nobody says how many passes: 32 MB of float32. With values of that size ops
    // are as fast as they get, and more samples would only take more memory.
    private const long ElementsAtATime = 1 << 23;

    private readonly Level level;
    private readonly int? chunkSize;

    /// <summary>Passes of a level whose function was called.</summary>
    /// <param name="level">The level.</param>
    /// <param name="chunkSize">
    /// How many passes at a time: 1 is a loop, and more are samples of a batch, where an op without a rule for one throws. Where it is not given, as
    /// many as fit; one by one where there is such an op.
    /// </param>
    public UnitPasses(Level level, int? chunkSize) => (this.level, this.chunkSize) = (level, chunkSize);

    /// <summary>What a pass gives along every unit vector: <c>[N, ...]</c> for N elements, a tensor for each of its results.</summary>
    /// <param name="like">Of whose shape and dtype the unit vectors are.</param>
    /// <param name="results">Of whose shapes and dtypes the results are.</param>
    /// <param name="pass">The pass.</param>
    public Tensor[] Along(Tensor like, Tensor[] results, Func<Tensor, Tensor[]> pass)
    {
        int n = like.Numel;
        if (n == 0) return Array.ConvertAll(results, static r => Tensor.Zeros([0, .. r.Shape], r.DType));
        var units = Tensor.Eye(n, dtype: like.DType).Reshape([n, .. like.Shape]);
        int atATime = Math.Min(n, chunkSize ?? (int)Math.Clamp(ElementsAtATime / level.Elements, 1, n));
        if (atATime == 1) return OneByOne(units, pass);
        try
        {
            return InBatches(units, atATime, pass);
        }
        catch (AutogradException) when (chunkSize is null)
        {
            // An op without a rule for a batch, or a hook that reads values. What is wrong with one pass as well is thrown here.
            return OneByOne(units, pass);
        }
    }

    private static Tensor[] OneByOne(Tensor units, Func<Tensor, Tensor[]> pass)
    {
        var passes = new Tensor[units.Shape[0]][];
        for (int e = 0; e < passes.Length; e++) passes[e] = pass(units.Select(0, e));
        return Joined(passes, static parts => Tensor.Stack(parts));
    }

    private Tensor[] InBatches(Tensor units, int atATime, Func<Tensor, Tensor[]> pass)
    {
        // What nobody differentiates is not recorded outside of the level either. What rules draw, they draw once, as in one pass.
        using var mode = GradMode.Enter(GradMode.IsEnabled && !level.IsWatched ? GradMode.Mode.Walking : GradMode.Current);
        var passes = new List<Tensor[]>();
        foreach (var (start, count) in ChunkSize.Parts(units.Shape[0], atATime))
            passes.Add(new BatchLevel(count, VmapRandomness.Same).Map(pass, units.Narrow(0, start, count)));
        return Joined([.. passes], static parts => parts.Length == 1 ? parts[0] : Tensor.Cat(parts));
    }

    private static Tensor[] Joined(Tensor[][] passes, Func<Tensor[], Tensor> join)
    {
        var results = new Tensor[passes[0].Length];
        for (int i = 0; i < results.Length; i++) results[i] = join(Array.ConvertAll(passes, p => p[i]));
        return results;
    }
}
