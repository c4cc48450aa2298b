namespace Autograd.Optim;

/// <summary>Schedulers one after the other, each from its milestone on as from epoch 0 (<c>torch.optim.lr_scheduler.SequentialLR</c>).</summary>
public sealed class SequentialLR : LRScheduler
{
    private readonly EpochScheduler[] schedulers;
    private readonly int[] milestones;

    /// <summary>Makes the scheduler.</summary>
    /// <param name="optimizer">The optimiser of them all.</param>
    /// <param name="schedulers">The schedulers in their order.</param>
    /// <param name="milestones">The epochs at which the second, third, ... begin, rising.</param>
    /// <exception cref="ArgumentException">One is over another optimiser, or there are not as many milestones as changes.</exception>
    public SequentialLR(Optimizer optimizer, IEnumerable<EpochScheduler> schedulers, IEnumerable<int> milestones)
        : base(optimizer, 0)
    {
        this.schedulers = Together(nameof(SequentialLR), optimizer, schedulers);
        ArgumentNullException.ThrowIfNull(milestones);
        this.milestones = [.. milestones];
        if (this.milestones.Length != this.schedulers.Length - 1)
            throw new ArgumentException(FormattableString.Invariant($"SequentialLR: {this.schedulers.Length} schedulers have {this.schedulers.Length - 1} milestones between them, and {this.milestones.Length} are given"), nameof(milestones));
        // Each has set the rate of its own start: back to before any of them, and the first one begins.
        foreach (var group in optimizer.ParamGroups) group.Lr = group.InitialLr ?? group.Lr;
        foreach (var scheduler in this.schedulers) scheduler.Rewind();
        this.schedulers[0].Start();
        Settle();
    }

    /// <inheritdoc/>
    public override void Step()
    {
        LastEpoch++;
        int at = milestones.Count(m => m <= LastEpoch);
        if (at > 0 && milestones[at - 1] == LastEpoch) schedulers[at].Restart();
        else schedulers[at].Step();
        Settle();
    }

    /// <inheritdoc/>
    protected internal override void Remember(SavedState state)
    {
        base.Remember(state);
        for (int i = 0; i < schedulers.Length; i++) state.Keep(FormattableString.Invariant($"_schedulers.{i}"), schedulers[i]);
    }

    /// <summary>Schedulers of one optimiser.</summary>
    /// <exception cref="ArgumentException">There is none, or one is of another optimiser.</exception>
    internal static T[] Together<T>(string name, Optimizer? optimizer, IEnumerable<T> schedulers)
        where T : Scheduler
    {
        ArgumentNullException.ThrowIfNull(schedulers);
        T[] all = [.. schedulers];
        foreach (var scheduler in all)
        {
            ArgumentNullException.ThrowIfNull(scheduler, nameof(schedulers));
            if (!ReferenceEquals(scheduler.Optimizer, optimizer ?? all[0].Optimizer)) throw new ArgumentException($"{name}: the schedulers are not all over one optimiser", nameof(schedulers));
        }
        return all.Length > 0 ? all : throw new ArgumentException($"{name}: there is no scheduler", nameof(schedulers));
    }
}
