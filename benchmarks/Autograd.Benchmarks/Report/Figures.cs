using static System.FormattableString;

namespace Autograd.Benchmarks;

/// <summary>Numbers as a reader wants them.</summary>
internal static class Figures
{
    /// <summary>Seconds in the unit that leaves one to three digits before the point.</summary>
    public static string Time(double seconds) => seconds switch
    {
        < 1e-6 => Invariant($"{seconds * 1e9:F1} ns"),
        < 1e-3 => Invariant($"{seconds * 1e6:F2} us"),
        < 1 => Invariant($"{seconds * 1e3:F2} ms"),
        _ => Invariant($"{seconds:F2} s"),
    };

    public static string Threads(int count) => Invariant($"{count} {(count == 1 ? "thread" : "threads")}");

    public static string Ratio(double? ratio) => ratio is { } r ? Invariant($"{r:F2}") : "";

    public static string Percent(double? share) => share is { } s ? Invariant($"{100 * s:F0} %") : "";

    public static string Kilobytes(double bytes) => Invariant($"{bytes / 1000:F1} KB");

    public static string Megabytes(double bytes) => Invariant($"{bytes / (1 << 20):F0} MB");
}
