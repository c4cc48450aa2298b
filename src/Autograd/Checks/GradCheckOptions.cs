namespace Autograd.Checks;

/// <summary>How the elements of an input are gone through.</summary>
public enum GradCheckMode
{
    /// <summary>One by one where all inputs together have up to 16,384 elements; beyond, large inputs by directions.</summary>
    Auto,

    /// <summary>One by one: about four calls of the function an element.</summary>
    Elements,

    /// <summary>Together, in random signed directions: about twenty calls an input, and some hundred to find a wrong element.</summary>
    Directions,

    /// <summary>
    /// One by one, against every element of the outputs by itself: the whole Jacobian, row by row. One backward pass an element of the outputs; for
    /// small functions, and to see which output is wrong.
    /// </summary>
    Jacobian,
}

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

    /// <summary>How the elements of an input are gone through.</summary>
    public GradCheckMode Mode { get; init; }

    /// <summary>What is accepted of each element: its own size and uncertainty by default, or PyTorch's <see cref="GradCheckCriterion.AllClose"/>.</summary>
    public GradCheckCriterion Criterion { get; init; } = GradCheckCriterion.Relative;

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

    /// <summary>How many of the worst elements of an input are kept for the report.</summary>
    public int WorstElements { get; init; } = 5;

    /// <summary>Hears how far the check is, a hundred times an input at most.</summary>
    public IProgress<GradCheckProgress>? Progress { get; init; }

    /// <summary>Ends the check between two elements; the inputs are put back first.</summary>
    public CancellationToken Cancellation { get; init; }

    /// <summary>Names of the inputs for the report; <c>input 0</c> and so on when not given.</summary>
    public IReadOnlyList<string>? InputNames { get; init; }

    /// <summary>
    /// About eps^(1/5), where the truncation h^4 f'''''/480 of the extrapolated difference meets its rounding eps f / h;
    /// a power of two, so that x + h is exact for most x.
    /// </summary>
    internal const double DefaultStep = 1.0 / 1024;

    /// <summary>Beyond so many elements in all, one call for each takes too long.</summary>
    private const int ManyElements = 1 << 14;

    /// <summary>An input of so few costs no more one by one.</summary>
    private const int FewElements = 16;

    /// <summary>Whether an input is checked by directions.</summary>
    internal bool ByDirections(int count, long all) =>
        count > FewElements && (Mode == GradCheckMode.Directions || (Mode == GradCheckMode.Auto && all > ManyElements));

    internal string NameOf(int input) =>
        InputNames is { } names && input < names.Count ? names[input] : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"input {input}");

    internal void Validate()
    {
        if (Order < 1) throw new ArgumentOutOfRangeException(nameof(Order), Order, "GradCheck: the order of derivatives is at least 1");
        ArgumentNullException.ThrowIfNull(Criterion);
        if (WorstElements < 1) throw new ArgumentOutOfRangeException(nameof(WorstElements), WorstElements, "GradCheck: a report keeps one element of an input at least");
        if (!(Step > 0)) throw new ArgumentOutOfRangeException(nameof(Step), Step, "GradCheck: the step is positive");
    }
}
