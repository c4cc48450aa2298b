namespace Autograd.Data;

/// <summary>Statistics of a column of numbers over the cells that are there, by NumPy's definitions.</summary>
internal static class ColumnStatistics
{
    /// <summary>The cells that are there.</summary>
    /// <exception cref="ArgumentException">There is none, or one is not finite.</exception>
    public static double[] Present(string step, Table table, string name)
    {
        var column = (NumberColumn)table[name];
        var present = new List<double>(column.Count);
        for (int row = 0; row < column.Count; row++)
        {
            double x = column.Values[row];
            if (double.IsInfinity(x)) throw new ArgumentException(FormattableString.Invariant($"{step}: the column '{name}' is {x} in row {table.RowNumbers[row]}; statistics need finite numbers, so replace it or drop the row"), nameof(table));
            if (!double.IsNaN(x)) present.Add(x);
        }
        return present.Count > 0 ? [.. present] : throw Empty(step, name);
    }

    public static ArgumentException Empty(string step, string name) =>
        new($"{step}: the column '{name}' has no value in the rows that it is fitted on; drop it before", nameof(name));

    /// <summary>sum x / n (<c>numpy.mean</c>).</summary>
    public static double Mean(double[] x) => x.Sum() / x.Length;

    /// <summary>sum (x - mean)^2 / n (<c>numpy.var</c>, ddof 0): what scikit-learn's scalers take.</summary>
    public static double Variance(double[] x)
    {
        double mean = Mean(x);
        return x.Sum(v => (v - mean) * (v - mean)) / x.Length;
    }

    /// <summary>The q-quantile of sorted numbers, linear between its neighbours at (n - 1) q (<c>numpy.quantile</c>, method "linear").</summary>
    public static double Quantile(double[] sorted, double q)
    {
        double place = (sorted.Length - 1) * q;
        int low = (int)Math.Floor(place), high = Math.Min(low + 1, sorted.Length - 1);
        double share = place - low, step = sorted[high] - sorted[low];
        // NumPy's lerp: from the nearer end, so that both ends are met exactly.
        return share < 0.5 ? sorted[low] + (step * share) : sorted[high] - (step * (1 - share));
    }

    /// <summary>The middle one, or the mean of the two in the middle (<c>numpy.median</c>).</summary>
    public static double Median(double[] sorted) =>
        sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[(sorted.Length / 2) - 1] / 2) + (sorted[sorted.Length / 2] / 2);

    public static double[] Sorted(double[] x)
    {
        double[] sorted = [.. x];
        Array.Sort(sorted);
        return sorted;
    }

    /// <summary>Pearson's correlation over the rows in which both are there (pandas: <c>corr</c>); 0 where one of them is constant.</summary>
    public static double Correlation(IReadOnlyList<double> x, IReadOnlyList<double> y)
    {
        int[] rows = [.. Enumerable.Range(0, x.Count).Where(row => double.IsFinite(x[row]) && double.IsFinite(y[row]))];
        if (rows.Length < 2) return 0;
        double mx = rows.Average(row => x[row]), my = rows.Average(row => y[row]), sxx = 0, syy = 0, sxy = 0;
        foreach (int row in rows)
        {
            double dx = x[row] - mx, dy = y[row] - my;
            sxx += dx * dx;
            syy += dy * dy;
            sxy += dx * dy;
        }
        return sxx == 0 || syy == 0 ? 0 : sxy / Math.Sqrt(sxx) / Math.Sqrt(syy);
    }
}
