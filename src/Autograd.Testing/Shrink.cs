namespace Autograd.Testing;

/// <summary>What is tried in place of a case that fails, the smallest first. Every candidate is smaller in one order, so that shrinking ends.</summary>
internal static class Shrink
{
    /// <summary>The finest fraction that is tried: numbers in [-2, 2] have 256 values then.</summary>
    private const double Finest = 1.0 / 64;

    /// <summary>One dimension less, or one of them smaller.</summary>
    public static IEnumerable<int[]> Shapes(int[] shape, int minRank)
    {
        for (int d = 0; d < shape.Length && shape.Length > minRank; d++) yield return [.. shape[..d], .. shape[(d + 1)..]];
        for (int d = 0; d < shape.Length; d++)
        {
            for (int size = 1; size < shape[d]; size++) yield return [.. shape[..d], size, .. shape[(d + 1)..]];
        }
    }

    /// <summary>
    /// A dimension, counted from the last, left out or made smaller in both; then one of the two with a size of 1 there, or without its first dimension.
    /// </summary>
    public static IEnumerable<(int[] First, int[] Second)> Pairs(int[] first, int[] second)
    {
        int rank = Math.Max(first.Length, second.Length);
        for (int back = 1; back <= rank; back++)
        {
            yield return (Without(first, back), Without(second, back));
            int size = Math.Max(At(first, back), At(second, back));
            for (int n = 1; n < size; n++) yield return (With(first, back, n), With(second, back, n));
        }
        for (int back = 1; back <= rank; back++)
        {
            if (At(first, back) > 1) yield return (With(first, back, 1), second);
            if (At(second, back) > 1) yield return (first, With(second, back, 1));
        }
        if (first.Length > 0) yield return (first[1..], second);
        if (second.Length > 0) yield return (first, second[1..]);
    }

    /// <summary>A row-major copy; one index of a dimension, or the dimension without one; simpler values.</summary>
    public static IEnumerable<Tensor> Tensors(Tensor x, int minRank)
    {
        x = x.Detach();
        if (!x.IsContiguous) yield return x.Contiguous();
        for (int d = 0; d < x.Rank; d++)
        {
            for (int i = 0; i < x.Shape[d]; i++)
            {
                if (x.Rank > minRank) yield return x.Select(d, i).Clone();
                if (x.Shape[d] > 1) yield return x.Narrow(d, i, 1).Clone();
            }
        }
        for (int d = 0; d < x.Rank; d++)
        {
            for (int i = 0; i < x.Shape[d] && x.Shape[d] > 2; i++) yield return Tensor.Cat([x.Narrow(d, 0, i), x.Narrow(d, i + 1, x.Shape[d] - i - 1)], d);
        }
        foreach (var simpler in Values(x)) yield return simpler;
    }

    /// <summary>All values 0, all of them whole, then each alone.</summary>
    private static IEnumerable<Tensor> Values(Tensor x)
    {
        if (!x.DType.IsFloat) yield break;
        var values = x.To(DType.Float64).ToArray<double>();
        if (Array.Exists(values, static v => v != 0)) yield return Of(x, new double[values.Length]);
        if (Array.Exists(values, static v => v != Math.Truncate(v))) yield return Of(x, Array.ConvertAll(values, static v => Plain(Math.Truncate(v))));
        for (int i = 0; i < values.Length; i++)
        {
            foreach (double simpler in Numbers(values[i]))
            {
                double[] changed = [.. values];
                changed[i] = simpler;
                yield return Of(x, changed);
            }
        }
    }

    /// <summary>Coarser fractions before finer ones, smaller numbers before larger ones, positive ones before negative ones.</summary>
    internal static IEnumerable<double> Numbers(double x)
    {
        if (x == 0 || !double.IsFinite(x)) yield break;
        yield return 0;
        if (x != Math.Truncate(x) || Math.Abs(x) > 1) yield return 1;
        if (x < 0) yield return -x;
        if (x == Math.Truncate(x))
        {
            if (Math.Abs(x) > 1) yield return Plain(Math.Truncate(x / 2));
            if (Math.Abs(x) > 2) yield return x - Math.Sign(x);
            yield break;
        }
        for (double unit = 1; unit >= Finest && x != Math.Round(x / unit) * unit; unit /= 2)
        {
            yield return Plain(Math.Floor(x / unit) * unit);
            yield return Plain(Math.Ceiling(x / unit) * unit);
        }
    }

    /// <summary>Without -0: nobody would see it.</summary>
    private static double Plain(double x) => x + 0.0;

    private static Tensor Of(Tensor x, double[] values) => Tensor.From<double>(values, x.Shape).To(x.DType);

    private static int At(int[] shape, int back) => back <= shape.Length ? shape[^back] : 1;

    private static int[] Without(int[] shape, int back) => back <= shape.Length ? [.. shape[..^back], .. shape[(shape.Length - back + 1)..]] : shape;

    private static int[] With(int[] shape, int back, int size)
    {
        if (back > shape.Length || shape[^back] == 1) return shape;
        int[] changed = [.. shape];
        changed[^back] = size;
        return changed;
    }
}
