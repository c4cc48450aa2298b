namespace Autograd.Checks;

/// <summary>
/// The verdict over the elements of an input, and, when there are several inputs, over all of them: no element is wrong by
/// itself, and ||n - g|| / (||n|| + ||g||) is within the limit or the uncertainty of n.
/// </summary>
internal sealed class Comparison(List<GradCheckRow> rows, int order, GradCheckKind kind, double limit)
{
    private Tally all;
    private int inputs;

    /// <summary>Adds the row of an input.</summary>
    /// <param name="input">Its name.</param>
    /// <param name="shape">Its shape.</param>
    /// <param name="findings">What was found, element by element.</param>
    /// <param name="perElement">How many findings each element has.</param>
    public void Add(string input, Shape shape, ReadOnlySpan<Finding> findings, int perElement = 1)
    {
        var tally = default(Tally);
        for (int i = 0; i < findings.Length; i++)
        {
            tally.Add(findings[i], i / perElement);
            all.Add(findings[i], i / perElement);
        }
        inputs++;
        var row = tally.Row(order, kind, input, limit);
        rows.Add(row with { Shape = shape, WorstElement = findings.Length == 0 ? [] : Index(shape, tally.WorstElement) });
    }

    /// <summary>Compares two ways to compute the same numbers; what they are made of has the size given.</summary>
    public void Add(string input, Shape shape, double[] expected, double[] actual, double[] size)
    {
        var findings = new Finding[expected.Length];
        for (int i = 0; i < findings.Length; i++)
            findings[i] = Finding.Of(expected[i], actual[i], Quotient.NoiseFactor * Quotient.Epsilon * size[i], limit, isRounding: true);
        Add(input, shape, findings);
    }

    /// <summary>Adds the row over all inputs.</summary>
    public void Close()
    {
        if (inputs > 1) rows.Add(all.Row(order, kind, "all", limit) with { Expected = all.Expected, Actual = all.Actual });
    }

    private static int[] Index(Shape shape, int element)
    {
        var index = new int[shape.Rank];
        for (int d = shape.Rank - 1; d >= 0; d--)
        {
            index[d] = element % shape[d];
            element /= shape[d];
        }
        return index;
    }

    /// <summary>Sums of squares, scaled by the largest number so far so that none overflows or vanishes, and counts.</summary>
    private struct Tally
    {
        private double scale;
        private double expected;
        private double actual;
        private double difference;
        private double uncertainty;
        private bool isBroken;
        private int count;
        private int kinks;
        private int wrong;
        private int unresolved;
        private Finding worst;

        public readonly double Expected => scale * Math.Sqrt(expected);

        public readonly double Actual => scale * Math.Sqrt(actual);

        public int WorstElement { get; private set; }

        public void Add(Finding f, int element)
        {
            if (count++ == 0 || f.Verdict > worst.Verdict || (f.Verdict == worst.Verdict && !(f.Difference <= worst.Difference)))
            {
                worst = f;
                WorstElement = element;
            }
            if (f.Verdict == ElementVerdict.Kink) kinks++;
            if (f.Verdict == ElementVerdict.Unresolved) unresolved++;
            if (f.Verdict == ElementVerdict.Wrong) wrong++;
            // What differences do not resolve is no part of the norms.
            if (f.Verdict is ElementVerdict.Right or ElementVerdict.Wrong) Add(f.Expected, f.Actual, f.Uncertainty);
        }

        public readonly GradCheckRow Row(int order, GradCheckKind kind, string input, double limit)
        {
            double sum = Math.Sqrt(expected) + Math.Sqrt(actual);
            double error = isBroken ? double.NaN : sum == 0 ? 0 : Math.Sqrt(difference) / sum;
            bool isNear = error < limit || difference <= uncertainty;
            return new GradCheckRow
            {
                Order = order,
                Kind = kind,
                Input = input,
                Error = error,
                Limit = limit,
                Expected = worst.Expected,
                Actual = worst.Actual,
                Uncertainty = worst.Uncertainty,
                Kinks = kinks,
                Wrong = wrong,
                Unresolved = unresolved,
                Verdict = wrong > 0 || isBroken || !isNear ? GradCheckVerdict.Fail
                    : unresolved > 0 ? GradCheckVerdict.Inconclusive
                    : GradCheckVerdict.Pass,
            };
        }

        private void Add(double n, double g, double slack)
        {
            double size = Math.Max(Math.Abs(n), Math.Abs(g));
            if (!double.IsFinite(size))
            {
                isBroken = true;
                return;
            }
            if (size > scale)
            {
                double shrink = scale / size * (scale / size);
                expected *= shrink;
                actual *= shrink;
                difference *= shrink;
                uncertainty *= shrink;
                scale = size;
            }
            if (scale == 0) return;
            expected += n / scale * (n / scale);
            actual += g / scale * (g / scale);
            difference += (n - g) / scale * ((n - g) / scale);
            uncertainty += slack / scale * (slack / scale);
        }
    }
}
