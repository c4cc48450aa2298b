namespace Autograd.Checks;

/// <summary>What is said of one element of a derivative, from good to bad.</summary>
public enum ElementVerdict
{
    /// <summary>The two numbers agree to the limit.</summary>
    Right,

    /// <summary>They differ by more than the limit and by less than the uncertainty of the reference, which is sure of three digits.</summary>
    WithinUncertainty,

    /// <summary>They agree within the rounding of the outputs, which is larger than a thousandth of the number: nobody can see more.</summary>
    WithinRounding,

    /// <summary>The element lies on a kink, and its derivative is between the slopes of the two sides.</summary>
    Kink,

    /// <summary>The reference is too uncertain to judge.</summary>
    Unresolved,

    /// <summary>They differ.</summary>
    Wrong,
}

/// <summary>One element compared: the reference, the derivative under test, how far off the reference may be, and the verdict.</summary>
/// <param name="Expected">The reference.</param>
/// <param name="Actual">The derivative under test.</param>
/// <param name="Uncertainty">How far from the truth the reference may be.</param>
/// <param name="Verdict">What is said of it.</param>
/// <param name="Sides">On a kink the slopes of the two sides.</param>
/// <param name="Ops">The ops whose kink it lies on, or beside whose kink it was measured by shorter steps; null where there is none, or none is known.</param>
internal readonly record struct Finding(double Expected, double Actual, double Uncertainty, ElementVerdict Verdict, (double Low, double High)? Sides = null, string? Ops = null)
{
    /// <summary>An uncertainty above this share of the number leaves wrong factors undetected: three digits must be sure.</summary>
    public const double Resolution = 1e-3;

    public double Difference => Expected == Actual ? 0 : Math.Abs(Expected - Actual);

    /// <summary>Where the truth lies: between the two slopes of a kink, elsewhere about the reference.</summary>
    public (double Low, double High) Interval => Sides ?? (Expected - Uncertainty, Expected + Uncertainty);

    /// <summary>
    /// |n - g| against limit (|n| + |g|) + uncertainty. Beyond the limit the numbers have to be resolved, or the uncertainty
    /// explained by the rounding of the outputs, below which nobody can see.
    /// </summary>
    public static Finding Of(double expected, double actual, double uncertainty, double limit, bool isRounding)
    {
        double difference = expected == actual ? 0 : Math.Abs(expected - actual);
        double size = Math.Max(Math.Abs(expected), Math.Abs(actual));
        // Infinity is within any share of itself, and never right.
        if (!double.IsFinite(actual)) return new Finding(expected, actual, uncertainty, ElementVerdict.Wrong);
        // A NaN agrees with nothing.
        bool isNear = difference <= limit * (Math.Abs(expected) + Math.Abs(actual));
        if (isNear) return new Finding(expected, actual, uncertainty, ElementVerdict.Right);
        if (!(difference <= limit * (Math.Abs(expected) + Math.Abs(actual)) + uncertainty)) return new Finding(expected, actual, uncertainty, ElementVerdict.Wrong);
        if (uncertainty <= Resolution * size) return new Finding(expected, actual, uncertainty, ElementVerdict.WithinUncertainty);
        return new Finding(expected, actual, uncertainty, isRounding ? ElementVerdict.WithinRounding : ElementVerdict.Unresolved);
    }

    /// <summary>Whether this is worse than another: by the verdict, then by what the numbers differ by; a NaN differs most.</summary>
    public bool IsWorseThan(Finding other) => Verdict != other.Verdict ? Verdict > other.Verdict : Apart(Difference) > Apart(other.Difference);

    private static double Apart(double difference) => double.IsNaN(difference) ? double.PositiveInfinity : difference;
}
