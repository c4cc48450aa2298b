namespace Autograd.Optim;

/// <summary>
/// Multiplies the rate by a factor that goes linearly from one value to another (<c>torch.optim.lr_scheduler.LinearLR</c>):
/// lr = lr_0 (start + (end - start) min(t, total) / total). A warm-up with the defaults.
/// </summary>
public sealed class LinearLR : EpochScheduler
{
    private readonly double start;
    private readonly double end;
    private readonly int totalIters;

    /// <summary>Makes the scheduler.</summary>
    /// <param name="optimizer">The optimiser.</param>
    /// <param name="startFactor">The first factor, in (0, 1].</param>
    /// <param name="endFactor">The last factor, in [0, 1].</param>
    /// <param name="totalIters">How many epochs there are between.</param>
    /// <param name="lastEpoch">The epoch to continue from; -1 to begin.</param>
    /// <exception cref="ArgumentException">A factor is out of its range; <see cref="WarmupLR"/> begins at 0.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no epoch between.</exception>
    public LinearLR(Optimizer optimizer, double startFactor = 1.0 / 3, double endFactor = 1, int totalIters = 5, int lastEpoch = -1)
        : base(optimizer, lastEpoch)
    {
        if (!(startFactor is > 0 and <= 1)) throw new ArgumentException(FormattableString.Invariant($"LinearLR: the start factor is {startFactor}; it must be in (0, 1]"), nameof(startFactor));
        if (!(endFactor is >= 0 and <= 1)) throw new ArgumentException(FormattableString.Invariant($"LinearLR: the end factor is {endFactor}; it must be in [0, 1]"), nameof(endFactor));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(totalIters);
        (start, end, this.totalIters) = (startFactor, endFactor, totalIters);
        Start();
    }

    /// <inheritdoc/>
    protected override double GetLr(int group)
    {
        if (LastEpoch == 0) return Lr(group) * start;
        if (LastEpoch > totalIters) return Lr(group);
        return Lr(group) * (1 + (end - start) / (totalIters * start + (LastEpoch - 1) * (end - start)));
    }

    /// <inheritdoc/>
    protected override double? ClosedForm(int group) => BaseLrs[group] * (start + (end - start) * Math.Min(totalIters, LastEpoch) / totalIters);
}
