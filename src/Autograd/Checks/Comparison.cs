namespace Autograd.Checks;

/// <summary>||n - g|| / (||n|| + ||g||) for every input and, when there are several, over all of them.</summary>
internal sealed class Comparison(List<GradCheckRow> rows, int order, GradCheckKind kind, double limit)
{
    /// <summary>Functions round more than once: so many times the rounding of their last step is not told from 0.</summary>
    public const double NoiseFactor = 32;

    private Norms all;
    private int count;

    public void Add(string input, Shape shape, double[] expected, double[] actual, double[] noise)
    {
        var norms = default(Norms);
        int worst = -1;
        double most = -1;
        for (int i = 0; i < expected.Length; i++)
        {
            norms.Add(expected[i], actual[i], noise[i]);
            all.Add(expected[i], actual[i], noise[i]);
            double off = Math.Abs(expected[i] - actual[i]);
            if (!double.IsFinite(off)) off = double.PositiveInfinity;
            if (off > most) (most, worst) = (off, i);
        }
        count++;
        rows.Add(norms.Row(order, kind, input, shape, limit, worst < 0 ? [] : Index(shape, worst), worst < 0 ? 0 : expected[worst], worst < 0 ? 0 : actual[worst]));
    }

    public void Close()
    {
        if (count > 1) rows.Add(all.Row(order, kind, "all", default, limit, [], all.Expected, all.Actual));
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

    /// <summary>Sums of squares, scaled by the largest number so far so that none overflows or vanishes.</summary>
    private struct Norms
    {
        private double scale;
        private double expected;
        private double actual;
        private double difference;
        private double noise;
        private bool isBroken;

        public readonly double Expected => scale * Math.Sqrt(expected);

        public readonly double Actual => scale * Math.Sqrt(actual);

        public void Add(double n, double g, double rounding)
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
                noise *= shrink;
                scale = size;
            }
            if (scale == 0) return;
            expected += n / scale * (n / scale);
            actual += g / scale * (g / scale);
            difference += (n - g) / scale * ((n - g) / scale);
            noise += rounding / scale * (rounding / scale);
        }

        public readonly GradCheckRow Row(int order, GradCheckKind kind, string input, Shape shape, double limit, int[] worst, double n, double g)
        {
            double sum = Math.Sqrt(expected) + Math.Sqrt(actual);
            double error = isBroken ? double.NaN : sum == 0 ? 0 : Math.Sqrt(difference) / sum;
            bool isRounding = !isBroken && Math.Sqrt(difference) <= NoiseFactor * Math.Sqrt(noise);
            return new GradCheckRow(order, kind, input, shape, error, limit, worst, n, g, isRounding);
        }
    }
}
