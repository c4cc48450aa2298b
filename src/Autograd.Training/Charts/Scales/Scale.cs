namespace Autograd.Training;

/// <summary>A place on an axis that is marked.</summary>
/// <param name="Share">Where it lies: 0 at the beginning of the axis, 1 at its end.</param>
/// <param name="Label">What stands there; empty for a line without a number.</param>
internal readonly record struct Tick(double Share, string Label);

/// <summary>The numbers or categories of an axis, laid out from 0 to 1.</summary>
internal abstract class Scale
{
    /// <summary>What the numbers at the ticks are to be multiplied by, <c>×10⁻⁶</c>; empty for 1.</summary>
    public virtual string Unit => "";

    /// <summary>Whether a number has a place.</summary>
    public abstract bool Has(double value);

    /// <summary>The place of a number.</summary>
    public abstract double Share(double value);

    /// <summary>The places to be marked.</summary>
    /// <param name="atMost">How many labels there is room for, at least 2.</param>
    public abstract IReadOnlyList<Tick> Ticks(int atMost);

    /// <summary>The scale that shows what was reached.</summary>
    public static Scale Of(Reach reach) =>
        reach.Labels.Count > 0 ? new CategoryScale(reach.Labels, reach.IsUpright)
        : reach.IsLog ? new LogScale(reach)
        : new LinearScale(reach);

    /// <summary>Ten to a power, as a text: <c>10⁻⁶</c>.</summary>
    protected static string PowerOfTen(int power)
    {
        const string Digits = "⁰¹²³⁴⁵⁶⁷⁸⁹";
        string digits = Math.Abs(power).ToString(System.Globalization.CultureInfo.InvariantCulture);
        return $"10{(power < 0 ? "⁻" : "")}{string.Concat(digits.Select(static d => Digits[d - '0']))}";
    }
}
