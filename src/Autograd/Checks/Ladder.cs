namespace Autograd.Checks;

/// <summary>A slope found by differences.</summary>
/// <param name="Slope">The extrapolated difference quotient.</param>
/// <param name="Uncertainty">How far it may be off.</param>
/// <param name="IsRounding">Whether the rounding of the outputs explains the uncertainty.</param>
/// <param name="Step">The larger of its two steps.</param>
internal readonly record struct Estimate(double Slope, double Uncertainty, bool IsRounding, double Step);

/// <summary>
/// The slope of one element looked at closely: differences over steps from large to small, each a quarter of the one
/// before. The value of a step is trusted as far as it agrees with its neighbours, of which one has 16 times its
/// truncation and the other 4 times its rounding (Ridders, 1982).
/// </summary>
internal sealed class Ladder
{
    /// <summary>The ratio of two steps.</summary>
    public const double Ratio = 4;

    /// <summary>What two neighbours differ by is a sample of the error: the error itself is seldom so many times larger.</summary>
    private const double Safety = 8;

    /// <summary>Where f moves by less than this share of its size, it may stand still because it rounds inside.</summary>
    private const double InnerRounding = 1.0 / (1 << 20);

    private static readonly double[] Jitters = [0.93, 0.86, 0.79, 0.72];

    private readonly Func<double, Quotient[]> central;
    private readonly double[] steps;
    private readonly Quotient[][] rungs;

    /// <summary>Measures the differences.</summary>
    /// <param name="central">The central differences of all bands over a step.</param>
    /// <param name="top">The largest step.</param>
    /// <param name="bottom">The smallest step.</param>
    public Ladder(Func<double, Quotient[]> central, double top, double bottom)
    {
        this.central = central;
        var all = new List<double>();
        for (double h = top; h >= bottom && all.Count < 64; h /= Ratio) all.Add(h);
        steps = [.. all];
        rungs = Array.ConvertAll(steps, h => central(h));
    }

    /// <summary>The best slope of a band.</summary>
    /// <param name="band">The band.</param>
    /// <param name="size">The size of the band's largest output.</param>
    /// <param name="scale">The size of x: what is flat over a good part of it has a slope of 0 and does not round.</param>
    public Estimate Best(int band, double size, double scale)
    {
        int best = Choose(band, static q => !q.IsFlat, out double error);
        double climb = best < 0 ? 0 : Math.Abs(Slope(band, best));
        // Flat over small steps and steep over large ones: rounding inside f if the steep ground is straight, else a step or a kink.
        bool isFlatBelow = best >= 0 && rungs[^1][band].IsFlat;
        bool isStraight = best >= 0 && Math.Abs(rungs[best][band].Bend) < climb / 2 && error < climb / 10 && FlatStep(band) < scale / 64;
        if (best < 0 || (isFlatBelow && !isStraight))
        {
            best = Choose(band, static _ => true, out error);
            if (isFlatBelow && rungs[^2][band].IsFlat) (best, error) = (rungs.Length - 2, 0);
            isFlatBelow = false;
        }
        if (best < 0) return new Estimate(double.NaN, double.NaN, false, double.NaN);
        double noise = Quotient.NoiseFactor * rungs[best + 1][band].Noise, uncertainty = Safety * error + noise;
        if (isFlatBelow && FlatStep(band) * climb > InnerRounding * size) uncertainty += climb;
        return new Estimate(Slope(band, best), uncertainty, uncertainty <= 4 * noise, steps[best]);
    }

    /// <summary>
    /// The slope again, over steps a little shorter: the spread of several is an uncertainty that chance does not make small.
    /// </summary>
    public Estimate Confirm(int band, Estimate first)
    {
        if (double.IsNaN(first.Step)) return first;
        var slopes = new List<double> { first.Slope };
        foreach (double jitter in Jitters)
        {
            double h = first.Step * jitter;
            slopes.Add(Extrapolated(central(h)[band].Slope, central(h / Ratio)[band].Slope));
        }
        if (slopes.Exists(static s => !double.IsFinite(s))) return first;
        slopes.Sort();
        double uncertainty = Math.Max(first.Uncertainty, Safety / 2 * (slopes[^1] - slopes[0]));
        return first with { Slope = slopes[slopes.Count / 2], Uncertainty = uncertainty, IsRounding = first.IsRounding && uncertainty == first.Uncertainty };
    }

    /// <summary>
    /// The value whose neighbours agree best with it, of those made from the rungs allowed; -1 where there is none. Where
    /// smaller steps agree among each other on another value, f has structure that the larger ones step over: they win. Two
    /// of them have to; one does so by chance where f rounds.
    /// </summary>
    private int Choose(int band, Func<Quotient, bool> isAllowed, out double error)
    {
        var errors = new double[Math.Max(rungs.Length - 1, 0)];
        for (int k = 0; k < errors.Length; k++) errors[k] = Error(band, k, isAllowed);
        int best = -1;
        for (int from = 0; from < errors.Length;)
        {
            best = from;
            for (int k = from; k < errors.Length; k++)
            {
                if (!(Total(k) >= Total(best))) best = k;
            }
            int finer = Array.FindIndex(errors, best + 1, e => double.IsFinite(e));
            while (finer >= 0 && finer + 1 < errors.Length && !(Contradicts(finer, best) && Contradicts(finer + 1, best))) finer++;
            if (finer < 0 || finer + 1 >= errors.Length) break;
            from = finer;
        }
        error = best < 0 ? double.NaN : errors[best];
        return best < 0 || !double.IsFinite(error) ? -1 : best;

        double Total(int k) => double.IsFinite(errors[k]) ? errors[k] + rungs[k + 1][band].Noise : double.PositiveInfinity;

        bool Contradicts(int finer, int coarse)
        {
            double own = Total(finer) + (Quotient.NoiseFactor - 1) * rungs[finer + 1][band].Noise;
            return own < Math.Abs(Slope(band, finer)) / 10
                && Math.Abs(Slope(band, finer) - Slope(band, coarse)) > Safety * (own + errors[coarse]);
        }
    }

    /// <summary>How far the neighbours of a value are from it; NaN where it cannot be said.</summary>
    private double Error(int band, int rung, Func<Quotient, bool> isAllowed)
    {
        double apart = double.NaN;
        if (!IsGood(rung)) return apart;
        if (rung > 0 && IsGood(rung - 1)) apart = Math.Abs(Slope(band, rung) - Slope(band, rung - 1));
        if (rung + 2 < rungs.Length && IsGood(rung + 1)) apart = Math.Max(double.IsNaN(apart) ? 0 : apart, Math.Abs(Slope(band, rung) - Slope(band, rung + 1)));
        return apart;

        bool IsGood(int k) => isAllowed(rungs[k][band]) && isAllowed(rungs[k + 1][band]) && double.IsFinite(Slope(band, k));
    }

    private double Slope(int band, int rung) => Extrapolated(rungs[rung][band].Slope, rungs[rung + 1][band].Slope);

    /// <summary>(16 D(h/4) - D(h)) / 15: the term of h^2 cancels.</summary>
    private static double Extrapolated(double wide, double narrow) => narrow + (narrow - wide) / (Ratio * Ratio - 1);

    /// <summary>The largest step over which nothing moved.</summary>
    private double FlatStep(int band)
    {
        for (int k = 0; k < rungs.Length; k++)
        {
            if (rungs[k][band].IsFlat) return steps[k];
        }
        return 0;
    }
}
