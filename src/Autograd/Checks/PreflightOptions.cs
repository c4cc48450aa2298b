namespace Autograd.Checks;

/// <summary>What <see cref="Preflight"/> asks for, and how long it tries.</summary>
public sealed record PreflightOptions
{
    /// <summary>So many samples, the first of the batch, are a small batch: gradients are checked on it, and it is to be overfitted.</summary>
    public int SmallBatch { get; init; } = 8;

    /// <summary>
    /// How far, in nats, the first loss of a classifier may be from ln(classes). Scores with a standard deviation of 1 add 0.5 to it; a model that
    /// is surer of itself than that before it has learned anything first has to unlearn it.
    /// </summary>
    public double ChanceTolerance { get; init; } = 0.5;

    /// <summary>The tolerance of the gradient check, see <see cref="GradCheckOptions.Tolerance"/>.</summary>
    public double Tolerance { get; init; } = 1e-7;

    /// <summary>The largest accepted share of dead units in a layer: of narrow layers and small batches some are dead by chance.</summary>
    public double DeadShare { get; init; } = 0.1;

    /// <summary>
    /// How many times larger the activations or gradients of the first layer may be than those of the last one, or smaller. All layers share one
    /// learning rate; with a thousand between them, some ten layers that each double or halve what passes, the last one diverges before the first one
    /// has moved. PyTorch's default initialisation of linear layers loses a factor of 2.4 a layer under relu: eight layers.
    /// </summary>
    public double SpreadLimit { get; init; } = 1000;

    /// <summary>The steps of Adam within which the small batch is to be overfitted.</summary>
    public int OverfitSteps { get; init; } = 300;

    /// <summary>The learning rate of those steps.</summary>
    public double OverfitLr { get; init; } = 3e-3;

    /// <summary>The share of the first loss to which it has to fall. A loss that cannot come near 0, such as one with smoothed labels, needs a larger one.</summary>
    public double OverfitShare { get; init; } = 0.1;

    /// <summary>The factor of the sum of squares that is added as regularisation.</summary>
    public double WeightDecay { get; init; } = 1e-2;

    /// <summary>The seed of the thread's default generator in every run, and of the random directions: the same seed gives the same report.</summary>
    public ulong Seed { get; init; }

    /// <summary>Ends the checks between two runs of the model; everything is put back.</summary>
    public CancellationToken Cancellation { get; init; }

    internal void Validate()
    {
        if (SmallBatch < 1) throw new ArgumentOutOfRangeException(nameof(SmallBatch), SmallBatch, "Preflight: a small batch has one sample at least");
        if (!(ChanceTolerance > 0)) throw new ArgumentOutOfRangeException(nameof(ChanceTolerance), ChanceTolerance, "Preflight: the tolerance of the first loss is positive");
        if (!(DeadShare is >= 0 and < 1)) throw new ArgumentOutOfRangeException(nameof(DeadShare), DeadShare, "Preflight: the share of dead units lies in [0, 1)");
        if (!(SpreadLimit > 1)) throw new ArgumentOutOfRangeException(nameof(SpreadLimit), SpreadLimit, "Preflight: the limit of the ratio between layers is above 1");
        if (OverfitSteps < 1) throw new ArgumentOutOfRangeException(nameof(OverfitSteps), OverfitSteps, "Preflight: overfitting takes one step at least");
        if (!(OverfitShare is > 0 and < 1)) throw new ArgumentOutOfRangeException(nameof(OverfitShare), OverfitShare, "Preflight: the share to which the loss falls lies in (0, 1)");
        if (!(WeightDecay > 0)) throw new ArgumentOutOfRangeException(nameof(WeightDecay), WeightDecay, "Preflight: the factor of the regularisation is positive");
    }
}
