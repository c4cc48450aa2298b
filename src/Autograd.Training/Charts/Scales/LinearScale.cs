using System.Globalization;

namespace Autograd.Training;

/// <summary>Numbers in proportion, with ticks at multiples of 1, 2 or 5 times a power of ten.</summary>
internal sealed class LinearScale : Scale
{
    // A range below this share of its numbers is rounding: it is drawn as a constant.
    private const double Rounding = 1e-12;

    private readonly double low, high;
    private readonly bool isWhole;
    private readonly int unit;

    public LinearScale(Reach reach)
    {
        (low, high) = Domain(reach);
        // Epochs are whole; shares that happen to be 0 and 1 have places between them.
        isWhole = reach.IsWhole && !reach.IsEmpty && (!reach.IsUpright || high - low > 2);
        int power = (int)Math.Floor(Math.Log10(Math.Max(Math.Abs(low), Math.Abs(high))));
        // From 0.001 to 99999 numbers are read at a glance; beyond, their power of a thousand is told once, unless they differ only behind their fifth digit.
        if (power < -3 || (power >= 5 && high - low > 1e-4 * Math.Max(Math.Abs(low), Math.Abs(high)))) unit = (int)Math.Floor(power / 3.0) * 3;
    }

    public override string Unit => unit == 0 ? "" : "×" + PowerOfTen(unit);

    public override bool Has(double value) => Math.Abs(value) <= double.MaxValue;

    public override double Share(double value) => (value - low) / (high - low);

    public override IReadOnlyList<Tick> Ticks(int atMost)
    {
        double step = Step((high - low) / Math.Max(1, atMost));
        if (isWhole) step = Math.Max(step, 1);
        int power = (int)Math.Floor(Math.Log10(step) + 1e-9);
        string format = FormattableString.Invariant($"F{Math.Clamp(unit - power, 0, 15)}");
        var ticks = new List<Tick>();
        // A tick at the very end of the axis is one, whatever the division rounds to.
        for (double i = Math.Ceiling(low / step - 1e-9); i <= Math.Floor(high / step + 1e-9); i++)
        {
            // + 0.0 makes the zero of a negative number a plain one.
            double value = i * step + 0.0;
            ticks.Add(new Tick(Share(value), (value / Math.Pow(10, unit)).ToString(format, CultureInfo.InvariantCulture)));
        }
        return ticks;
    }

    /// <summary>The next 1, 2 or 5 times a power of ten.</summary>
    public static double Step(double atLeast)
    {
        double power = Math.Pow(10, Math.Floor(Math.Log10(atLeast)));
        return power * (atLeast / power) switch { <= 1.0000001 => 1, <= 2.0000001 => 2, <= 5.0000001 => 5, _ => 10 };
    }

    /// <summary>From where to where the axis goes: what is reached with a margin, and 0 where it is near.</summary>
    private static (double Low, double High) Domain(Reach reach)
    {
        if (reach.IsEmpty) return (0, 1);
        double low = reach.Low, high = reach.High;
        if (reach.FromZero)
        {
            if (low == 0 && high == 0) return (0, 1);
            (low, high) = (Math.Min(low, 0), Math.Max(high, 0));
        }
        double size = Math.Max(Math.Abs(low), Math.Abs(high));
        if (high - low <= Math.Max(size * Rounding, 1e-299)) return Around(low, size, reach.IsWhole);
        if (reach.IsSnug) return (low, high);
        double margin = (high - low) * (reach.IsUpright ? 0.05 : 0.02);
        bool touchesZero = reach.FromZero || (reach.IsUpright && Math.Min(Math.Abs(low), Math.Abs(high)) <= 0.3 * size);
        return (touchesZero && low >= 0 ? 0 : low - margin, touchesZero && high <= 0 ? 0 : high + margin);
    }

    /// <summary>A constant in the middle of some room.</summary>
    private static (double Low, double High) Around(double value, double size, bool isWhole)
    {
        double margin = size < 1e-290 ? 1 : 0.05 * size;
        if (isWhole) margin = Math.Max(margin, 0.5);
        return (value - margin, value + margin);
    }
}
