using System.Globalization;

namespace Autograd.Checks;

/// <summary>
/// How wrong numbers and right ones are related: hypotheses over the reference n, the derivative g and the shape, tried one after the
/// other. None asks the function again.
/// </summary>
internal static class Diagnosis
{
    /// <summary>Ratios whose spread is below this share of what they differ from 1 by are one ratio.</summary>
    private const double Spread = 0.01;

    /// <summary>What explains the evidence: how the wrong elements are related to the right ones, and which elements are wrong.</summary>
    public static IEnumerable<(GradCheckCause Cause, string Text)> Of(Evidence e)
    {
        if (NotFinite(e) is { } broken) return [broken];
        (GradCheckCause, string)?[] found = [Zero(e) ?? Ratio(e) ?? Transposed(e) ?? Constant(e), DiagnosisPlaces.Of(e)];
        return found.OfType<(GradCheckCause, string)>();
    }

    private static (GradCheckCause, string)? NotFinite(Evidence e)
    {
        var broken = e.Where(i => !double.IsFinite(e.Actual[i]) && double.IsFinite(e.Expected[i]));
        return broken.Length == 0 ? null
            : (GradCheckCause.NotFinite, string.Create(CultureInfo.InvariantCulture, $"{broken.Length} of {e.Count} elements are NaN or infinite where the differences are finite, the first at {RowMajor.Describe(e.Shape, broken[0])}, where the input is {e.Values[broken[0]]:R}"));
    }

    /// <summary>g = 0 wherever it is wrong.</summary>
    private static (GradCheckCause, string)? Zero(Evidence e)
    {
        var wrong = e.Where(e.IsWrong);
        if (wrong.Length == 0 || Array.Exists(wrong, i => e.Actual[i] != 0)) return null;
        return (GradCheckCause.Zero, Array.TrueForAll(e.Actual, static g => g == 0) ? "the gradient is 0 everywhere, and the outputs change" : "the gradient is 0 at the wrong elements");
    }

    /// <summary>g = r n wherever it is wrong.</summary>
    private static (GradCheckCause, string)? Ratio(Evidence e)
    {
        var wrong = e.Where(e.IsWrong);
        var sure = Array.FindAll(wrong, i => Math.Abs(e.Expected[i]) > 1e-6 * e.Scale || wrong.Length == 1);
        if (sure.Length == 0 || Array.Exists(wrong, i => Math.Abs(e.Actual[i]) > 1e-4 * e.Scale && e.Expected[i] == 0)) return null;
        var ratios = Array.ConvertAll(sure, i => e.Actual[i] / e.Expected[i]);
        Array.Sort(ratios);
        double r = ratios[ratios.Length / 2];
        if (!double.IsFinite(r) || ratios[^1] - ratios[0] > Spread * Math.Abs(r - 1)) return null;
        if (IsAbout(r, -1)) return (GradCheckCause.Sign, "-1 times what it should be: the sign is wrong");
        foreach (var (size, what) in e.Sizes)
        {
            if (size > 2 && IsAbout(r * size, 1)) return (GradCheckCause.Factor, string.Create(CultureInfo.InvariantCulture, $"1/{size} of what it should be, and {size} is {what}: a mean where a sum belongs"));
            if (size > 2 && IsAbout(r, size)) return (GradCheckCause.Factor, string.Create(CultureInfo.InvariantCulture, $"{size} times what it should be, and {size} is {what}: a sum where a mean belongs"));
        }
        if (IsAbout(r, 2)) return (GradCheckCause.Factor, "twice what it should be: a term is added twice, or a factor of 1/2 is missing");
        if (IsAbout(r, 0.5)) return (GradCheckCause.Factor, "half of what it should be: a factor of 2 is missing, or one of two equal terms");
        // One number has a ratio to every other: it says nothing.
        return ratios.Length < 2 ? null : (GradCheckCause.Factor, string.Create(CultureInfo.InvariantCulture, $"{r:G6} times what it should be"));
    }

    /// <summary>g, read row by row, is n read with two dimensions exchanged.</summary>
    private static (GradCheckCause, string)? Transposed(Evidence e)
    {
        for (int first = 0; first < e.Shape.Rank; first++)
        {
            for (int second = first + 1; second < e.Shape.Rank; second++)
            {
                if (e.Shape[first] < 2 || e.Shape[second] < 2) continue;
                int[] order = Exchanged(e.Shape, first, second);
                bool isEqual = true;
                for (int i = 0; i < order.Length && isEqual; i++) isEqual = e.IsSame(e.Actual[i], e.Expected[order[i]]);
                if (isEqual) return (GradCheckCause.Transposed, string.Create(CultureInfo.InvariantCulture, $"the numbers are right and lie as those of the gradient with dimensions {first} and {second} exchanged: transposed"));
            }
        }
        return null;
    }

    /// <summary>The elements in row-major order of the shape with two dimensions exchanged.</summary>
    private static int[] Exchanged(Shape shape, int first, int second)
    {
        var sizes = shape.ToArray();
        var strides = Enumerable.Range(0, shape.Rank).Select(d => RowMajor.Stride(shape, d)).ToArray();
        (sizes[first], sizes[second]) = (sizes[second], sizes[first]);
        (strides[first], strides[second]) = (strides[second], strides[first]);
        var exchanged = new Shape(sizes);
        return [.. Enumerable.Range(0, shape.Numel).Select(i => RowMajor.Index(exchanged, i).Zip(strides, static (at, stride) => at * stride).Sum())];
    }

    /// <summary>g does not change along a dimension along which n does.</summary>
    private static (GradCheckCause, string)? Constant(Evidence e)
    {
        for (int d = 0; d < e.Shape.Rank; d++)
        {
            int size = e.Shape[d], stride = RowMajor.Stride(e.Shape, d), dim = d;
            if (size < 2) continue;
            int First(int i) => i - RowMajor.Along(e.Shape, dim, i) * stride;
            bool isFlat = true, moves = false;
            for (int i = 0; i < e.Count; i++)
            {
                isFlat &= Math.Abs(e.Actual[i] - e.Actual[First(i)]) <= 1e-9 * Math.Abs(e.Actual[i]);
                moves |= Math.Abs(e.Expected[i] - e.Expected[First(i)]) > 1e-3 * e.Scale;
            }
            if (!isFlat || !moves) continue;
            double Sum(int i) => Enumerable.Range(0, size).Sum(k => e.Expected[First(i) + k * stride]);
            string how = Enumerable.Range(0, e.Count).All(i => e.IsSame(e.Actual[i], Sum(i))) ? ": it is the sum over it"
                : Enumerable.Range(0, e.Count).All(i => e.IsSame(e.Actual[i], Sum(i) / size)) ? ": it is the mean over it"
                : "";
            return (GradCheckCause.ConstantAlongDimension, string.Create(CultureInfo.InvariantCulture, $"constant along dimension {d}, along which it should change{how}"));
        }
        return null;
    }

    private static bool IsAbout(double value, double number) => Math.Abs(value - number) <= 1e-4 * Math.Abs(number);
}
