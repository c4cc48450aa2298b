namespace Autograd.Optim;

/// <summary>
/// Raises the rate in a line from a share of it, 0 by default, and leaves it there (not in PyTorch, whose <see cref="LinearLR"/> cannot begin
/// at 0): lr = lr_0 (s + (1 - s) min(t, w) / w). With <see cref="SequentialLR"/> another schedule follows.
/// </summary>
public sealed class WarmupLR : EpochScheduler
{
    private readonly int warmupSteps;
    private readonly double startFactor;

    /// <summary>Makes the scheduler.</summary>
    /// <param name="optimizer">The optimiser.</param>
    /// <param name="warmupSteps">w, the epochs or steps of the rise.</param>
    /// <param name="startFactor">s, the first factor, at least 0.</param>
    /// <param name="lastEpoch">The epoch to continue from; -1 to begin.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no step, or the factor is negative.</exception>
    public WarmupLR(Optimizer optimizer, int warmupSteps, double startFactor = 0, int lastEpoch = -1)
        : base(optimizer, lastEpoch)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(warmupSteps);
        ArgumentOutOfRangeException.ThrowIfNegative(startFactor);
        (this.warmupSteps, this.startFactor) = (warmupSteps, startFactor);
        Start();
    }

    /// <inheritdoc/>
    protected override double GetLr(int group) => BaseLrs[group] * (startFactor + (1 - startFactor) * Math.Min(LastEpoch, warmupSteps) / warmupSteps);
}
