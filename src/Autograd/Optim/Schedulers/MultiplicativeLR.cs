namespace Autograd.Optim;

/// <summary>The last rate times a function of the epoch (<c>torch.optim.lr_scheduler.MultiplicativeLR</c>).</summary>
public sealed class MultiplicativeLR : EpochScheduler
{
    private readonly Func<int, double>[] factors;

    /// <summary>Makes the scheduler with one function for all groups.</summary>
    /// <param name="optimizer">The optimiser.</param>
    /// <param name="lrLambda">The factor of an epoch, from 1.</param>
    /// <param name="lastEpoch">The epoch to continue from; -1 to begin.</param>
    public MultiplicativeLR(Optimizer optimizer, Func<int, double> lrLambda, int lastEpoch = -1)
        : this(optimizer, Factors.Same(optimizer, lrLambda), lastEpoch)
    {
    }

    /// <summary>Makes the scheduler with a function for each group.</summary>
    /// <param name="optimizer">The optimiser.</param>
    /// <param name="lrLambdas">The factors of an epoch, from 1.</param>
    /// <param name="lastEpoch">The epoch to continue from; -1 to begin.</param>
    /// <exception cref="ArgumentException">There are more or fewer functions than groups.</exception>
    public MultiplicativeLR(Optimizer optimizer, IEnumerable<Func<int, double>> lrLambdas, int lastEpoch = -1)
        : base(optimizer, lastEpoch)
    {
        factors = Factors.Of(optimizer, lrLambdas, nameof(MultiplicativeLR));
        Start();
    }

    /// <inheritdoc/>
    protected override double GetLr(int group) => LastEpoch > 0 ? Lr(group) * factors[group](LastEpoch) : Lr(group);
}
