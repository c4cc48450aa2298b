using Autograd.Formulas;

namespace Autograd.Kernels;

/// <summary>
/// All alignments of the labels of one sample to its steps, as paths through a lattice: states 0, .., 2 L are blank, label 1, blank,
/// .., label L, blank, and a path stays, goes on, or leaves out a blank between different labels (Graves et al., 2006, section 4.1).
/// Written once for numbers and for numbers with their derivative along a direction.
/// </summary>
internal readonly ref struct CtcLattice<V, TScores>(TScores scores, ReadOnlySpan<long> labels, int steps, int blank)
    where V : struct, IReal<V>
    where TScores : struct, ICtcScores<V>
{
    private readonly TScores scores = scores;
    private readonly ReadOnlySpan<long> labels = labels;

    private static V Never => V.Const(double.NegativeInfinity);

    private int States => 2 * labels.Length + 1;

    /// <summary>
    /// a_t(s) = log sum over the paths that are in s at step t, for each t and s, and gives the log of the sum over all paths:
    /// a_t(s) = log(exp a_t-1(s) + exp a_t-1(s - 1) + exp a_t-1(s - 2)) + log p_t(s).
    /// </summary>
    public V Forward(Span<V> alpha)
    {
        if (steps == 0) return labels.IsEmpty ? V.Zero : Never;
        for (int s = 0; s < States; s++) alpha[s] = s < 2 ? scores.At(0, Label(s)) : Never;
        for (int t = 1; t < steps; t++)
        {
            var before = alpha.Slice((t - 1) * States, States);
            for (int s = 0; s < States; s++)
                alpha[t * States + s] = LogSum(before[s], s >= 1 ? before[s - 1] : Never, Skips(s) ? before[s - 2] : Never) + scores.At(t, Label(s));
        }
        var last = alpha.Slice((steps - 1) * States, States);
        return LogSum(last[^1], States > 1 ? last[^2] : Never, Never);
    }

    /// <summary>
    /// Goes back through b_t(s), the log of the sum over what may follow s, and adds the probability of being in s at t to its class:
    /// p[t, class] += exp(a_t(s) + b_t(s) - total).
    /// </summary>
    public void Posteriors(ReadOnlySpan<V> alpha, V total, Span<V> beta, int classes, Span<V> posteriors)
    {
        posteriors.Clear();
        for (int t = steps - 1; t >= 0; t--)
        {
            // In place, upwards: a state reads those above it at the step behind before they are written over.
            for (int s = 0; s < States; s++)
            {
                beta[s] = t == steps - 1
                    ? (s >= States - 2 ? V.Zero : Never)
                    : LogSum(After(beta, t, s), s + 1 < States ? After(beta, t, s + 1) : Never, s + 2 < States && Skips(s + 2) ? After(beta, t, s + 2) : Never);
                posteriors[t * classes + Label(s)] += V.Exp(alpha[t * States + s] + beta[s] - total);
            }
        }
    }

    private V After(ReadOnlySpan<V> beta, int t, int s) => beta[s] + scores.At(t + 1, Label(s));

    private int Label(int state) => (state & 1) == 0 ? blank : (int)labels[state >> 1];

    /// <summary>A state is reached over the blank before it if it is a label other than the one before that.</summary>
    private bool Skips(int state) => (state & 1) == 1 && state >= 3 && labels[state >> 1] != labels[(state >> 1) - 1];

    /// <summary>log(exp a + exp b + exp c), -inf of three times -inf: by Select, so that no derivative becomes NaN there.</summary>
    private static V LogSum(V a, V b, V c)
    {
        V max = V.Max(V.Max(a, b), c);
        var some = max > Never;
        V shift = V.Select(some, max, V.Zero);
        V sum = V.Exp(a - shift) + V.Exp(b - shift) + V.Exp(c - shift);
        return V.Select(some, V.Log(V.Select(some, sum, V.One)) + shift, Never);
    }
}
