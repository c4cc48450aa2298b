using System.Globalization;

namespace Autograd.Training;

/// <summary>Numbers by their logarithm, with ticks at powers of ten, and between them where there are few.</summary>
internal sealed class LogScale : Scale
{
    // What is told of each power of ten, from sparse to dense.
    private static readonly int[][] Mantissas = [[1], [1, 3], [1, 2, 5], [1, 2, 3, 4, 5, 6, 7, 8, 9]];

    private readonly double low, high;

    public LogScale(Reach reach)
    {
        (low, high) = reach.IsEmpty ? (0, 1) : (Math.Log10(reach.Low), Math.Log10(reach.High));
        double margin = high - low < 1e-9 ? 0.5 : reach.IsSnug ? 0 : 0.04 * (high - low);
        (low, high) = (low - margin, high + margin);
    }

    public override bool Has(double value) => value > 0 && value <= double.MaxValue;

    public override double Share(double value) => (Math.Log10(value) - low) / (high - low);

    public override IReadOnlyList<Tick> Ticks(int atMost)
    {
        int first = (int)Math.Ceiling(low - 1e-9), last = (int)Math.Floor(high + 1e-9);
        int every = Math.Max(1, (last - first + atMost) / Math.Max(1, atMost));
        if (every > 1) return [.. Enumerable.Range(0, last - first + 1).Where(i => (first + i) % every == 0).Select(i => At(1, first + i, isTold: true))];
        // The sparsest row with enough numbers to read the axis by, else the densest that there is room for.
        var told = Mantissas.Select(Within).Where(t => t.Count <= Math.Max(2, atMost)).ToList();
        var chosen = told.FirstOrDefault(static t => t.Count >= 3) ?? told.LastOrDefault() ?? [];
        if (chosen.Count < 2 || (chosen.Count < 3 && high - low < 1)) return Linear(atMost);
        var rest = Within(Mantissas[^1]).Except(chosen);
        return [.. chosen.Select(t => At(t.Mantissa, t.Power, isTold: true)), .. last - first < 6 ? rest.Select(t => At(t.Mantissa, t.Power, isTold: false)) : []];
    }

    private List<(int Mantissa, int Power)> Within(int[] mantissas) =>
    [
        .. from power in Enumerable.Range((int)Math.Floor(low), (int)Math.Ceiling(high) - (int)Math.Floor(low) + 1)
           from mantissa in mantissas
           let share = Share(mantissa * Math.Pow(10, power))
           where share is >= -1e-9 and <= 1 + 1e-9
           select (mantissa, power),
    ];

    /// <summary>Over less than a power of ten: the ticks of a linear axis, at their places on this one.</summary>
    private List<Tick> Linear(int atMost)
    {
        double from = Math.Pow(10, low), to = Math.Pow(10, high), step = LinearScale.Step((to - from) / Math.Max(1, atMost));
        var ticks = new List<Tick>();
        for (double i = Math.Ceiling(from / step); i <= Math.Floor(to / step); i++)
            ticks.Add(new Tick(Share(i * step), (i * step).ToString("G6", CultureInfo.InvariantCulture)));
        return ticks;
    }

    private Tick At(int mantissa, int power, bool isTold)
    {
        string label = power is >= -3 and <= 4
            ? (mantissa * Math.Pow(10, power)).ToString("0.####", CultureInfo.InvariantCulture)
            : mantissa == 1 ? PowerOfTen(power) : FormattableString.Invariant($"{mantissa}×{PowerOfTen(power)}");
        return new Tick(Share(mantissa * Math.Pow(10, power)), isTold ? label : "");
    }
}
