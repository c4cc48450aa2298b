namespace Autograd.Optim;

/// <summary>
/// Brings the rate down along half a cosine and back up at once, in periods that may grow (SGDR: Loshchilov and Hutter, 2017;
/// <c>torch.optim.lr_scheduler.CosineAnnealingWarmRestarts</c>): lr = min + (lr_0 - min) (1 + cos(pi t_i / T_i)) / 2.
/// </summary>
public sealed class CosineAnnealingWarmRestarts : EpochScheduler
{
    private readonly int t0;
    private readonly int tMult;
    private readonly double etaMin;
    private double length;
    private double since;

    /// <summary>Makes the scheduler.</summary>
    /// <param name="optimizer">The optimiser.</param>
    /// <param name="t0">T_0, the epochs of the first period.</param>
    /// <param name="tMult">How many times as long every next period is.</param>
    /// <param name="etaMin">The least rate.</param>
    /// <param name="lastEpoch">The epoch to continue from; -1 to begin.</param>
    /// <exception cref="ArgumentOutOfRangeException">The first period or its factor is not positive.</exception>
    public CosineAnnealingWarmRestarts(Optimizer optimizer, int t0, int tMult = 1, double etaMin = 0, int lastEpoch = -1)
        : base(optimizer, lastEpoch)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(t0);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(tMult);
        (this.t0, this.tMult, this.etaMin, length, since) = (t0, tMult, etaMin, t0, lastEpoch);
        Start();
    }

    /// <inheritdoc/>
    public override void Step()
    {
        Advance();
        base.Step();
    }

    /// <summary>Goes to any moment, between epochs as well: <c>epoch + (double)batch / batches</c>.</summary>
    /// <param name="epoch">The moment.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is before the start.</exception>
    public void Step(double epoch)
    {
        if (!(epoch >= 0 && epoch < int.MaxValue)) throw new ArgumentOutOfRangeException(nameof(epoch), epoch, "CosineAnnealingWarmRestarts: an epoch is at least 0");
        if (epoch < t0)
        {
            (since, length) = (epoch, t0);
        }
        else if (tMult == 1)
        {
            since = epoch % t0;
        }
        else
        {
            // Periods of t0 tMult^k: n of them have ended.
            double n = Math.Truncate(Math.Log(epoch / t0 * (tMult - 1) + 1, tMult));
            since = epoch - t0 * (Math.Pow(tMult, n) - 1) / (tMult - 1);
            length = t0 * Math.Pow(tMult, n);
        }
        MoveTo((int)Math.Floor(epoch), GetLr);
    }

    /// <inheritdoc/>
    protected override double GetLr(int group) => etaMin + (BaseLrs[group] - etaMin) * (1 + Math.Cos(Math.PI * since / length)) / 2;

    /// <inheritdoc/>
    protected internal override void Remember(SavedState state)
    {
        base.Remember(state);
        state.Keep("T_i", ref length);
        state.Keep("T_cur", ref since);
    }

    /// <inheritdoc/>
    internal override void Restart() => Step(0.0);

    /// <inheritdoc/>
    private protected override void Begin()
    {
        if (LastEpoch < 0)
        {
            Step(0.0);
        }
        else
        {
            Advance();
            base.Begin();
        }
    }

    private void Advance()
    {
        if (++since < length) return;
        since -= length;
        length *= tMult;
    }
}
