namespace Autograd.Optim;

/// <summary>
/// Swings the rate down to a least one and back along a cosine (Loshchilov and Hutter, 2017, without restarts;
/// <c>torch.optim.lr_scheduler.CosineAnnealingLR</c>): lr = min + (lr_0 - min) (1 + cos(pi t / T)) / 2.
/// </summary>
public sealed class CosineAnnealingLR : EpochScheduler
{
    private readonly int tMax;
    private readonly double etaMin;

    /// <summary>Makes the scheduler.</summary>
    /// <param name="optimizer">The optimiser.</param>
    /// <param name="tMax">T, half a period: the epoch of the least rate.</param>
    /// <param name="etaMin">The least rate.</param>
    /// <param name="lastEpoch">The epoch to continue from; -1 to begin.</param>
    /// <exception cref="ArgumentOutOfRangeException">T is not positive.</exception>
    public CosineAnnealingLR(Optimizer optimizer, int tMax, double etaMin = 0, int lastEpoch = -1)
        : base(optimizer, lastEpoch)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(tMax);
        (this.tMax, this.etaMin) = (tMax, etaMin);
        Start();
    }

    /// <inheritdoc/>
    protected override double GetLr(int group)
    {
        if (LastEpoch == 0) return Lr(group);
        if (StepCount == 1) return Cosine(group);
        // Behind the least rate the quotient below is 0 / 0.
        if ((LastEpoch - 1L - tMax) % (2L * tMax) == 0) return Lr(group) + (BaseLrs[group] - etaMin) * (1 - Math.Cos(Math.PI / tMax)) / 2;
        return (1 + Math.Cos(Math.PI * LastEpoch / tMax)) / (1 + Math.Cos(Math.PI * (LastEpoch - 1) / tMax)) * (Lr(group) - etaMin) + etaMin;
    }

    /// <inheritdoc/>
    protected override double? ClosedForm(int group) => Cosine(group);

    private double Cosine(int group) => etaMin + (BaseLrs[group] - etaMin) * (1 + Math.Cos(Math.PI * LastEpoch / tMax)) / 2;
}
