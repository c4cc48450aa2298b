namespace Autograd.Optim;

/// <summary>Multiplies the rate by gamma every <c>stepSize</c> epochs (<c>torch.optim.lr_scheduler.StepLR</c>): lr = lr_0 gamma^floor(t / stepSize).</summary>
public sealed class StepLR : EpochScheduler
{
    private readonly int stepSize;
    private readonly double gamma;

    /// <summary>Makes the scheduler.</summary>
    /// <param name="optimizer">The optimiser.</param>
    /// <param name="stepSize">How many epochs a rate stays.</param>
    /// <param name="gamma">The factor.</param>
    /// <param name="lastEpoch">The epoch to continue from; -1 to begin.</param>
    /// <exception cref="ArgumentOutOfRangeException">The step size is not positive.</exception>
    public StepLR(Optimizer optimizer, int stepSize, double gamma = 0.1, int lastEpoch = -1)
        : base(optimizer, lastEpoch)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(stepSize);
        (this.stepSize, this.gamma) = (stepSize, gamma);
        Start();
    }

    /// <inheritdoc/>
    protected override double GetLr(int group) => LastEpoch == 0 || LastEpoch % stepSize != 0 ? Lr(group) : Lr(group) * gamma;

    /// <inheritdoc/>
    protected override double? ClosedForm(int group) => BaseLrs[group] * Math.Pow(gamma, LastEpoch / stepSize);
}
