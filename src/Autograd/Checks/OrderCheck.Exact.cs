using System.Globalization;
using System.Numerics;

namespace Autograd.Checks;

/// <content>Comparisons of two backward passes that have to give the same numbers, without differences.</content>
internal sealed partial class OrderCheck
{
    /// <summary>Of so many outputs every subset is left out; of more each alone, and all but each: 2^n passes are too many.</summary>
    private const int EverySubset = 4;

    /// <summary>What a rule was told whose gradients are no part of the recorded graph; null where all are, and the next order can be checked.</summary>
    public AutogradException? NoGraph { get; private set; }

    /// <summary>The values with recording off. Differences are taken with it on where they depend on it.</summary>
    private void CompareUnrecorded()
    {
        if (probe.Unrecorded is not { } values) return;
        var table = new Comparison(rows, order, GradCheckKind.Unrecorded, GradCheckCriterion.Relative, 0, options.WorstElements);
        table.Add("values", new Shape(values.Length), probe.Center, values, new double[values.Length]);
    }

    /// <summary>The next order starts from the recorded pass: it must be the same function, and the graph behind it whole.</summary>
    private void CompareRecorded()
    {
        double[][] recorded;
        try
        {
            // Behind cotangents that may be differentiated every gradient has a place in the graph.
            recorded = pullback.Numbers(Array.ConvertAll(pullback.Cotangents, static w => Probe.Leaf(w.Detach())), createGraph: true);
        }
        catch (AutogradException e) when (e.LostBy is not null)
        {
            NoGraph = e;
            return;
        }
        Compare(GradCheckKind.Recorded, gradients, recorded, options.ExactTolerance, Sizes, isShown: order < options.Order);
    }

    /// <summary>The same pass once more, to the bit.</summary>
    private void CompareRepeated()
    {
        if (!IsFinite) return;
        var nothing = Array.ConvertAll(gradients, static g => new double[g.Length]);
        Compare(GradCheckKind.Repeated, gradients, pullback.Numbers(pullback.Cotangents), 0, nothing, isShown: false);
    }

    /// <summary>J'0 = 0, and no NaN.</summary>
    private void CompareZero()
    {
        if (!IsFinite) return;
        var nothing = Array.ConvertAll(gradients, static g => new double[g.Length]);
        Compare(GradCheckKind.Zero, nothing, pullback.Numbers(pullback.Only()), 0, nothing, isShown: false);
    }

    private bool IsFinite => Array.TrueForAll(gradients, static g => Array.TrueForAll(g, double.IsFinite));

    private void Compare(GradCheckKind kind, double[][] expected, double[][] actual, double limit, double[][] sizes, bool isShown)
    {
        var found = new List<GradCheckRow>();
        var table = new Comparison(found, order, kind, GradCheckCriterion.Relative, limit, options.WorstElements);
        for (int i = 0; i < names.Length; i++) table.Add(names[i], pullback.Inputs[i].Shape, expected[i], actual[i], sizes[i]);
        table.Close();
        rows.AddRange(isShown ? found : found.Where(static row => !row.Passed));
    }

    /// <summary>Every subset of the outputs by itself: a rule that takes an absent gradient for anything but zeros is seen.</summary>
    private void CompareAbsent()
    {
        var table = new Comparison(rows, order, GradCheckKind.Absent, GradCheckCriterion.Relative, options.ExactTolerance, options.WorstElements);
        foreach (int[] present in Subsets(pullback.Outputs.Length))
        {
            string name = Named(Array.ConvertAll(present, k => pullback.Outputs[k]));
            double[] zeros = [.. pullback.Numbers(pullback.Only(present)).SelectMany(static g => g)];
            double[] absent;
            try
            {
                absent = [.. pullback.Alone(present).SelectMany(static g => g)];
            }
            catch (Exception e) when (e is NullReferenceException or ArgumentNullException)
            {
                throw new AutogradException($"GradCheck: the backward pass from {name} failed: a rule does not expect that the gradient of an output is absent (null in Cotangents)", e);
            }
            table.Add(name, default, zeros, absent, [.. Sizes.SelectMany(static s => s)]);
        }
    }

    /// <summary>The subsets of n outputs that are neither empty nor whole.</summary>
    private static IEnumerable<int[]> Subsets(int n)
    {
        for (int mask = 1; mask < (1 << Math.Min(n, EverySubset)) - 1 && n <= EverySubset; mask++)
            yield return [.. Enumerable.Range(0, n).Where(k => (mask >> k & 1) != 0)];
        for (int k = 0; k < n && n > EverySubset; k++)
        {
            yield return [k];
            yield return [.. Enumerable.Range(0, n).Where(other => other != k)];
        }
    }

    private static string Named(int[] outputs) => outputs.Length == 1
        ? string.Create(CultureInfo.InvariantCulture, $"output {outputs[0]} alone")
        : $"outputs {string.Join(", ", outputs.Select(static k => k.ToString(CultureInfo.InvariantCulture)))}";
}
