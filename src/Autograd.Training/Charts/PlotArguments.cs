using System.Runtime.CompilerServices;

namespace Autograd.Training;

/// <summary>What the marks of a plot may be given. Errors name the mark, both sides and the way out.</summary>
internal static class PlotArguments
{
    public const int Smallest = 120, Largest = 10000;

    public static string Named(string name, [CallerArgumentExpression(nameof(name))] string? parameter = null)
    {
        ArgumentNullException.ThrowIfNull(name, parameter);
        return name;
    }

    public static string[] Texts(string mark, IReadOnlyList<string> texts, string parameter)
    {
        ArgumentNullException.ThrowIfNull(texts, parameter);
        string[] copy = [.. texts];
        return Array.TrueForAll(copy, static t => t is not null) ? copy : throw new ArgumentException($"Plot.{mark}: a text of {parameter} is null; give an empty one", parameter);
    }

    public static void NeedSame<TOne, TOther>(string mark, (IReadOnlyList<TOne> Values, string Name) one, (IReadOnlyList<TOther> Values, string Name) other)
    {
        ArgumentNullException.ThrowIfNull(one.Values, one.Name);
        ArgumentNullException.ThrowIfNull(other.Values, other.Name);
        if (one.Values.Count != other.Values.Count)
            throw new ArgumentException(FormattableString.Invariant($"Plot.{mark}: {one.Name} has {one.Values.Count} elements and {other.Name} has {other.Values.Count}; give one for each"), other.Name);
    }

    public static void NeedGrid(string mark, IReadOnlyList<double> x, IReadOnlyList<double> y, Array values, string name)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        NeedShape(mark, y.Count, nameof(y), x.Count, nameof(x), values, name);
        NeedAscending(mark, x, nameof(x));
        NeedAscending(mark, y, nameof(y));
    }

    public static void NeedShape(string mark, int rows, string rowName, int columns, string columnName, Array values, string name)
    {
        ArgumentNullException.ThrowIfNull(values, name);
        if (values.GetLength(0) != rows || values.GetLength(1) != columns)
            throw new ArgumentException(FormattableString.Invariant($"Plot.{mark}: {name} is [{values.GetLength(0)}, {values.GetLength(1)}], {rowName} has {rows} elements and {columnName} {columns}; give [{rows}, {columns}]"), name);
    }

    public static void NeedAscending(string mark, IReadOnlyList<double> places, string name)
    {
        for (int i = 0; i < places.Count; i++)
        {
            if (!double.IsFinite(places[i]) || (i > 0 && !(places[i] > places[i - 1])))
                throw new ArgumentException(FormattableString.Invariant($"Plot.{mark}: {name}[{i}] is {places[i]}; places are finite and ascend"), name);
        }
    }

    public static void NeedDistinct(string[] names, string parameter)
    {
        if (names.GroupBy(static n => n, StringComparer.Ordinal).FirstOrDefault(static g => g.Skip(1).Any()) is { } twice)
            throw new ArgumentException($"Plot.Cells: \"{twice.Key}\" is twice among {parameter}; give each a name of its own", parameter);
    }

    public static void NeedSize(int pixels, string name)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(pixels, Smallest, name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(pixels, Largest, name);
    }
}
