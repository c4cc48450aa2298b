namespace Autograd.Optim;

/// <summary>Multiplies the rate by a factor until an epoch, and gives it back then (<c>torch.optim.lr_scheduler.ConstantLR</c>).</summary>
public sealed class ConstantLR : EpochScheduler
{
    private readonly double factor;
    private readonly int totalIters;

    /// <summary>Makes the scheduler.</summary>
    /// <param name="optimizer">The optimiser.</param>
    /// <param name="factor">The factor, in (0, 1].</param>
    /// <param name="totalIters">The epoch at which it ends.</param>
    /// <param name="lastEpoch">The epoch to continue from; -1 to begin.</param>
    /// <exception cref="ArgumentException">The factor is not in (0, 1]: from 0 there is no way back.</exception>
    public ConstantLR(Optimizer optimizer, double factor = 1.0 / 3, int totalIters = 5, int lastEpoch = -1)
        : base(optimizer, lastEpoch)
    {
        if (!(factor is > 0 and <= 1)) throw new ArgumentException(FormattableString.Invariant($"ConstantLR: the factor is {factor}; it must be in (0, 1]"), nameof(factor));
        (this.factor, this.totalIters) = (factor, totalIters);
        Start();
    }

    /// <inheritdoc/>
    protected override double GetLr(int group) =>
        LastEpoch == 0 ? Lr(group) * factor
        : LastEpoch == totalIters ? Lr(group) * (1 / factor)
        : Lr(group);

    /// <inheritdoc/>
    protected override double? ClosedForm(int group) => BaseLrs[group] * (LastEpoch >= totalIters ? 1 : factor);
}
