namespace Autograd.Optim;

/// <summary>
/// A rate whose sum is infinite and whose sum of squares is not, as stochastic approximation asks for (Robbins and Monro, 1951; not in PyTorch):
/// lr = c1 / (t + c2), whatever the optimiser's rate was.
/// </summary>
public sealed class RobbinsMonroLR : EpochScheduler
{
    private readonly double c1;
    private readonly double c2;

    /// <summary>Makes the scheduler.</summary>
    /// <param name="optimizer">The optimiser.</param>
    /// <param name="c1">The numerator, at least 0.</param>
    /// <param name="c2">What is added to the number of the epoch, above 0.</param>
    /// <param name="lastEpoch">The epoch to continue from; -1 to begin.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public RobbinsMonroLR(Optimizer optimizer, double c1, double c2 = 1, int lastEpoch = -1)
        : base(optimizer, lastEpoch)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(c1);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(c2);
        (this.c1, this.c2) = (c1, c2);
        Start();
    }

    /// <inheritdoc/>
    protected override double GetLr(int group) => c1 / (LastEpoch + c2);
}
