namespace Autograd.Optim;

/// <summary>Multiplies the rate by gamma every epoch (<c>torch.optim.lr_scheduler.ExponentialLR</c>): lr = lr_0 gamma^t.</summary>
public sealed class ExponentialLR : EpochScheduler
{
    private readonly double gamma;

    /// <summary>Makes the scheduler.</summary>
    /// <param name="optimizer">The optimiser.</param>
    /// <param name="gamma">The factor.</param>
    /// <param name="lastEpoch">The epoch to continue from; -1 to begin.</param>
    public ExponentialLR(Optimizer optimizer, double gamma, int lastEpoch = -1)
        : base(optimizer, lastEpoch)
    {
        this.gamma = gamma;
        Start();
    }

    /// <inheritdoc/>
    protected override double GetLr(int group) => LastEpoch == 0 ? Lr(group) : Lr(group) * gamma;

    /// <inheritdoc/>
    protected override double? ClosedForm(int group) => BaseLrs[group] * Math.Pow(gamma, LastEpoch);
}
