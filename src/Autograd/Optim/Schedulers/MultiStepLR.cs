namespace Autograd.Optim;

/// <summary>Multiplies the rate by gamma at given epochs (<c>torch.optim.lr_scheduler.MultiStepLR</c>).</summary>
public sealed class MultiStepLR : EpochScheduler
{
    private readonly int[] milestones;
    private readonly double gamma;

    /// <summary>Makes the scheduler.</summary>
    /// <param name="optimizer">The optimiser.</param>
    /// <param name="milestones">The epochs, in any order; one given twice counts twice.</param>
    /// <param name="gamma">The factor.</param>
    /// <param name="lastEpoch">The epoch to continue from; -1 to begin.</param>
    public MultiStepLR(Optimizer optimizer, IEnumerable<int> milestones, double gamma = 0.1, int lastEpoch = -1)
        : base(optimizer, lastEpoch)
    {
        ArgumentNullException.ThrowIfNull(milestones);
        (this.milestones, this.gamma) = ([.. milestones], gamma);
        Start();
    }

    /// <inheritdoc/>
    protected override double GetLr(int group) => Lr(group) * Math.Pow(gamma, milestones.Count(m => m == LastEpoch));

    /// <inheritdoc/>
    protected override double? ClosedForm(int group) => BaseLrs[group] * Math.Pow(gamma, milestones.Count(m => m <= LastEpoch));
}
