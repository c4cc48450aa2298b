namespace Autograd.Checks;

/// <summary>
/// The gradient of one input against differences, element by element: a quick look that nearly all pass, and a close one
/// at those that differ.
/// </summary>
internal sealed class ElementCheck(Probe probe, Bands bands, GradCheckCriterion criterion, double limit, double step)
{
    /// <summary>The largest step, for |x| up to 1: what rounds coarsely wants long steps.</summary>
    private const double Longest = 1.0 / 8;

    /// <summary>The smallest step, for |x| = 1.</summary>
    private const double Shortest = 1.0 / (1 << 24);

    /// <summary>Where so many elements are wrong for certain, the others are judged by the quick look.</summary>
    private const int EnoughWrong = 16;

    /// <summary>What lies so far below the largest slope of its input is the rounding of terms of that size which cancel.</summary>
    private const double Cancelled = 1.0 / (1L << 40);

    /// <summary>Judges every element of an input, in every band; those of one element follow each other.</summary>
    /// <param name="input">The number of the input.</param>
    /// <param name="gradients">The derivative under test, by band.</param>
    /// <param name="pace">Hears of every element.</param>
    /// <exception cref="OperationCanceledException">The check was cancelled.</exception>
    public Finding[] Judge(int input, double[][] gradients, Pace pace)
    {
        int count = gradients[0].Length, wrong = 0;
        var findings = new Finding[count * bands.Count];
        double typical = Typical(probe.Inputs[input]);
        var floors = Array.ConvertAll(gradients, static g => Cancelled * Largest(g));
        var slopes = new double[bands.Count];
        for (int i = 0; i < count; i++)
        {
            for (int band = 0; band < slopes.Length; band++) slopes[band] = gradients[band][i];
            probe.Hold(input, i);
            JudgeHeld(slopes, findings.AsSpan(i * bands.Count, bands.Count), typical, floors, ref wrong);
            pace.Reached(i + 1);
        }
        return findings;
    }

    /// <summary>Judges one element by itself, in every band.</summary>
    public Finding[] JudgeElement(int input, int element, double[][] gradients)
    {
        int wrong = 0;
        var findings = new Finding[bands.Count];
        probe.Hold(input, element);
        JudgeHeld(Array.ConvertAll(gradients, g => g[element]), findings, Typical(probe.Inputs[input]), Array.ConvertAll(gradients, static g => Cancelled * Largest(g)), ref wrong);
        return findings;
    }

    /// <summary>Judges the slopes along a line, in every band.</summary>
    /// <param name="input">The number of the input.</param>
    /// <param name="elements">Those that move.</param>
    /// <param name="along">How far each moves for a step of 1.</param>
    /// <param name="slopes">&lt;g, along&gt;, by band.</param>
    /// <param name="norms">The norm of the terms of each slope, beside which rounding is small.</param>
    public Finding[] JudgeLine(int input, int[] elements, double[] along, double[] slopes, double[] norms)
    {
        int wrong = 0;
        var findings = new Finding[bands.Count];
        probe.HoldLine(input, elements, along);
        JudgeHeld(slopes, findings, typical: 1, Array.ConvertAll(norms, static n => Cancelled * n), ref wrong);
        return findings;
    }

    /// <summary>Judges what the probe holds, and lets it go.</summary>
    private void JudgeHeld(double[] slopes, Span<Finding> findings, double typical, double[] floors, ref int wrong)
    {
        try
        {
            Judge(slopes, findings, typical, ref wrong);
        }
        finally
        {
            probe.Return();
        }
        for (int band = 0; band < bands.Count; band++)
        {
            ref var finding = ref findings[band];
            if (finding.Verdict == ElementVerdict.Unresolved && finding.Uncertainty <= floors[band]) finding = finding with { Verdict = ElementVerdict.WithinRounding };
        }
    }

