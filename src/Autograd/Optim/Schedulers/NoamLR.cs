namespace Autograd.Optim;

/// <summary>
/// The schedule of the Transformer (Vaswani et al., 2017, equation 3; not in PyTorch): lr = lr_0 d^(-1/2) min(n^(-1/2), n w^(-3/2)) at step n = t + 1,
/// a rise in a line and a fall with the root of the steps. The paper's is that of an optimiser with rate 1. Step it after every batch.
/// </summary>
public sealed class NoamLR : EpochScheduler
{
    private readonly int modelSize;
    private readonly int warmupSteps;

    /// <summary>Makes the scheduler.</summary>
    /// <param name="optimizer">The optimiser.</param>
    /// <param name="modelSize">d, the width of the model.</param>
    /// <param name="warmupSteps">w, the steps of the rise.</param>
    /// <param name="lastEpoch">The step to continue from; -1 to begin.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is not positive.</exception>
    public NoamLR(Optimizer optimizer, int modelSize, int warmupSteps = 4000, int lastEpoch = -1)
        : base(optimizer, lastEpoch)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(modelSize);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(warmupSteps);
        (this.modelSize, this.warmupSteps) = (modelSize, warmupSteps);
        Start();
    }

    /// <inheritdoc/>
    protected override double GetLr(int group)
    {
        double n = LastEpoch + 1.0;
        return BaseLrs[group] / Math.Sqrt(modelSize) * Math.Min(1 / Math.Sqrt(n), n / (warmupSteps * Math.Sqrt(warmupSteps)));
    }
}
