namespace Autograd.Checks;

/// <summary>
/// The numbers of all outputs side by side, weighted, in bands of like size. Each band has a backward pass and a
/// quotient of its own, so that the rounding of a large output does not cover the slope of a small one: of exp at
/// [0, 20, 40], whose values are 1, 5e8 and 2e17, no sum shows the first.
/// </summary>
internal sealed class Bands
{
    /// <summary>Sizes in one band differ by at most this: twelve of the 52 bits.</summary>
    private const double Width = 1 << 12;

    private readonly int[] bandOf;
    private readonly double[] weights;
    private readonly double[] sizes;
    private readonly double[] largest;
    private readonly double[] squares;

    /// <summary>Sorts numbers into bands.</summary>
    /// <param name="weights">The weight of each number.</param>
    /// <param name="sizes">The size of each number, or of those it was computed from: what cancels has the rounding of what cancelled.</param>
    public Bands(double[] weights, double[] sizes)
    {
        this.weights = weights;
        this.sizes = Array.ConvertAll(sizes, static s => double.IsNaN(s) ? double.PositiveInfinity : s);
        bandOf = new int[weights.Length];
        var largest = new List<double>();
        double top = 0;
        foreach (int place in Enumerable.Range(0, weights.Length).OrderByDescending(i => this.sizes[i]))
        {
            double size = this.sizes[place];
            // A zero has no size; it goes with the smallest.
            if (largest.Count == 0 || (size > 0 && size * Width < top))
            {
                largest.Add(0);
                top = size;
            }
            bandOf[place] = largest.Count - 1;
            largest[^1] = Math.Max(largest[^1], Math.Abs(weights[place]) * size);
        }
        if (largest.Count == 0) largest.Add(0);
        this.largest = [.. largest];
        squares = new double[Count];
        for (int i = 0; i < weights.Length; i++)
        {
            if (double.IsFinite(this.sizes[i])) squares[bandOf[i]] += weights[i] * weights[i] * this.sizes[i] * this.sizes[i];
        }
    }

    private Bands(double[] sizes)
    {
        this.sizes = Array.ConvertAll(sizes, static s => double.IsNaN(s) ? double.PositiveInfinity : s);
        weights = new double[sizes.Length];
        Array.Fill(weights, 1);
        bandOf = [.. Enumerable.Range(0, sizes.Length)];
        largest = this.sizes;
        squares = Array.ConvertAll(this.sizes, static s => double.IsFinite(s) ? s * s : 0);
    }

    /// <summary>Every number by itself, with weight 1: the rows of the Jacobian.</summary>
    /// <param name="sizes">The size of each number, or of those it was computed from.</param>
    public static Bands Single(double[] sizes) => new(sizes);

    public int Count => largest.Length;

    /// <summary>The size of the largest weighted number of a band.</summary>
    public double Largest(int band) => largest[band];

    /// <summary>The weight of a number in the sum of a band; 0 for numbers of other bands.</summary>
    public double Weight(int band, int place) => bandOf[place] == band ? weights[place] : 0;

    /// <summary>D(h) = &lt;w, f(x + h) - f(x - h)&gt; / 2h for every band.</summary>
    public Quotient[] Central(double[] above, double[] center, double[] below, double width)
    {
        var sums = new double[Count];
        var bends = new double[Count];
        var moves = new bool[Count];
        // Rounding errors of the outputs are independent: their squares add up.
        var rounding = (double[])squares.Clone();
        for (int i = 0; i < center.Length; i++)
        {
            double a = above[i], b = below[i], c = center[i];
            if (a == c && b == c) continue;
            int band = bandOf[i];
            double w = weights[i], size = Math.Max(Math.Abs(a), Math.Abs(b));
            moves[band] = true;
            // Equal infinities cancel.
            if (a != b) sums[band] += w * (a - b);
            bends[band] += w * (a - c - (c - b));
            if (size > sizes[i] && double.IsFinite(size)) rounding[band] += w * w * (size - sizes[i]) * (size + sizes[i]);
        }
        var quotients = new Quotient[Count];
        for (int band = 0; band < Count; band++)
            quotients[band] = new Quotient(sums[band] / width, Quotient.Epsilon * Math.Sqrt(rounding[band]) / width, 2 * bends[band] / width, !moves[band]);
        return quotients;
    }