    private void Judge(double[] slopes, Span<Finding> findings, double typical, ref int wrong)
    {
        double h = step * Math.Max(1, Math.Abs(probe.Held));
        Quotient[] wide = Central(h), narrow = Central(h / 2);
        Ladder? up = null, full = null;
        for (int band = 0; band < bands.Count; band++)
        {
            double g = slopes[band], noise = Quotient.NoiseFactor * narrow[band].Noise;
            double quick = (4 * narrow[band].Slope - wide[band].Slope) / 3;
            var finding = criterion.Judge(quick, g, noise, limit, isRounding: true);
            if (finding.Verdict == ElementVerdict.WithinRounding)
            {
                // Longer steps may see what this one could not.
                up ??= new Ladder(Central, Top(), h);
                var longer = up.Best(band, bands.Largest(band), Scale(typical));
                if (longer.Uncertainty < noise) finding = criterion.Judge(longer.Slope, g, longer.Uncertainty, limit, longer.IsRounding);
            }
            if (finding.Verdict >= ElementVerdict.Unresolved && wrong < EnoughWrong)
            {
                full ??= new Ladder(Central, Top(), Bottom(typical));
                finding = Look(full, band, g, typical);
            }
            if (finding.Verdict == ElementVerdict.Wrong) wrong++;
            findings[band] = finding;
        }
    }

    private Finding Look(Ladder ladder, int band, double g, double typical)
    {
        var best = ladder.Best(band, bands.Largest(band), Scale(typical));
        var finding = criterion.Judge(best.Slope, g, best.Uncertainty, limit, best.IsRounding);
        if (finding.Verdict < ElementVerdict.Unresolved) return finding;
        if (finding.Verdict == ElementVerdict.Wrong)
        {
            best = ladder.Confirm(band, best);
            finding = criterion.Judge(best.Slope, g, best.Uncertainty, limit, best.IsRounding);
        }
        if (finding.Verdict < ElementVerdict.Unresolved) return finding;
        // A kink 256 of the smallest steps away is resolved by the ladder; one at 512 is still in the middle of these.
        double near = 1024 * Bottom(typical);
        if (bands.Subgradient(band, probe.Center, Sides(16 * near), Sides(near)) is not { } kink) return finding;
        double slack = limit * (Math.Abs(kink.Low) + Math.Abs(kink.High));
        return kink.Low - slack <= g && g <= kink.High + slack ? finding with { Verdict = ElementVerdict.Kink, Sides = kink } : finding;
    }

    /// <summary>
    /// The central differences over a step. Where f rounds x itself, as in x - mean, its slope is that of a neighbour of
    /// x: f'' eps |x| is rounding as well.
    /// </summary>
    private Quotient[] Central(double h)
    {
        var (above, below, width) = Sides(h);
        double rounding = Quotient.Epsilon * Math.Abs(probe.Held) / h;
        return Array.ConvertAll(bands.Central(above, probe.Center, below, width), q => q with { Noise = q.Noise + (q.Bend == 0 ? 0 : rounding * Math.Abs(q.Bend)) });
    }

    /// <summary>The outputs on both sides, and the step as the machine takes it.</summary>
    private (double[] Above, double[] Below, double Width) Sides(double h)
    {
        double value = probe.Held, above = value + h, below = value - h;
        return (probe.At(above), probe.At(below), above - below);
    }

    private double Top() => Longest * Math.Max(1, Math.Abs(probe.Held));

    /// <summary>Small numbers take small steps: log at 1e-8 lives on a scale of 1e-8.</summary>
    private double Scale(double typical) => Math.Min(1, probe.Held == 0 ? typical : Math.Abs(probe.Held));

    /// <summary>A step is some units in the last place at least.</summary>
    private double Bottom(double typical)
    {
        double size = Math.Abs(probe.Held);
        return Math.Max(Scale(typical) * Shortest, 256 * (Math.BitIncrement(size) - size));
    }

    /// <summary>The largest finite element, 1 where all are 0: the scale of a zero.</summary>
    public static double Typical(Tensor x) => Largest(x.Detach().ToArray<double>()) is > 0 and var most ? most : 1;

    private static double Largest(double[] numbers)
    {
        double most = 0;
        foreach (double v in numbers)
        {
            if (double.IsFinite(v)) most = Math.Max(most, Math.Abs(v));
        }
        return most;
    }
}
