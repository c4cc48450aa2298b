using System.Globalization;
using Autograd.Memory;

namespace Autograd;

/// <summary>The elements of a tensor that are shown, in one format. Nothing here passes the seam of ops: listeners may print.</summary>
internal static class ElementText
{
    private const int Threshold = 1000;
    private const int Edge = 3;
    private const string Fixed = "F4";
    private const string Scientific = "e4";

    /// <summary>All elements, or those of the edges of a large tensor, in row-major order.</summary>
    public static string[] Of(Tensor x, string? format)
    {
        bool summarise = x.Numel > Threshold;
        var sizes = x.Shape.ToArray();
        if (summarise) sizes = Array.ConvertAll(sizes, size => Math.Min(size, 2 * Edge));
        var shown = Tensor.Empty(sizes, Wide(x.DType));
        Collect(x, x.Layout, shown, shown.Layout, 0);
        return Format(shown, x.DType, format);
    }

    /// <summary>The first elements in row-major order, with six significant digits.</summary>
    public static string[] First(Tensor x, int count)
    {
        var texts = new string[Math.Min(count, x.Numel)];
        for (int i = 0; i < texts.Length; i++)
        {
            int offset = x.Layout.Offset, rest = i;
            for (int d = x.Rank - 1; d >= 0; rest /= x.Layout.Sizes[d--]) offset += rest % x.Layout.Sizes[d] * x.Layout.Strides[d];
            var element = Tensor.Empty([], Wide(x.DType));
            CopyOp.Into(x.Alias(Layout.Strided([], [], offset)), element, element.Layout);
            texts[i] = x.DType.IsFloat ? element.Item<double>().ToString("G6", CultureInfo.InvariantCulture) : Format(element, x.DType)[0];
        }
        return texts;
    }

    /// <summary>The places of a dimension, false for the dots between the edges.</summary>
    public static IEnumerable<bool> Places(int size, bool summarise) => summarise && size > 2 * Edge
        ? [.. Enumerable.Repeat(true, Edge), false, .. Enumerable.Repeat(true, Edge)]
        : Enumerable.Repeat(true, size);

    // Every integer is exact in int64, every float in float64.
    private static DType Wide(DType dtype) => dtype.IsFloat ? DType.Float64 : DType.Int64;

    private static void Collect(Tensor x, Layout from, Tensor shown, Layout to, int dim)
    {
        if (dim == from.Rank)
        {
            CopyOp.Into(x.Alias(from), shown, to);
        }
        else if (from.Sizes[dim] == to.Sizes[dim])
        {
            Collect(x, from, shown, to, dim + 1);
        }
        else
        {
            Collect(x, from.Slice(dim, 0, Edge), shown, to.Slice(dim, 0, Edge), dim + 1);
            Collect(x, from.Slice(dim, from.Sizes[dim] - Edge, Edge), shown, to.Slice(dim, Edge, Edge), dim + 1);
        }
    }

    private static string[] Format(Tensor shown, DType dtype, string? format = null)
    {
        if (dtype == DType.Bool) return Array.ConvertAll(shown.ToArray<long>(), v => v != 0 ? "True" : "False");
        if (!dtype.IsFloat) return Array.ConvertAll(shown.ToArray<long>(), v => v.ToString(format, CultureInfo.InvariantCulture));
        var values = shown.ToArray<double>();
        return Array.ConvertAll(values, new Converter<double, string>(Choose(values, format)));
    }

    /// <summary>Whole numbers as 1., fixed point, or scientific where magnitudes differ by more than 1000.</summary>
    private static Func<double, string> Choose(double[] values, string? format)
    {
        double largest = 0, smallest = double.PositiveInfinity;
        bool whole = true;
        foreach (double v in values)
        {
            if (!double.IsFinite(v) || v == 0) continue;
            largest = Math.Max(largest, Math.Abs(v));
            smallest = Math.Min(smallest, Math.Abs(v));
            whole &= v == Math.Round(v);
        }
        bool scientific = largest > 1e8 || largest / smallest > 1000 || (!whole && smallest < 1e-4);
        return v => double.IsNaN(v) ? "nan"
            : double.IsInfinity(v) ? (v > 0 ? "inf" : "-inf")
            : format is not null ? v.ToString(format, CultureInfo.InvariantCulture)
            : scientific ? Exponential(v)
            : whole ? v.ToString("F0", CultureInfo.InvariantCulture) + "."
            : v.ToString(Fixed, CultureInfo.InvariantCulture);
    }

    /// <summary>1.0000e-05: .NET writes three digits of the exponent at least, C two.</summary>
    private static string Exponential(double v)
    {
        string text = v.ToString(Scientific, CultureInfo.InvariantCulture);
        int digits = text.IndexOf('e', StringComparison.Ordinal) + 2;
        return text[digits] == '0' ? text.Remove(digits, 1) : text;
    }
}
