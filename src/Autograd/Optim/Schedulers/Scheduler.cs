namespace Autograd.Optim;

/// <summary>Sets the learning rates of an optimiser while it learns; <see cref="LRScheduler"/> by epochs, <see cref="ReduceLROnPlateau"/> by what is measured.</summary>
public abstract class Scheduler
{
    private int lastEpoch;
    private double[] lastLr;

    private protected Scheduler(Optimizer optimizer, int lastEpoch)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        ArgumentOutOfRangeException.ThrowIfLessThan(lastEpoch, -1);
        Optimizer = optimizer;
        this.lastEpoch = lastEpoch;
        lastLr = Rates(optimizer);
    }

    /// <summary>The optimiser whose rates are set.</summary>
    public Optimizer Optimizer { get; }

    /// <summary>The number of the epoch, or step, that the rates are of (<c>last_epoch</c>).</summary>
    public int LastEpoch
    {
        get => lastEpoch;
        private protected set => lastEpoch = value;
    }

    /// <summary>The learning rates set last, one a group (<c>get_last_lr</c>).</summary>
    public IReadOnlyList<double> LastLr => lastLr;

    /// <summary>
    /// What changes from epoch to epoch, as tensors by PyTorch's names. What the constructor is told is not in it: make the same scheduler
    /// over the same kind of optimiser, then load both, in either order.
    /// </summary>
    public IReadOnlyDictionary<string, Tensor> StateDict()
    {
        var state = SavedState.Writer();
        Remember(state);
        return state.Written;
    }

    /// <summary>Continues from a <see cref="StateDict"/>. The rates themselves are the optimiser's, and loaded there.</summary>
    /// <exception cref="AutogradException">Something is missing, unexpected, or of another size; the message names all of it, and nothing is changed.</exception>
    public void LoadStateDict(IReadOnlyDictionary<string, Tensor> state)
    {
        ArgumentNullException.ThrowIfNull(state);
        var check = SavedState.Checker(state);
        Remember(check);
        check.ThrowIfAny(GetType().Name);
        Remember(SavedState.Reader(state));
    }

    /// <summary>Names what has to be saved; the same text saves and loads. An override calls the base first.</summary>
    /// <param name="state">Where it is kept.</param>
    protected internal virtual void Remember(SavedState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.Keep("last_epoch", ref lastEpoch);
        state.Keep("_last_lr", lastLr);
    }

    /// <summary>Takes the optimiser's rates as those set last.</summary>
    private protected void Settle() => lastLr = Rates(Optimizer);

    private static double[] Rates(Optimizer optimizer) => [.. optimizer.ParamGroups.Select(static g => g.Lr)];
}

/// <summary>Sets learning rates once an epoch, or a step (<c>torch.optim.lr_scheduler.LRScheduler</c>). One of your own derives from <see cref="EpochScheduler"/>.</summary>
public abstract class LRScheduler : Scheduler
{
    private protected LRScheduler(Optimizer optimizer, int lastEpoch)
        : base(optimizer, lastEpoch)
    {
    }

    /// <summary>Goes on to the next epoch; call it after the optimiser's step.</summary>
    public abstract void Step();
}
