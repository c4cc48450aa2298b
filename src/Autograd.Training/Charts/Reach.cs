namespace Autograd.Training;

/// <summary>What the marks of a plot reach along one axis.</summary>
/// <param name="isLog">Whether the axis is logarithmic: it has no place for 0 and below.</param>
/// <param name="isUpright">Whether the axis stands upright.</param>
internal sealed class Reach(bool isLog, bool isUpright)
{
    // Beyond these a difference of two numbers is no number any more, or a step between two ticks is 0.
    private const double Largest = 1e300, Smallest = 1e-300;

    private readonly List<string> labels = [];

    public bool IsLog => isLog;

    public bool IsUpright => isUpright;

    public double Low { get; private set; } = double.PositiveInfinity;

    public double High { get; private set; } = double.NegativeInfinity;

    public bool IsEmpty => !(Low <= High);

    /// <summary>Whether there are whole numbers alone: epochs, counts.</summary>
    public bool IsWhole { get; private set; } = true;

    /// <summary>Whether bars stand on it.</summary>
    public bool FromZero { get; set; }

    /// <summary>Whether an area fills it to its edges.</summary>
    public bool IsSnug { get; set; }

    /// <summary>The categories; empty for an axis of numbers.</summary>
    public IReadOnlyList<string> Labels => labels;

    /// <summary>Whether a number has a place on the axis.</summary>
    public bool Has(double value) => Math.Abs(value) <= Largest && (!isLog || value >= Smallest);

    /// <summary>Takes a number in; what has no place on the axis is passed over.</summary>
    public void Take(double value)
    {
        if (!Has(value)) return;
        Low = Math.Min(Low, value);
        High = Math.Max(High, value);
        IsWhole &= value == Math.Round(value);
    }

    /// <summary>Takes a point in where both of its numbers have a place.</summary>
    public static void Take(Reach x, double atX, Reach y, double atY)
    {
        if (!x.Has(atX) || !y.Has(atY)) return;
        x.Take(atX);
        y.Take(atY);
    }

    /// <summary>Takes a category in and gives its place; the same text is the same category.</summary>
    public int Take(string label)
    {
        int index = labels.IndexOf(label);
        if (index >= 0) return index;
        labels.Add(label);
        return labels.Count - 1;
    }
}
