namespace Autograd.Checks;

/// <summary>How <see cref="GradCheck"/> measures, and what it accepts.</summary>
public sealed record GradCheckOptions
{
    /// <summary>The highest order of derivatives that is checked: 1 for gradients, 2 for gradients of gradients, and so on.</summary>
    public int Order { get; init; } = 1;

    /// <summary>The largest accepted ||n - g|| / (||n|| + ||g||) at order 1, and |n - g| / (|n| + |g|) of each element.</summary>
    public double Tolerance { get; init; } = 1e-7;

    /// <summary>The same from order 2 on.</summary>
    public double HigherOrderTolerance { get; init; } = 1e-5;

    /// <summary>Whether forward mode is checked against backward mode: &lt;J v, w&gt; = &lt;v, J' w&gt; for random v and w.</summary>
    public bool ForwardMode { get; init; } = true;

    /// <summary>
    /// The largest accepted difference of two ways to compute one number without differences: forward against backward
    /// mode, and a recorded backward pass against one that is not recorded.
    /// </summary>
    public double ExactTolerance { get; init; } = 1e-12;

    /// <summary>
    /// The step of the differences, for |x| up to 1; in proportion to |x| beyond. Where it does not resolve an element,
    /// longer and shorter ones are tried.
    /// </summary>
    public double Step { get; init; } = DefaultStep;

    /// <summary>The seed of the random cotangents and tangents: the same seed gives the same report.</summary>
    public ulong Seed { get; init; }

    /// <summary>Names of the inputs for the report; <c>input 0</c> and so on when not given.</summary>
    public IReadOnlyList<string>? InputNames { get; init; }

    /// <summary>
    /// About eps^(1/5), where the truncation h^4 f'''''/480 of the extrapolated difference meets its rounding eps f / h;
    /// a power of two, so that x + h is exact for most x.
    /// </summary>
    internal const double DefaultStep = 1.0 / 1024;

    internal string NameOf(int input) =>
        InputNames is { } names && input < names.Count ? names[input] : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"input {input}");

    internal void Validate()
    {
        if (Order < 1) throw new ArgumentOutOfRangeException(nameof(Order), Order, "GradCheck: the order of derivatives is at least 1");
        if (!(Step > 0)) throw new ArgumentOutOfRangeException(nameof(Step), Step, "GradCheck: the step is positive");
    }
}
