using Autograd.Memory;

namespace Autograd.Checks;

/// <summary>
/// A function at the same numbers laid out otherwise in memory. A rule or a kernel that takes strides for granted is right on the contiguous
/// input at hand, and wrong on a transpose of it.
/// </summary>
internal sealed class LayoutCheck(Func<Tensor[], Tensor[]> f, Probe probe, OrderCheck check, Tensor?[] cotangents, double tolerance)
{
    /// <summary>What sums in another order may differ by, in proportion to what they are made of.</summary>
    private const double Reordered = 1e-9;

    /// <summary>How far the inputs are moved to see how large a difference of values is.</summary>
    private const double Nudge = 1.01;

    /// <summary>The inputs that are checked and contiguous, in column-major order, and in every second place behind an offset.</summary>
    /// <param name="inputs">The point.</param>
    /// <param name="first">The first of them that the function takes as an argument.</param>
    public static IEnumerable<(string Way, Tensor[] Inputs)> Ways(Tensor[] inputs, int first)
    {
        if (Laid(inputs, first, static x => x.Rank > 1, Permuted) is { } permuted) yield return ("permuted", permuted);
        if (Laid(inputs, first, static _ => true, Strided) is { } strided) yield return ("strided", strided);
    }

    /// <summary>The outputs there; null where the function refuses such inputs, as ops at the door may that read contiguous elements.</summary>
    public Tensor[]? Outputs(Tensor[] xs)
    {
        try
        {
            return f(xs);
        }
        catch (Exception e) when (e is AutogradException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>Whether the values are the same but for rounding: they differ by less than moving the inputs by a hundredth does.</summary>
    public bool HasSameValues(Tensor[] ys)
    {
        double[] here = probe.Center, there = Numbers(ys);
        if (here.Zip(there).All(static pair => IsNear(pair.First, pair.Second, Reordered * Math.Abs(pair.First)))) return true;
        if (Outputs(Array.ConvertAll(probe.Inputs, static x => x.RequiresGrad ? Probe.Leaf(x.Detach() * Nudge) : x)) is not { } moved) return false;
        double scale = here.Zip(Numbers(moved)).Select(static pair => Math.Abs(pair.First - pair.Second)).Where(double.IsFinite).DefaultIfEmpty().Max();
        return here.Zip(there).All(pair => IsNear(pair.First, pair.Second, scale));
    }

    /// <summary>Whether the gradients are the same but for rounding.</summary>
    public bool HasSameGradients(Tensor[] ys, Tensor[] xs)
    {
        var there = new Pullback(ys, xs, cotangents);
        if (there.Outputs.Length == 0) return true;
        var gradients = there.Numbers(there.Cotangents);
        for (int i = 0; i < gradients.Length; i++)
        {
            for (int j = 0; j < gradients[i].Length; j++)
            {
                double g = check.Gradients[i][j];
                if (!IsNear(g, gradients[i][j], tolerance * Math.Abs(g) + Reordered * check.Sizes[i][j])) return false;
            }
        }
        return true;
    }

    /// <summary>The row that shows other values.</summary>
    public GradCheckRow Row(Tensor[] ys, string way, int kept)
    {
        var rows = new List<GradCheckRow>();
        double[] there = Numbers(ys);
        new Comparison(rows, 1, GradCheckKind.Layout, GradCheckCriterion.Relative, tolerance, kept).Add($"values ({way} inputs)", new Shape(there.Length), probe.Center, there, new double[there.Length]);
        return rows[0];
    }

    private static double[] Numbers(Tensor[] ys) => [.. ys.Where(static y => y.DType == DType.Float64).SelectMany(static y => y.ToArray<double>())];

    private static bool IsNear(double a, double b, double slack) => a.Equals(b) || Math.Abs(a - b) <= slack;

    private static Tensor[]? Laid(Tensor[] inputs, int first, Predicate<Tensor> isConcerned, Func<Layout, Layout> lay)
    {
        bool any = false;
        var laid = (Tensor[])inputs.Clone();
        for (int i = first; i < inputs.Length; i++)
        {
            if (inputs[i] is not { RequiresGrad: true, IsContiguous: true, Numel: > 1 } || !isConcerned(inputs[i])) continue;
            laid[i] = Probe.Laid(inputs[i].Detach(), lay(inputs[i].Layout));
            any = true;
        }
        return any ? laid : null;
    }

    private static Layout Permuted(Layout layout)
    {
        var strides = new int[layout.Rank];
        for (int d = 0, stride = 1; d < strides.Length; stride *= layout.Sizes[d++]) strides[d] = stride;
        return Layout.Strided(layout.Sizes, strides, 0);
    }

    private static Layout Strided(Layout layout) => Layout.Strided(layout.Sizes, Array.ConvertAll(layout.Strides.ToArray(), static s => 2 * s), offset: 3);
}
