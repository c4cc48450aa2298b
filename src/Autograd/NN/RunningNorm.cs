namespace Autograd.NN;

/// <summary>What batch and instance normalisation have in common: weights and biases a channel, running statistics that are buffers.</summary>
public abstract class RunningNorm : Module
{
    /// <summary>Makes the layer with weights of 1, biases and running means of 0 and running variances of 1.</summary>
    /// <param name="numFeatures">C, the number of channels.</param>
    /// <param name="eps">What is added to the variance.</param>
    /// <param name="momentum">m: running = (1 - m) running + m batch; null for the average over all batches.</param>
    /// <param name="affine">Whether there are weights and biases.</param>
    /// <param name="trackRunningStats">Whether there are running statistics, used in evaluation.</param>
    /// <param name="dtype">Float32 or float64.</param>
    protected RunningNorm(int numFeatures, double eps, double? momentum, bool affine, bool trackRunningStats, DType dtype)
    {
        (NumFeatures, Eps, Momentum) = (numFeatures, eps, momentum);
        Weight = affine ? new Parameter(Tensor.Ones([numFeatures], dtype)) : null;
        Bias = affine ? new Parameter(Tensor.Zeros([numFeatures], dtype)) : null;
        if (!trackRunningStats) return;
        RunningMean = Tensor.Zeros([numFeatures], dtype);
        RunningVar = Tensor.Ones([numFeatures], dtype);
        NumBatchesTracked = Tensor.Zeros([], DType.Int64);
    }

    /// <summary>C, the number of channels.</summary>
    public int NumFeatures { get; }

    /// <summary>What is added to the variance.</summary>
    public double Eps { get; }

    /// <summary>The share of the newest batch in the running statistics; null for the average over all batches.</summary>
    public double? Momentum { get; internal set; }

    /// <summary>w: <c>[C]</c>, or null.</summary>
    public Parameter? Weight { get; }

    /// <summary>b: <c>[C]</c>, or null.</summary>
    public Parameter? Bias { get; }

    /// <summary>The running mean: <c>[C]</c>, or null.</summary>
    [Buffer]
    public Tensor? RunningMean { get; private set; }

    /// <summary>The running unbiased variance: <c>[C]</c>, or null.</summary>
    [Buffer]
    public Tensor? RunningVar { get; private set; }

    /// <summary>How many batches the running statistics have seen, int64; or null.</summary>
    [Buffer]
    public Tensor? NumBatchesTracked { get; private set; }

    /// <summary>Forgets the running statistics (<c>reset_running_stats</c>).</summary>
    public void ResetRunningStats()
    {
        if (RunningMean is null || RunningVar is null || NumBatchesTracked is null) return;
        Init.Zeros(RunningMean);
        Init.Ones(RunningVar);
        Init.Zeros(NumBatchesTracked);
    }

    /// <summary>Whether the input's own statistics are used: in training, and where there are no running ones.</summary>
    private protected bool UsesInput => Training || RunningMean is null;

    /// <inheritdoc/>
    protected override string ExtraRepr() =>
        $"{Repr.Text(NumFeatures)}, {Repr.Of(("eps", Eps))}, momentum={(Momentum is { } m ? Repr.Text(m) : "None")}, {Repr.Of(("affine", Weight is not null), ("track_running_stats", RunningMean is not null))}";

    /// <summary>Throws, by the layer's name, where the input has not as many dimensions or channels as it should.</summary>
    private protected void NeedInput(Tensor input, int least, int most, int channelDim)
    {
        string name = NameOf(GetType());
        if (input.Rank < least || input.Rank > most)
            throw new ShapeException($"{name}: an input of shape {input.Shape} has {input.Rank} dimensions; it must have {(least == most ? $"{least}" : $"{least} or {most}")}");
        if (input.Shape[channelDim] != NumFeatures)
            throw new ShapeException($"{name}: an input of shape {input.Shape} has {input.Shape[channelDim]} channels; this layer was made for {NumFeatures}");
    }
}

/// <summary>Normalises each channel over the batch, see <see cref="Functional.BatchNorm"/>.</summary>
public abstract class BatchNorm : RunningNorm
{
    private readonly int least;
    private readonly int most;

    private protected BatchNorm(int least, int most, int numFeatures, double eps, double? momentum, bool affine, bool trackRunningStats, DType dtype)
        : base(numFeatures, eps, momentum, affine, trackRunningStats, dtype) => (this.least, this.most) = (least, most);

    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input)
    {
        NeedInput(input, least, most, channelDim: 1);
        double share = Momentum ?? 0;
        if (Training && NumBatchesTracked is not null)
        {
            CopyOp.Into(NumBatchesTracked + 1L, NumBatchesTracked);
            NumBatchesTracked.Storage.Bump(NameOf(GetType()));
            share = Momentum ?? 1.0 / Math.Max(1, NumBatchesTracked.Item<long>());
        }
        return Functional.BatchNorm(input, RunningMean, RunningVar, Weight, Bias, UsesInput, share, Eps);
    }
}

/// <summary>Normalises each channel of each sample, see <see cref="Functional.InstanceNorm"/>.</summary>
public abstract class InstanceNorm : RunningNorm
{
    private readonly int rank;

    private protected InstanceNorm(int rank, int numFeatures, double eps, double momentum, bool affine, bool trackRunningStats, DType dtype)
        : base(numFeatures, eps, momentum, affine, trackRunningStats, dtype) => this.rank = rank;

    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input)
    {
        bool single = input.Rank == rank - 1;
        NeedInput(input, rank - 1, rank, single ? 0 : 1);
        var batch = single ? input.Unsqueeze(0) : input;
        var y = Functional.InstanceNorm(batch, RunningMean, RunningVar, Weight, Bias, UsesInput, Momentum!.Value, Eps);
        return single ? y.Squeeze([0]) : y;
    }
}
