namespace Autograd.Optim;

/// <summary>Which way is better.</summary>
public enum PlateauMode
{
    /// <summary>Less: a loss.</summary>
    Min,

    /// <summary>More: an accuracy.</summary>
    Max,
}

/// <summary>What the threshold of <see cref="ReduceLROnPlateau"/> is measured by.</summary>
public enum ThresholdMode
{
    /// <summary>A share of the best value.</summary>
    Rel,

    /// <summary>A difference.</summary>
    Abs,
}

/// <summary>Lowers the rate when a measured value has not become better for some epochs (<c>torch.optim.lr_scheduler.ReduceLROnPlateau</c>).</summary>
public sealed class ReduceLROnPlateau : Scheduler
{
    private readonly PlateauMode mode;
    private readonly double factor;
    private readonly int patience;
    private readonly double threshold;
    private readonly ThresholdMode thresholdMode;
    private readonly int cooldown;
    private readonly double[] minLrs;
    private readonly double eps;
    private double best;
    private int bad;
    private int cooling;

    /// <summary>Makes the scheduler.</summary>
    /// <param name="optimizer">The optimiser.</param>
    /// <param name="mode">Which way is better.</param>
    /// <param name="factor">The factor of the rate, below 1.</param>
    /// <param name="patience">How many epochs without improvement are let pass.</param>
    /// <param name="threshold">What counts as an improvement.</param>
    /// <param name="thresholdMode">What that is measured by.</param>
    /// <param name="cooldown">How many epochs after a reduction are not counted.</param>
    /// <param name="minLr">The least rate.</param>
    /// <param name="eps">Reductions not above it are not made.</param>
    /// <exception cref="ArgumentException">The factor is not below 1.</exception>
    public ReduceLROnPlateau(
        Optimizer optimizer, PlateauMode mode = PlateauMode.Min, double factor = 0.1, int patience = 10, double threshold = 1e-4, ThresholdMode thresholdMode = ThresholdMode.Rel,
        int cooldown = 0, PerGroup minLr = default, double eps = 1e-8)
        : base(optimizer, 0)
    {
        if (!(factor < 1)) throw new ArgumentException(FormattableString.Invariant($"ReduceLROnPlateau: the factor is {factor}; it must be below 1"), nameof(factor));
        (this.mode, this.factor, this.patience, this.threshold, this.thresholdMode, this.cooldown, this.eps) = (mode, factor, patience, threshold, thresholdMode, cooldown, eps);
        minLrs = minLr.Over(optimizer, nameof(minLr));
        best = mode == PlateauMode.Min ? double.PositiveInfinity : double.NegativeInfinity;
    }

    /// <summary>Counts an epoch by its value; NaN is never better.</summary>
    /// <param name="metric">What was measured.</param>
    public void Step(double metric)
    {
        LastEpoch++;
        if (IsBetter(metric)) (best, bad) = (metric, 0);
        else bad++;
        if (cooling > 0)
        {
            cooling--;
            bad = 0;
        }
        if (bad > patience)
        {
            Reduce();
            (cooling, bad) = (cooldown, 0);
        }
        Settle();
    }

    /// <inheritdoc/>
    protected internal override void Remember(SavedState state)
    {
        base.Remember(state);
        state.Keep("best", ref best);
        state.Keep("num_bad_epochs", ref bad);
        state.Keep("cooldown_counter", ref cooling);
    }

    private bool IsBetter(double value) => (mode, thresholdMode) switch
    {
        (PlateauMode.Min, ThresholdMode.Rel) => value < best * (1 - threshold),
        (PlateauMode.Min, _) => value < best - threshold,
        (_, ThresholdMode.Rel) => value > best * (1 + threshold),
        _ => value > best + threshold,
    };

    private void Reduce()
    {
        for (int i = 0; i < minLrs.Length; i++)
        {
            var group = Optimizer.ParamGroups[i];
            double next = Math.Max(group.Lr * factor, minLrs[i]);
            if (group.Lr - next > eps) group.Lr = next;
        }
    }
}
