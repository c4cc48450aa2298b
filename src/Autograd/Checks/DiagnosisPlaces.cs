using System.Globalization;

namespace Autograd.Checks;

/// <summary>Which elements are wrong, where not all are: whole rows, those of some values, single ones.</summary>
internal static class DiagnosisPlaces
{
    /// <summary>So many indices are named.</summary>
    private const int Named = 5;

    /// <summary>What the wrong elements have in common; null where all that would show an error are wrong.</summary>
    public static (GradCheckCause Cause, string Text)? Of(Evidence e)
    {
        var wrong = e.Where(e.IsWrong);
        var right = e.Where(i => e.IsTelling(i) && !e.IsWrong(i));
        if (wrong.Length == 0 || right.Length == 0) return null;
        return Rows(e, wrong, right) ?? Range(e, wrong, right) ?? Values(e, wrong, right) ?? Single(e, wrong);
    }

    /// <summary>All of some indices along a dimension, and nothing else; the dimension with the fewest.</summary>
    private static (GradCheckCause, string)? Rows(Evidence e, int[] wrong, int[] right)
    {
        (int Dim, int[] Indices)? best = null;
        for (int d = 0; d < e.Shape.Rank && e.Shape.Rank > 1; d++)
        {
            int dim = d;
            int[] indices = [.. wrong.Select(i => RowMajor.Along(e.Shape, dim, i)).Distinct().Order()];
            bool isWhole = !Array.Exists(right, i => Array.BinarySearch(indices, RowMajor.Along(e.Shape, dim, i)) >= 0);
            if (isWhole && wrong.Length >= 2 * indices.Length && (best is null || indices.Length < best.Value.Indices.Length)) best = (dim, indices);
        }
        return best is not { } rows ? null
            : (GradCheckCause.SomeRows, string.Create(CultureInfo.InvariantCulture, $"wrong only at {Indices(rows.Indices, e.Shape[rows.Dim])} of dimension {rows.Dim}, and there everywhere"));
    }

    /// <summary>Of a vector, or of a tensor in the order of its memory: all from some element on.</summary>
    private static (GradCheckCause, string)? Range(Evidence e, int[] wrong, int[] right)
    {
        if (wrong.Length < 2 || right.Length < 2) return null;
        if (right[^1] < wrong[0]) return (GradCheckCause.SomeRows, $"wrong from {RowMajor.Describe(e.Shape, wrong[0])} on, in row-major order, and nowhere before: the end of a loop");
        return wrong[^1] < right[0] ? (GradCheckCause.SomeRows, $"wrong up to {RowMajor.Describe(e.Shape, wrong[^1])}, in row-major order, and nowhere after: the beginning of a loop") : null;
    }

    /// <summary>What tells the inputs of wrong elements from those of right ones.</summary>
    private static (GradCheckCause, string)? Values(Evidence e, int[] wrong, int[] right)
    {
        double[] bad = Array.ConvertAll(wrong, i => e.Values[i]), good = Array.ConvertAll(right, i => e.Values[i]);
        string? where = null;
        if (Tells(static x => x == 0)) where = "0";
        // Two of each: one element lies beyond all others by chance.
        else if (wrong.Length < 2 || right.Length < 2) return null;
        else if (Tells(static x => x < 0)) where = "negative";
        else if (Tells(static x => x > 0)) where = "positive";
        else if (bad.Min(Math.Abs) > good.Max(Math.Abs)) where = string.Create(CultureInfo.InvariantCulture, $"of size {bad.Min(Math.Abs):G4} and larger");
        else if (bad.Max(Math.Abs) < good.Min(Math.Abs)) where = string.Create(CultureInfo.InvariantCulture, $"of size {bad.Max(Math.Abs):G4} and smaller");
        else if (bad.Min() > good.Max()) where = string.Create(CultureInfo.InvariantCulture, $"{bad.Min():G4} and above");
        else if (bad.Max() < good.Min()) where = string.Create(CultureInfo.InvariantCulture, $"{bad.Max():G4} and below");
        return where is null ? null : (GradCheckCause.SomeValues, $"wrong exactly where the input is {where}");

        bool Tells(Predicate<double> condition) => Array.TrueForAll(bad, condition) && !Array.Exists(good, condition);
    }

    private static (GradCheckCause, string)? Single(Evidence e, int[] wrong)
    {
        string more = wrong.Length > Named ? ", ..." : "";
        string at = string.Join(", ", wrong.Take(Named).Select(i => RowMajor.Describe(e.Shape, i)));
        return (GradCheckCause.SomeElements, string.Create(CultureInfo.InvariantCulture, $"{wrong.Length} of {e.Count} elements {(wrong.Length == 1 ? "is" : "are")} wrong, the others right: {at}{more}"));
    }

    private static string Indices(int[] indices, int size)
    {
        string at = string.Join(", ", indices.Take(Named).Select(static i => i.ToString(CultureInfo.InvariantCulture)));
        return string.Create(CultureInfo.InvariantCulture, $"{(indices.Length == 1 ? "index" : "indices")} {at}{(indices.Length > Named ? ", ..." : "")} of {size}");
    }
}
