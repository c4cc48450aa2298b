namespace Autograd.Optim;

/// <summary>
/// A learning rate that follows from the epoch. Derive from it, give the next rate in <see cref="GetLr"/>, and call <see cref="Start"/>
/// last in the constructor, which sets the rates of epoch 0.
/// </summary>
/// <remarks>
/// As PyTorch's, most schedules compute the next rate from the last one, so that several of them over one optimiser multiply
/// (<see cref="ChainedScheduler"/>), and a rate set by hand in between is carried on.
/// </remarks>
public abstract class EpochScheduler : LRScheduler
{
    private readonly double[] baseLrs;
    private int stepCount;

    /// <summary>Begins with an optimiser's rates as they are, or, behind another scheduler, as they were before that.</summary>
    /// <param name="optimizer">The optimiser.</param>
    /// <param name="lastEpoch">The epoch to continue from; -1 to begin.</param>
    /// <exception cref="AutogradException">It continues, and the groups have no <see cref="ParamGroup.InitialLr"/> to continue from.</exception>
    protected EpochScheduler(Optimizer optimizer, int lastEpoch = -1)
        : base(optimizer, lastEpoch)
    {
        foreach (var group in optimizer.ParamGroups)
        {
            if (lastEpoch == -1) group.InitialLr ??= group.Lr;
            else if (group.InitialLr is null) throw new AutogradException($"{GetType().Name}: a group has no initial learning rate to continue from; begin with lastEpoch -1 and load the state dict");
        }
        baseLrs = [.. optimizer.ParamGroups.Select(static g => g.InitialLr!.Value)];
    }

    /// <summary>The rates that the schedule starts from, one a group.</summary>
    public IReadOnlyList<double> BaseLrs => baseLrs;

    /// <summary>How often the rates were set since the start, now included.</summary>
    protected int StepCount => stepCount;

    /// <inheritdoc/>
    public override void Step()
    {
        if (stepCount == 0) throw new InvalidOperationException($"{GetType().Name}: the schedule has not started; call Start last in the constructor");
        MoveTo(LastEpoch + 1, GetLr);
    }

    /// <summary>Sets the rates of the first epoch.</summary>
    protected internal void Start()
    {
        stepCount = 0;
        Begin();
    }

    /// <summary>The rate of a group in epoch <see cref="Scheduler.LastEpoch"/>, from its rate so far.</summary>
    /// <param name="group">The group's number.</param>
    protected abstract double GetLr(int group);

    /// <summary>The rate of a group in epoch <see cref="Scheduler.LastEpoch"/> from nothing but its base rate; null where there is no such form.</summary>
    /// <param name="group">The group's number.</param>
    protected virtual double? ClosedForm(int group) => null;

    /// <summary>The momentum of a group in epoch <see cref="Scheduler.LastEpoch"/>; null to leave it as it is.</summary>
    /// <param name="group">The group's number.</param>
    protected virtual double? GetMomentum(int group) => null;

    /// <inheritdoc/>
    protected internal override void Remember(SavedState state)
    {
        base.Remember(state);
        state.Keep("base_lrs", baseLrs);
        state.Keep("_step_count", ref stepCount);
    }

    /// <summary>Goes to the epoch after <see cref="Scheduler.LastEpoch"/> for the first time.</summary>
    private protected virtual void Begin() => MoveTo(LastEpoch + 1, GetLr);

    /// <summary>Begins at epoch 0, wherever the rates are: when it takes over in a <see cref="SequentialLR"/>.</summary>
    internal virtual void Restart() => MoveTo(0, group => ClosedForm(group) ?? GetLr(group));

    /// <summary>Takes the epoch of the start back, which a <see cref="SequentialLR"/> gives itself.</summary>
    internal void Rewind() => LastEpoch--;

    /// <summary>The rate of a group so far.</summary>
    /// <param name="group">The group's number.</param>
    protected double Lr(int group) => Optimizer.ParamGroups[group].Lr;

    /// <summary>Starts from other rates than the optimiser's.</summary>
    private protected void SetBaseLrs(IReadOnlyList<double> rates)
    {
        for (int i = 0; i < baseLrs.Length; i++) baseLrs[i] = rates[i];
    }

    private protected void MoveTo(int epoch, Func<int, double> rate)
    {
        stepCount++;
        LastEpoch = epoch;
        if (Optimizer.ParamGroups.Count != baseLrs.Length)
            throw new AutogradException(FormattableString.Invariant($"{GetType().Name}: the optimiser has {Optimizer.ParamGroups.Count} groups, and had {baseLrs.Length} when the scheduler was made"));
        for (int i = 0; i < baseLrs.Length; i++)
        {
            var group = Optimizer.ParamGroups[i];
            double lr = rate(i);
            // What is computed from rate to rate may pass 0 by a rounding.
            group.Lr = lr < 0 && lr > -1e-12 * baseLrs[i] ? 0 : lr;
            if (GetMomentum(i) is { } momentum) group.Momentum = momentum;
        }
        Settle();
    }
}
