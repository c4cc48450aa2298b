namespace Autograd.Checks;

/// <summary>What is said of one element.</summary>
internal enum ElementVerdict
{
    /// <summary>The two numbers agree, to the tolerance or within a small uncertainty of the reference.</summary>
    Right,

    /// <summary>They agree within the rounding of the outputs, which is larger than the number itself.</summary>
    Rounding,

    /// <summary>The element lies on a kink, and its derivative is between the two slopes.</summary>
    Kink,

    /// <summary>The reference is too uncertain to judge.</summary>
    Unresolved,

    /// <summary>They differ.</summary>
    Wrong,
}

/// <summary>One element compared: the reference, the derivative under test, how far off the reference may be, and the verdict.</summary>
internal readonly record struct Finding(double Expected, double Actual, double Uncertainty, ElementVerdict Verdict)
{
    /// <summary>An uncertainty above this share of the number leaves wrong factors undetected: three digits must be sure.</summary>
    public const double Resolution = 1e-3;

    public double Difference => Expected == Actual ? 0 : Math.Abs(Expected - Actual);

    /// <summary>
    /// |n - g| against limit (|n| + |g|) + uncertainty. Beyond the limit the numbers have to be resolved, or the uncertainty
    /// explained by the rounding of the outputs, below which nobody can see.
    /// </summary>
    public static Finding Of(double expected, double actual, double uncertainty, double limit, bool isRounding)
    {
        double difference = expected == actual ? 0 : Math.Abs(expected - actual);
        double size = Math.Max(Math.Abs(expected), Math.Abs(actual));
        // A NaN agrees with nothing.
        bool isNear = difference <= limit * (Math.Abs(expected) + Math.Abs(actual));
        if (isNear) return new Finding(expected, actual, uncertainty, ElementVerdict.Right);
        if (!(difference <= limit * (Math.Abs(expected) + Math.Abs(actual)) + uncertainty)) return new Finding(expected, actual, uncertainty, ElementVerdict.Wrong);
        if (uncertainty <= Resolution * size) return new Finding(expected, actual, uncertainty, ElementVerdict.Right);
        return new Finding(expected, actual, uncertainty, isRounding ? ElementVerdict.Rounding : ElementVerdict.Unresolved);
    }
}