    /// <summary>
    /// Where f has a kink at x, the smallest and the largest sum of slopes to the right and to the left, and how far off they may be; null where
    /// it has none. The jump between the two slopes of a kink is the same for a near and a far step, that of a smooth function is 16 times
    /// smaller for a step 16 times nearer.
    /// </summary>
    /// <param name="band">The band.</param>
    /// <param name="center">The numbers at x.</param>
    /// <param name="far">Those on the two sides of x, 16 times as far as the near ones.</param>
    /// <param name="near">Those on the two sides of x.</param>
    /// <param name="isCertain">Whether an op has said that x lies on a kink: it may be one of a higher derivative, or a jump, which has no slope.</param>
    public (double Low, double High, double Slack)? Subgradient(int band, double[] center, (double[] Above, double[] Below, double Width) far, (double[] Above, double[] Below, double Width) near, bool isCertain)
    {
        double low = 0, high = 0, slack = 0;
        bool hasKink = isCertain;
        for (int i = 0; i < weights.Length; i++)
        {
            if (bandOf[i] != band) continue;
            double w = weights[i], c = center[i], half = near.Width / 2, noise = 256 * Quotient.Epsilon * Math.Abs(w) * sizes[i] / half;
            var right = new OneSided(Slope(w, near.Above[i], c, half), Slope(w, far.Above[i], c, far.Width / 2));
            var left = new OneSided(Slope(w, c, near.Below[i], half), Slope(w, c, far.Below[i], far.Width / 2));
            if (isCertain && right.Jumps(noise) && left.Jumps(noise)) return (double.NegativeInfinity, double.PositiveInfinity, 0);
            double bend = Math.Abs(right.Near - left.Near);
            bool isKink = bend > Math.Abs(right.Far - left.Far) / 2 && bend > noise;
            hasKink |= isKink;
            double mean = (left.Near + right.Near) / 2;
            low += isKink || isCertain ? Math.Min(left.Slope, right.Slope) : mean;
            high += isKink || isCertain ? Math.Max(left.Slope, right.Slope) : mean;
            slack += left.Error + right.Error;
        }
        return hasKink ? (low, high, slack) : null;
    }

    private static double Slope(double weight, double to, double from, double step) => to == from ? 0 : weight * (to - from) / step;

    /// <summary>The slope on one side, from a near step and one 16 times as far.</summary>
    private readonly record struct OneSided(double Near, double Far)
    {
        private const double Ratio = 16;

        /// <summary>(16 near - far) / 15: the term of h cancels.</summary>
        public double Slope => Near + (Near - Far) / (Ratio - 1);

        /// <summary>What cancels is more than what is left.</summary>
        public double Error => Math.Abs(Near - Far) / (Ratio - 1);

        /// <summary>Whether f moves by as much over the near step as over the far one.</summary>
        public bool Jumps(double noise) => Math.Abs(Near) > Math.Abs(Far) * Ratio / 2 && Math.Abs(Near) > noise;
    }
}

/// <summary>A central difference of one band.</summary>
/// <param name="Slope">D(h).</param>
/// <param name="Noise">The rounding of the outputs in it.</param>
/// <param name="Bend">The slope to the right less the slope to the left.</param>
/// <param name="IsFlat">Whether no output moved by a single bit.</param>
internal readonly record struct Quotient(double Slope, double Noise, double Bend, bool IsFlat)
{
    /// <summary>Functions round more than once: so many times the rounding of their last step is not told from 0.</summary>
    public const double NoiseFactor = 32;

    /// <summary>The spacing of doubles above 1.</summary>
    public const double Epsilon = 1.0 / (1L << 52);
}
