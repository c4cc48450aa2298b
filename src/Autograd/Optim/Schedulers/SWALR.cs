namespace Autograd.Optim;

/// <summary>Brings the rate to the one at which weights are averaged, and leaves it there (<c>torch.optim.swa_utils.SWALR</c>).</summary>
public sealed class SWALR : EpochScheduler
{
    private readonly double[] swaLrs;
    private readonly int annealEpochs;
    private readonly AnnealStrategy strategy;

    /// <summary>Makes the scheduler.</summary>
    /// <param name="optimizer">The optimiser.</param>
    /// <param name="swaLr">The rate to reach.</param>
    /// <param name="annealEpochs">In how many epochs.</param>
    /// <param name="annealStrategy">The way there.</param>
    /// <param name="lastEpoch">The epoch to continue from; -1 to begin.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number of epochs is negative.</exception>
    public SWALR(Optimizer optimizer, PerGroup swaLr, int annealEpochs = 10, AnnealStrategy annealStrategy = AnnealStrategy.Cos, int lastEpoch = -1)
        : base(optimizer, lastEpoch)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(annealEpochs);
        (this.annealEpochs, strategy) = (annealEpochs, annealStrategy);
        swaLrs = swaLr.Over(optimizer, nameof(swaLr));
        Start();
    }

    /// <inheritdoc/>
    protected override double GetLr(int group)
    {
        int step = StepCount - 1;
        if (annealEpochs == 0) step = Math.Max(1, step);
        double before = Share(step - 1), now = Share(step);
        // The rate the way began at, from the last one on it.
        double begin = before == 1 ? swaLrs[group] : (Lr(group) - before * swaLrs[group]) / (1 - before);
        return swaLrs[group] * now + begin * (1 - now);
    }

    private double Share(int step) => strategy.At(0, 1, Math.Clamp(step / Math.Max(1.0, annealEpochs), 0, 1));
}
