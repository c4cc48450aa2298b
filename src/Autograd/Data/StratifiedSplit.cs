namespace Autograd.Data;

public abstract partial class Dataset
{
    /// <summary>
    /// Parts of given shares of every class, drawn at random within each: as <see cref="RandomSplit(ReadOnlySpan{double}, Generator?)"/> class by class, so
    /// that a rare class is in no part by luck (scikit-learn's <c>train_test_split(stratify=)</c>).
    /// </summary>
    /// <param name="fractions">The share of each part; together 1.</param>
    /// <param name="labels">The class of each element.</param>
    /// <param name="generator">The source of the order; the thread's default one when not given.</param>
    /// <typeparam name="TLabel">Labels that can be compared for equality.</typeparam>
    /// <exception cref="ArgumentException">A share is not in [0, 1], they do not add up to 1, or there is not a label for each element.</exception>
    public Subset[] StratifiedSplit<TLabel>(ReadOnlySpan<double> fractions, IReadOnlyList<TLabel> labels, Generator? generator = null)
        where TLabel : notnull
    {
        ArgumentNullException.ThrowIfNull(labels);
        if (labels.Count != Count) throw new ArgumentException(FormattableString.Invariant($"StratifiedSplit: {labels.Count} labels for {Count} elements"), nameof(labels));
        Shares.Check(nameof(StratifiedSplit), fractions);
        var parts = new List<int>[fractions.Length];
        for (int i = 0; i < parts.Length; i++) parts[i] = [];
        // What rounding leaves over of a class goes to the part that is furthest behind its share of the whole.
        double seen = 0;
        foreach (int[] members in Folds.Members(labels))
        {
            long[] order = Tensor.RandPerm(members.Length, generator).ToArray<long>();
            int[] lengths = Shares.RoundedDown(fractions, members.Length);
            seen += members.Length;
            for (int left = members.Length - lengths.Sum(); left > 0; left--)
            {
                int behind = 0;
                for (int i = 1; i < parts.Length; i++)
                {
                    if ((fractions[i] * seen) - parts[i].Count - lengths[i] > (fractions[behind] * seen) - parts[behind].Count - lengths[behind]) behind = i;
                }
                lengths[behind]++;
            }
            for (int i = 0, at = 0; i < parts.Length; at += lengths[i], i++)
            {
                for (int j = at; j < at + lengths[i]; j++) parts[i].Add(members[order[j]]);
            }
        }
        return Array.ConvertAll(parts, part => new Subset(this, part.Order()));
    }
}

/// <summary>Shares of a whole.</summary>
internal static class Shares
{
    // Ten shares of 0.1 add up to 1 less a rounding.
    private const double Slack = 1e-9;

    public static void Check(string name, ReadOnlySpan<double> fractions)
    {
        double sum = 0;
        foreach (double fraction in fractions)
        {
            if (!(fraction is >= 0 and <= 1)) throw new ArgumentException(FormattableString.Invariant($"{name}: a share of {fraction} is not in [0, 1]"), nameof(fractions));
            sum += fraction;
        }
        if (!(Math.Abs(sum - 1) < Slack)) throw new ArgumentException(FormattableString.Invariant($"{name}: the shares add up to {sum}, not to 1"), nameof(fractions));
    }

    public static int[] RoundedDown(ReadOnlySpan<double> fractions, int count)
    {
        var lengths = new int[fractions.Length];
        // 0.1 of 30 is 3, and in double precision 3.0000000000000004 or 2.9999999999999996.
        for (int i = 0; i < lengths.Length; i++) lengths[i] = (int)Math.Floor((count * fractions[i]) + Slack);
        return lengths;
    }
}
