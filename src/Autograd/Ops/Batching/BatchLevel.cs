namespace Autograd;

/// <summary>What Vmap makes of random numbers (<c>torch.func.vmap</c>, <c>randomness</c>).</summary>
public enum VmapRandomness
{
    /// <summary>A random op throws: whether samples share a draw is to be said.</summary>
    Error,

    /// <summary>Every sample draws for itself.</summary>
    Different,

    /// <summary>All samples share one draw.</summary>
    Same,
}

/// <summary>
/// One level of Vmap: the ops of a thread whose operands are samples of its batch are computed on the whole batch, by the rule of their
/// family. What is the same for all samples passes by.
/// </summary>
/// <remarks>
/// Two tapes: the door records a sample's op in the graph of the level, where a walk inside of the mapped function goes; the op on the batch
/// is recorded outside. Outside is where no level is in force but those further out, with the mode that recording was in when the
/// level began, save where the user has switched it off since, and with memory that does not end with a rule.
/// </remarks>
internal sealed class BatchLevel(int size, VmapRandomness randomness) : OpInterceptor
{
    private readonly GradMode.Mode mode = GradMode.Current;

    /// <summary>The number of samples.</summary>
    public int Size => size;

    /// <summary>Applies a function of one sample to a batch, <c>[B, ...]</c>.</summary>
    public static Tensor Over(Tensor batch, Func<Tensor, Tensor> function) =>
        new BatchLevel(batch.Shape[0], VmapRandomness.Error).Map(x => [function(x)], batch)[0];

    /// <summary>Calls a function with a sample of a batch, and gives the batches of what it gives.</summary>
    public Tensor[] Map(Func<Tensor, Tensor[]> function, Tensor batch) => Map(xs => function(xs[0]), [batch], [true]);

    /// <summary>Calls a function with samples of those tensors that are batches, and gives the batches of what it gives. The level may have ended: then it is in force once more.</summary>
    public Tensor[] Map(Func<Tensor[], Tensor[]> function, ReadOnlySpan<Tensor> tensors, ReadOnlySpan<bool> isBatch)
    {
        var samples = tensors.ToArray();
        for (int i = 0; i < samples.Length; i++)
        {
            if (isBatch[i]) samples[i] = Sample(samples[i]);
        }
        Tensor[] results = [];
        Around(() => results = function(samples));
        return Array.ConvertAll(results, Batch);
    }

    /// <summary>The tensor that shows a sample of a batch at this level.</summary>
    public Tensor Sample(Tensor batch) => Batched.Sample(this, batch);

    /// <summary>The batch of which a tensor is a sample; one that is the same for all samples is repeated.</summary>
    public Tensor Batch(Tensor sample) => BatchOperands.Of(this, sample) ?? sample.Expand([size, .. sample.Layout.Sizes]);

    /// <summary>What a write in place throws.</summary>
    public static AutogradException HasNoMemory(string op) =>
        new($"Vmap: {op} writes into memory that exists, and inside of Vmap a sample has none of its own; use the form of the op that is not in place");

    protected internal override void Run<TOp>(ref TOp op, ref OpCall call)
    {
        bool isRandom = op is IRandomOfOperands;
        if (Concerns(call) || (isRandom && randomness == VmapRandomness.Different)) RunOnBatch(op, ref call);
        else if (isRandom && randomness == VmapRandomness.Error) throw NeedsRandomness(call.Name);
        else if (op is IRandom<TOp> draws && randomness != VmapRandomness.Same) Draw(draws, ref call);
        else Proceed(ref op, ref call);
    }

    private bool Concerns(in OpCall call)
    {
        for (int i = 0; i < call.InputCount; i++)
        {
            if (call.InputOrNull(i) is { } x && BatchOperands.Of(this, x) is not null) return true;
        }
        return call.HasTarget && BatchOperands.Of(this, call.Result) is not null;
    }

    private void RunOnBatch<TOp>(TOp op, ref OpCall call)
        where TOp : struct, IOp
    {
        if (call.HasTarget) throw HasNoMemory(call.Name);
        if (op is IRandomOfOperands && randomness != VmapRandomness.Different) throw NeedsRandomness(call.Name);
        using var outside = Outside();
        using var recording = GradMode.Enter(GradMode.Current is GradMode.Mode.Off or GradMode.Mode.Inference ? GradMode.Current : mode);
        var frame = ScratchFrame.Swap(null);
        try
        {
            Take(ref call, Computed(op, new BatchOperands(this, call, op is IRowMajor)));
        }
        finally
        {
            ScratchFrame.Swap(frame);
        }
    }

    private static Tensor[] Computed<TOp>(TOp op, in BatchOperands operands)
        where TOp : struct, IOp => op switch
        {
            IBatches own => own.Batch(operands),
            IBroadcasts => Op.CallEvery(op, operands.Broadcasting()),
            IFollowsFirst => Op.CallEvery(op, operands.FollowingFirst()),
            IFolds => Array.ConvertAll(Op.CallEvery(op, operands.AllFolded()), operands.Unfolded),
            IShifts<TOp> shifts => Op.CallEvery(shifts.Shifted(), operands.Fronts()),
            _ => throw new AutogradException($"Vmap: {TOp.Name} has no rule for a batch; call it outside of the mapped function on the whole batch, or sample by sample in a loop"),
        };

    private void Draw<TOp>(IRandom<TOp> draws, ref OpCall call)
        where TOp : struct, IOp
    {
        if (randomness == VmapRandomness.Error) throw NeedsRandomness(call.Name);
        using var outside = Outside();
        Take(ref call, Op.CallEvery(draws.ForEach(size)));
    }

    /// <summary>Gives the call its results: a sample of each batch.</summary>
    private void Take(ref OpCall call, Tensor[] batches)
    {
        var samples = new Tensor[batches.Length];
        for (int slot = 0; slot < batches.Length; slot++)
        {
            var (batch, sizes) = (batches[slot].Layout, call.Announced(slot));
            if (batch.Rank == 0 || batch.Sizes[0] != size || !batch.Sizes[1..].SequenceEqual(sizes.Sizes))
                throw new AutogradException($"Vmap: {call.Name}: the rule for a batch gave {batch} for {size} samples of shape {sizes}");
            samples[slot] = Sample(batches[slot]);
        }
        call.SetResults(samples);
    }

    private static AutogradException NeedsRandomness(string op) =>
        new($"Vmap: {op} is random, and it is not said whether samples share a draw; pass randomness: VmapRandomness.Different, or Same where the op has no operands");
}
