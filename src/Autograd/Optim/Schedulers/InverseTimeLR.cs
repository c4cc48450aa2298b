namespace Autograd.Optim;

/// <summary>The first rate over a line (not in PyTorch): lr = lr_0 / (1 + decay t).</summary>
public sealed class InverseTimeLR : EpochScheduler
{
    private readonly double decay;

    /// <summary>Makes the scheduler.</summary>
    /// <param name="optimizer">The optimiser.</param>
    /// <param name="decay">How fast the rate falls, at least 0.</param>
    /// <param name="lastEpoch">The epoch to continue from; -1 to begin.</param>
    /// <exception cref="ArgumentOutOfRangeException">The decay is negative.</exception>
    public InverseTimeLR(Optimizer optimizer, double decay, int lastEpoch = -1)
        : base(optimizer, lastEpoch)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(decay);
        this.decay = decay;
        Start();
    }

    /// <inheritdoc/>
    protected override double GetLr(int group) => BaseLrs[group] / (1 + decay * LastEpoch);
}
