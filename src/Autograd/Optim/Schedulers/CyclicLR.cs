namespace Autograd.Optim;

/// <summary>How high the cycles of <see cref="CyclicLR"/> are.</summary>
public enum CyclicMode
{
    /// <summary>All the same.</summary>
    Triangular,

    /// <summary>Every one half as high as the one before.</summary>
    Triangular2,

    /// <summary>gamma^t of the full height at step t.</summary>
    ExpRange,
}

/// <summary>What the function of a user scales by.</summary>
public enum CyclicScale
{
    /// <summary>The number of the cycle, from 1.</summary>
    Cycle,

    /// <summary>The number of the step, from 0.</summary>
    Iterations,
}

/// <summary>
/// Swings the rate between two bounds along a triangle (Smith, 2017; <c>torch.optim.lr_scheduler.CyclicLR</c>), momentum the other way.
/// Step it after every batch.
/// </summary>
public sealed class CyclicLR : EpochScheduler
{
    private readonly double[] lowest;
    private readonly double[] highest;
    private readonly double size;
    private readonly double rising;
    private readonly Func<double, double> scale;
    private readonly CyclicScale by;
    private readonly double[]? lowMomentum;
    private readonly double[]? highMomentum;

    /// <summary>Makes the scheduler; the arguments are PyTorch's.</summary>
    /// <param name="optimizer">The optimiser.</param>
    /// <param name="baseLr">The lower bound, and the first rate.</param>
    /// <param name="maxLr">The upper bound.</param>
    /// <param name="stepSizeUp">The steps up.</param>
    /// <param name="stepSizeDown">The steps down; as many as up when not given.</param>
    /// <param name="mode">How high the cycles are.</param>
    /// <param name="gamma">The base of <see cref="CyclicMode.ExpRange"/>.</param>
    /// <param name="scaleFn">The height as a function in place of a mode.</param>
    /// <param name="scaleMode">What that is a function of.</param>
    /// <param name="cycleMomentum">Whether momentum is cycled as well.</param>
    /// <param name="baseMomentum">The momentum at the highest rate; 0.8 when not given.</param>
    /// <param name="maxMomentum">The momentum at the lowest rate; 0.9 when not given.</param>
    /// <param name="lastEpoch">The step to continue from; -1 to begin.</param>
    /// <exception cref="ArgumentException">There is no momentum to cycle.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number of steps is not positive.</exception>
    public CyclicLR(
        Optimizer optimizer, PerGroup baseLr, PerGroup maxLr, int stepSizeUp = 2000, int? stepSizeDown = null, CyclicMode mode = CyclicMode.Triangular, double gamma = 1,
        Func<double, double>? scaleFn = null, CyclicScale scaleMode = CyclicScale.Cycle, bool cycleMomentum = true, PerGroup? baseMomentum = null, PerGroup? maxMomentum = null, int lastEpoch = -1)
        : base(Lowered(optimizer, baseLr, lastEpoch), lastEpoch)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(stepSizeUp);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(stepSizeDown ?? stepSizeUp, nameof(stepSizeDown));
        size = (double)stepSizeUp + (stepSizeDown ?? stepSizeUp);
        rising = stepSizeUp / size;
        (scale, by) = scaleFn is not null ? (scaleFn, scaleMode) : mode switch
        {
            CyclicMode.Triangular => (static _ => 1, CyclicScale.Cycle),
            CyclicMode.Triangular2 => (static cycle => 1 / Math.Pow(2, cycle - 1), CyclicScale.Cycle),
            _ => (step => Math.Pow(gamma, step), CyclicScale.Iterations),
        };
        lowest = baseLr.Over(optimizer, nameof(baseLr));
        highest = maxLr.Over(optimizer, nameof(maxLr));
        if (cycleMomentum)
        {
            CycleMomentum.Need(optimizer, nameof(CyclicLR));
            lowMomentum = (baseMomentum ?? 0.8).Over(optimizer, nameof(baseMomentum));
            highMomentum = (maxMomentum ?? 0.9).Over(optimizer, nameof(maxMomentum));
        }
        // As PyTorch: behind another scheduler the rate of step 0 is still that which the other began with.
        Start();
        SetBaseLrs(lowest);
    }

    /// <inheritdoc/>
    protected override double GetLr(int group) => BaseLrs[group] + (highest[group] - BaseLrs[group]) * Height();

    /// <inheritdoc/>
    protected override double? GetMomentum(int group) =>
        lowMomentum is null || highMomentum is null ? null : highMomentum[group] - (highMomentum[group] - lowMomentum[group]) * Height();

    // The schedule starts from the lower bound, not from the optimiser's rate.
    private static Optimizer Lowered(Optimizer optimizer, PerGroup baseLr, int lastEpoch)
    {
        double[] rates = baseLr.Over(optimizer, nameof(baseLr));
        for (int i = 0; i < rates.Length && lastEpoch == -1; i++) optimizer.ParamGroups[i].Lr = rates[i];
        return optimizer;
    }

    private double Height()
    {
        double cycle = Math.Floor(1 + LastEpoch / size);
        double x = 1 + LastEpoch / size - cycle;
        double share = x <= rising ? x / rising : (x - 1) / (rising - 1);
        return share * scale(by == CyclicScale.Cycle ? cycle : LastEpoch);
    }
}
