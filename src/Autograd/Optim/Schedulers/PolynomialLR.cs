namespace Autograd.Optim;

/// <summary>Brings the rate to 0 along a power (<c>torch.optim.lr_scheduler.PolynomialLR</c>): lr = lr_0 (1 - min(t, total) / total)^power.</summary>
public sealed class PolynomialLR : EpochScheduler
{
    private readonly int totalIters;
    private readonly double power;

    /// <summary>Makes the scheduler.</summary>
    /// <param name="optimizer">The optimiser.</param>
    /// <param name="totalIters">The epoch at which the rate is 0.</param>
    /// <param name="power">The power.</param>
    /// <param name="lastEpoch">The epoch to continue from; -1 to begin.</param>
    /// <exception cref="ArgumentOutOfRangeException">That epoch is not positive.</exception>
    public PolynomialLR(Optimizer optimizer, int totalIters = 5, double power = 1, int lastEpoch = -1)
        : base(optimizer, lastEpoch)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(totalIters);
        (this.totalIters, this.power) = (totalIters, power);
        Start();
    }

    /// <inheritdoc/>
    protected override double GetLr(int group)
    {
        if (LastEpoch == 0 || LastEpoch > totalIters) return Lr(group);
        double left = 1 - (double)LastEpoch / totalIters, before = 1 - (double)(LastEpoch - 1) / totalIters;
        return Lr(group) * Math.Pow(left / before, power);
    }

    /// <inheritdoc/>
    protected override double? ClosedForm(int group) => BaseLrs[group] * Math.Pow(1 - (double)Math.Min(totalIters, LastEpoch) / totalIters, power);
}
