namespace Autograd.Optim;

/// <summary>Schedulers that are all stepped together, so that their factors multiply (<c>torch.optim.lr_scheduler.ChainedScheduler</c>).</summary>
public sealed class ChainedScheduler : LRScheduler
{
    private readonly LRScheduler[] schedulers;

    /// <summary>Makes the scheduler.</summary>
    /// <param name="schedulers">Schedulers over one optimiser, which compute the next rate from the last one.</param>
    /// <exception cref="ArgumentException">There is none, or they are over several optimisers.</exception>
    public ChainedScheduler(IEnumerable<LRScheduler> schedulers)
        : this(SequentialLR.Together(nameof(ChainedScheduler), null, schedulers))
    {
    }

    private ChainedScheduler(LRScheduler[] schedulers)
        : base(schedulers[0].Optimizer, 0) => this.schedulers = schedulers;

    /// <inheritdoc/>
    public override void Step()
    {
        LastEpoch++;
        foreach (var scheduler in schedulers) scheduler.Step();
        Settle();
    }

    /// <inheritdoc/>
    protected internal override void Remember(SavedState state)
    {
        base.Remember(state);
        for (int i = 0; i < schedulers.Length; i++) state.Keep(FormattableString.Invariant($"_schedulers.{i}"), schedulers[i]);
    }
}
