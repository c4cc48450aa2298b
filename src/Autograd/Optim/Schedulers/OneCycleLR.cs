namespace Autograd.Optim;

/// <summary>
/// One cycle for the whole of training (super-convergence: Smith and Topin, 2018; <c>torch.optim.lr_scheduler.OneCycleLR</c>): the rate
/// rises from maxLr / divFactor to maxLr and falls to maxLr / divFactor / finalDivFactor, momentum goes the other way. Step it after every batch.
/// </summary>
public sealed class OneCycleLR : EpochScheduler
{
    private readonly int totalSteps;
    private readonly AnnealStrategy strategy;
    private readonly Phase[] phases;
    private readonly double[] start;
    private readonly double[] highest;
    private readonly double[] least;
    private readonly double[]? lowMomentum;
    private readonly double[]? highMomentum;

    /// <summary>Makes the scheduler; the arguments are PyTorch's.</summary>
    /// <param name="optimizer">The optimiser.</param>
    /// <param name="maxLr">The highest rate.</param>
    /// <param name="totalSteps">The steps of the cycle, or <paramref name="epochs"/> and <paramref name="stepsPerEpoch"/> in place of it.</param>
    /// <param name="epochs">The epochs of the cycle.</param>
    /// <param name="stepsPerEpoch">The steps of an epoch.</param>
    /// <param name="pctStart">The share of the cycle in which the rate rises.</param>
    /// <param name="annealStrategy">The way between.</param>
    /// <param name="cycleMomentum">Whether momentum, or the first of Adam's betas, is cycled as well.</param>
    /// <param name="baseMomentum">The momentum at the highest rate.</param>
    /// <param name="maxMomentum">The momentum at both ends.</param>
    /// <param name="divFactor">The highest rate over the first.</param>
    /// <param name="finalDivFactor">The first rate over the last.</param>
    /// <param name="threePhase">Comes back to the first rate as fast as it rose, and goes on to the last from there.</param>
    /// <param name="lastEpoch">The step to continue from; -1 to begin.</param>
    /// <exception cref="ArgumentException">The number of steps is not said, a share is not in [0, 1], or there is no momentum to cycle.</exception>
    public OneCycleLR(
        Optimizer optimizer, PerGroup maxLr, int? totalSteps = null, int? epochs = null, int? stepsPerEpoch = null, double pctStart = 0.3, AnnealStrategy annealStrategy = AnnealStrategy.Cos,
        bool cycleMomentum = true, PerGroup? baseMomentum = null, PerGroup? maxMomentum = null, double divFactor = 25, double finalDivFactor = 1e4, bool threePhase = false, int lastEpoch = -1)
        : base(optimizer, lastEpoch)
    {
        this.totalSteps = totalSteps ?? (epochs is { } e && stepsPerEpoch is { } s ? checked(e * s)
            : throw new ArgumentException("OneCycleLR: give totalSteps, or epochs and stepsPerEpoch", nameof(totalSteps)));
        if (this.totalSteps <= 0) throw new ArgumentException(FormattableString.Invariant($"OneCycleLR: there are {this.totalSteps} steps; there must be one at least"), nameof(totalSteps));
        if (!(pctStart is >= 0 and <= 1)) throw new ArgumentException(FormattableString.Invariant($"OneCycleLR: pctStart is {pctStart}; it must be in [0, 1]"), nameof(pctStart));
        strategy = annealStrategy;
        highest = maxLr.Over(optimizer, nameof(maxLr));
        start = Array.ConvertAll(highest, lr => lr / divFactor);
        least = Array.ConvertAll(start, lr => lr / finalDivFactor);
        double up = pctStart * this.totalSteps - 1;
        phases = threePhase
            ? [new(up, start, highest, Falls: true), new(2 * up, highest, start, Falls: false), new(this.totalSteps - 1, start, least, Falls: null)]
            : [new(up, start, highest, Falls: true), new(this.totalSteps - 1, highest, least, Falls: false)];
        if (cycleMomentum)
        {
            CycleMomentum.Need(optimizer, nameof(OneCycleLR));
            lowMomentum = (baseMomentum ?? 0.85).Over(optimizer, nameof(baseMomentum));
            highMomentum = (maxMomentum ?? 0.95).Over(optimizer, nameof(maxMomentum));
        }
        if (lastEpoch == -1)
        {
            for (int i = 0; i < start.Length; i++) optimizer.ParamGroups[i].InitialLr = start[i];
            SetBaseLrs(start);
        }
        Start();
    }

    // Falls: whether momentum falls, rises, or stays high.
    private readonly record struct Phase(double End, double[] From, double[] To, bool? Falls);

    /// <inheritdoc/>
    protected override double GetLr(int group)
    {
        var (phase, share) = Now();
        // PyTorch allows one step behind the last, where a line goes on below 0.
        return Math.Max(0, strategy.At(phase.From[group], phase.To[group], share));
    }

    /// <inheritdoc/>
    protected override double? GetMomentum(int group)
    {
        if (lowMomentum is null || highMomentum is null) return null;
        var (phase, share) = Now();
        double low = lowMomentum[group], high = highMomentum[group];
        return phase.Falls switch
        {
            true => strategy.At(high, low, share),
            false => strategy.At(low, high, share),
            null => high,
        };
    }

    private (Phase Phase, double Share) Now()
    {
        if (LastEpoch > totalSteps) throw new InvalidOperationException(FormattableString.Invariant($"OneCycleLR: step {LastEpoch} of a cycle of {totalSteps}"));
        double begin = 0;
        int at = 0;
        for (; at < phases.Length - 1 && LastEpoch > phases[at].End; at++) begin = phases[at].End;
        double length = phases[at].End - begin;
        return (phases[at], length == 0 ? 1 : (LastEpoch - begin) / length);
    }
}

/// <summary>The momentum that a cycle turns.</summary>
internal static class CycleMomentum
{
    /// <summary>Every group has one.</summary>
    /// <exception cref="ArgumentException">A group has none.</exception>
    public static void Need(Optimizer optimizer, string scheduler)
    {
        if (optimizer.ParamGroups.Any(static g => g.Momentum is null))
            throw new ArgumentException($"{scheduler}: {optimizer.GetType().Name} has no momentum to cycle; pass cycleMomentum: false", nameof(optimizer));
    }
}
