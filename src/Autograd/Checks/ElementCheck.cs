namespace Autograd.Checks;

/// <summary>
/// The gradient of one input against differences, element by element: a quick look that nearly all pass, and a close one
/// at those that differ.
/// </summary>
internal sealed class ElementCheck(Probe probe, Bands bands, GradCheckCriterion criterion, double limit, double step)
{
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
        var steps = new Steps(probe, bands, typical);
        double h = step * Math.Max(1, Math.Abs(probe.Held));
        Quotient[] wide = steps.Central(h), narrow = steps.Central(h / 2);
        Ladder? up = null;
        CloseLook? close = null;
        for (int band = 0; band < bands.Count; band++)
        {
            double g = slopes[band], noise = Quotient.NoiseFactor * narrow[band].Noise;
            double quick = (4 * narrow[band].Slope - wide[band].Slope) / 3;
            var finding = criterion.Judge(quick, g, noise, limit, isRounding: true);
            if (finding.Verdict == ElementVerdict.WithinRounding)
            {
                // Longer steps may see what this one could not.
                up ??= new Ladder(steps.Central, steps.Top, h);
                var longer = up.Best(band, bands.Largest(band), steps.Scale);
                if (longer.Uncertainty < noise) finding = criterion.Judge(longer.Slope, g, longer.Uncertainty, limit, longer.IsRounding);
            }
            if (finding.Verdict >= ElementVerdict.Unresolved && wrong < EnoughWrong)
            {
                close ??= new CloseLook(probe, bands, steps, criterion, limit, h);
                finding = close.Judge(band, g);
            }
            if (finding.Verdict == ElementVerdict.Wrong) wrong++;
            findings[band] = finding;
        }
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
