namespace Autograd.Checks;

/// <summary>
/// A close look at the element held by a probe, where the quick one disagrees: differences over many steps, and where a step reaches across
/// a kink, over those that do not; on a kink itself the slopes of the two sides.
/// </summary>
internal sealed class CloseLook(Probe probe, Bands bands, Steps steps, GradCheckCriterion criterion, double limit, double step)
{
    /// <summary>Where a kink is nearer than so many of the smallest steps, too few are left to tell a slope: the element counts as lying on it.</summary>
    private const double Near = Ladder.Ratio * Ladder.Ratio * Ladder.Ratio;

    private readonly Crossing? crossing = Crossing.Of(probe, step, Near * steps.Bottom);
    private Ladder? clear;
    private Ladder? full;

    /// <summary>Judges a band.</summary>
    public Finding Judge(int band, double g)
    {
        bool isKnownWrong = false;
        if (crossing is { Clear: > 0 })
        {
            clear ??= new Ladder(steps.Central, crossing.Clear, steps.Bottom);
            var beside = Climb(clear, band, g);
            if (beside.Verdict < ElementVerdict.Unresolved) return beside with { Ops = crossing.Name };
            isKnownWrong = beside.Verdict == ElementVerdict.Wrong;
        }
        full ??= new Ladder(steps.Central, steps.Top, steps.Bottom);
        var finding = Climb(full, band, g);
        return finding.Verdict < ElementVerdict.Unresolved || isKnownWrong ? finding : OnKink(band, g, finding);
    }

    private Finding Climb(Ladder ladder, int band, double g)
    {
        var best = ladder.Best(band, bands.Largest(band), steps.Scale);
        var finding = criterion.Judge(best.Slope, g, best.Uncertainty, limit, best.IsRounding);
        if (finding.Verdict != ElementVerdict.Wrong) return finding;
        best = ladder.Confirm(band, best);
        return criterion.Judge(best.Slope, g, best.Uncertainty, limit, best.IsRounding);
    }

    /// <summary>On a kink every slope between those of the two sides is accepted, and any where f jumps on both.</summary>
    private Finding OnKink(int band, double g, Finding finding)
    {
        bool isCertain = crossing is { Clear: 0 };
        // A kink 256 of the smallest steps away is resolved by the ladder; one at 512 is still in the middle of these.
        double near = (isCertain ? Near : 1024) * steps.Bottom;
        if (bands.Subgradient(band, probe.Center, steps.Sides(16 * near), steps.Sides(near), isCertain) is not { } sides) return finding;
        var (low, high, slack) = sides;
        slack += limit * (Math.Abs(low) + Math.Abs(high));
        bool isBetween = double.IsInfinity(low) || (low - slack <= g && g <= high + slack);
        return isBetween && double.IsFinite(g) ? finding with { Verdict = ElementVerdict.Kink, Sides = (low, high), Ops = crossing?.Name } : finding;
    }
}
