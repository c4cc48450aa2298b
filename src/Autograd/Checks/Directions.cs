namespace Autograd.Checks;

/// <summary>
/// The gradient of a large input by random signed directions: all elements move together, each by ±1 in units of its own size and
/// the whole by 1, and &lt;g, v&gt; is compared with one difference. A wrong element shows in every direction, whatever its sign. Where
/// one differs, its elements are halved until single ones are left that are wrong by themselves.
/// </summary>
/// <remarks>Elements of like size go together, so that a large slope does not cover a small one: bands of a thousand.</remarks>
internal sealed class Directions(Probe probe, ElementCheck check, SplitMix random)
{
    /// <summary>Sizes of slopes in one group differ by at most this.</summary>
    private const double Width = 1 << 10;

    /// <summary>Directions of a group: errors of two elements that cancel in one hardly do in both.</summary>
    private const int PerGroup = 2;

    /// <summary>So many wrong elements are looked for.</summary>
    public const int Enough = 5;

    /// <summary>Signs whose sum cancels to less than this share of its norm are drawn again: nothing is compared with what is left of it.</summary>
    private const double Cancelled = 0.3;

    private const int Draws = 64;

    /// <summary>What was found along the directions, band by band, and in which elements.</summary>
    /// <param name="Lines">The findings along each direction; those of one direction follow each other.</param>
    /// <param name="Located">The elements that are wrong by themselves, as many as were looked for, with their findings.</param>
    public sealed record Outcome(Finding[] Lines, List<(int Element, Finding[] Findings)> Located)
    {
        /// <summary>What is known of the elements, band by band: the located ones are wrong, of others nothing is known.</summary>
        public Finding[] Known(double[][] gradients)
        {
            int bands = gradients.Length;
            var findings = new Finding[gradients[0].Length * bands];
            for (int i = 0; i < findings.Length; i++) findings[i] = new Finding(double.NaN, gradients[i % bands][i / bands], double.PositiveInfinity, ElementVerdict.Unresolved);
            foreach (var (element, found) in Located) found.CopyTo(findings, element * bands);
            return findings;
        }
    }

    /// <summary>Judges an input.</summary>
    /// <param name="input">Its number.</param>
    /// <param name="gradients">The derivative under test, by band.</param>
    /// <param name="pace">Hears of every group.</param>
    public Outcome Judge(int input, double[][] gradients, Pace pace)
    {
        var lines = new List<Finding>();
        var located = new List<(int, Finding[])>();
        int done = 0;
        foreach (int[] group in Groups(gradients))
        {
            for (int k = 0; k < PerGroup; k++)
            {
                var found = Along(input, group, gradients);
                lines.AddRange(found);
                if (located.Count == 0 && IsWrong(found)) Locate(input, group, gradients, located);
            }
            pace.Reached(done += group.Length);
        }
        return new Outcome([.. lines], located);
    }

    /// <summary>The elements, those of like slope together.</summary>
    private static IEnumerable<int[]> Groups(double[][] gradients)
    {
        var sizes = Enumerable.Range(0, gradients[0].Length).Select(i => gradients.Max(g => Math.Abs(g[i]))).ToArray();
        var group = new List<int>();
        double top = 0;
        foreach (int i in Enumerable.Range(0, sizes.Length).OrderByDescending(i => double.IsNaN(sizes[i]) ? double.PositiveInfinity : sizes[i]))
        {
            if (group.Count > 0 && sizes[i] > 0 && sizes[i] * Width < top)
            {
                yield return [.. group];
                group.Clear();
            }
            if (group.Count == 0) top = sizes[i];
            group.Add(i);
        }
        if (group.Count > 0) yield return [.. group];
    }

    /// <summary>Halves a set whose direction differs, and goes on with the halves that do.</summary>
    private void Locate(int input, int[] set, double[][] gradients, List<(int Element, Finding[] Findings)> located)
    {
        if (located.Count >= Enough) return;
        if (set.Length == 1)
        {
            var found = check.JudgeElement(input, set[0], gradients);
            if (IsWrong(found)) located.Add((set[0], found));
            return;
        }
        foreach (int[] half in (int[][])[set[..(set.Length / 2)], set[(set.Length / 2)..]])
        {
            if (IsWrong(Along(input, half, gradients))) Locate(input, half, gradients, located);
        }
    }

    /// <summary>One random direction over a set of elements.</summary>
    private Finding[] Along(int input, int[] set, double[][] gradients)
    {
        double[] along = Array.ConvertAll(probe.Values(input, set), x => Math.Max(1, Math.Abs(x)) / Math.Sqrt(set.Length));
        var slopes = new double[gradients.Length];
        var norms = new double[gradients.Length];
        for (int draw = 0; draw < Draws; draw++)
        {
            for (int i = 0; i < along.Length; i++) along[i] *= (random.Next() & 1) == 0 ? 1 : -1;
            for (int band = 0; band < slopes.Length; band++)
            {
                double sum = 0, squares = 0;
                for (int i = 0; i < set.Length; i++)
                {
                    double term = gradients[band][set[i]] * along[i];
                    sum += term;
                    squares += term * term;
                }
                (slopes[band], norms[band]) = (sum, Math.Sqrt(squares));
            }
            if (!slopes.Zip(norms).Any(static s => Math.Abs(s.First) < Cancelled * s.Second)) break;
        }
        return check.JudgeLine(input, set, along, slopes, norms);
    }

    private static bool IsWrong(Finding[] bands) => Array.Exists(bands, static f => f.Verdict == ElementVerdict.Wrong);
}
