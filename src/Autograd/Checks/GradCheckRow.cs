namespace Autograd.Checks;

/// <summary>What was compared in a row of a <see cref="GradCheckReport"/>.</summary>
public enum GradCheckKind
{
    /// <summary>The backward pass against central differences.</summary>
    Backward,

    /// <summary>Forward mode against backward mode.</summary>
    Forward,

    /// <summary>A recorded backward pass (createGraph) against one that is not recorded. At the highest order a row only where they differ.</summary>
    Recorded,

    /// <summary>A backward pass in which outputs have no gradient against one in which their gradient is zeros.</summary>
    Absent,

    /// <summary>A backward pass with gradients of zeros, which has to give zeros. A row only where it does not.</summary>
    Zero,

    /// <summary>A backward pass against the same one once more, to the bit. A row only where they differ.</summary>
    Repeated,

    /// <summary>The values on inputs laid out otherwise in memory, permuted or strided. A row only where they differ.</summary>
    Layout,

    /// <summary>The values with recording off (<see cref="NoGrad"/>) against those with it on. A row only where they differ.</summary>
    Unrecorded,
}

/// <summary>What a comparison says of a derivative.</summary>
public enum GradCheckVerdict
{
    /// <summary>The derivative is right, as far as the rounding of the outputs lets anybody see.</summary>
    Pass,

    /// <summary>The differences are not good enough to judge: the function rounds inside, or bends too fast.</summary>
    Inconclusive,

    /// <summary>The derivative is wrong.</summary>
    Fail,
}

/// <summary>One comparison of a gradient check.</summary>
public sealed record GradCheckRow
{
    /// <summary>The order of the derivative, from 1.</summary>
    public required int Order { get; init; }

    /// <summary>What was compared with what.</summary>
    public required GradCheckKind Kind { get; init; }

    /// <summary>The input, <c>all</c>, or the outputs that took part.</summary>
    public required string Input { get; init; }

    /// <summary>The shape of the input; empty where there are several.</summary>
    public Shape Shape { get; init; }

    /// <summary>
    /// ||n - g|| / (||n|| + ||g||) over the elements that the reference resolves, 0 when both are 0, NaN when a number is
    /// not finite.
    /// </summary>
    public required double Error { get; init; }

    /// <summary>The largest accepted error, of the norms and of each element.</summary>
    public required double Limit { get; init; }

    /// <summary>The largest |n - g| of all elements, in numbers and not in proportion.</summary>
    public double LargestDifference { get; init; }

    /// <summary>||n||, the norm of the reference over the elements that it resolves.</summary>
    public double ExpectedNorm { get; init; }

    /// <summary>||g||, the norm of the derivative under test over the same elements.</summary>
    public double ActualNorm { get; init; }

    /// <summary>The worst elements, the worst first: by the verdict, then by the difference. Empty where numbers of several inputs are compared.</summary>
    public IReadOnlyList<GradCheckElement> Worst { get; init; } = [];

    /// <summary>The index of the worst element; empty where there is none.</summary>
    public IReadOnlyList<int> WorstElement { get; init; } = [];

    /// <summary>The reference at that element, or the norm over all inputs.</summary>
    public required double Expected { get; init; }

    /// <summary>The derivative under test at that element, or its norm.</summary>
    public required double Actual { get; init; }

    /// <summary>How far from the truth the reference may be at that element, beyond the limit.</summary>
    public double Uncertainty { get; init; }

    /// <summary>How many elements lie on a kink, where the derivative has to be a subgradient and no more.</summary>
    public int Kinks { get; init; }

    /// <summary>The ops whose kinks the elements lie on, or so near to that shorter steps were taken. Kinks of opaque functions have no op.</summary>
    public IReadOnlyList<GradCheckKink> KinksByOp { get; init; } = [];

    /// <summary>How many elements differ by more than the limit, but by less than the uncertainty of their reference.</summary>
    public int Uncertain { get; init; }

    /// <summary>Along how many random directions the input was checked; 0 where every element was.</summary>
    public int Directions { get; init; }

    /// <summary>How many elements are wrong by themselves.</summary>
    public int Wrong { get; init; }

    /// <summary>How many elements the differences cannot judge.</summary>
    public int Unresolved { get; init; }

    /// <summary>The verdict over all elements.</summary>
    public required GradCheckVerdict Verdict { get; init; }

    /// <summary>Whether the derivative is accepted; a NaN never is.</summary>
    public bool Passed => Verdict == GradCheckVerdict.Pass;

    /// <summary>Whether numbers of an accepted row agree only within the uncertainty of the reference.</summary>
    public bool IsWithinUncertainty => Passed && (Uncertain > 0 || Apart(Expected, Actual) || !(Error <= Limit));

    /// <summary>The verdict in words. "ok" stands only where all numbers agree to the limit.</summary>
    internal string Remark => Verdict switch
    {
        GradCheckVerdict.Fail when double.IsNaN(Error) => "NOT FINITE",
        GradCheckVerdict.Fail => Counted("WRONG", Wrong, "element"),
        GradCheckVerdict.Inconclusive => Counted("INCONCLUSIVE", Unresolved, "element"),
        _ when Kinks > 0 => Counted("subgradient", Kinks, "kink", KinkOps),
        _ => IsWithinUncertainty ? Counted("within uncertainty", Uncertain, "element") : "ok",
    };

    private bool Apart(double n, double g) => Kinks == 0 && Math.Abs(n - g) > Limit * (Math.Abs(n) + Math.Abs(g));

    /// <summary>Which ops have the kinks that elements lie on, as the end of a sentence.</summary>
    internal string KinkOps => KinksByOp.Any(static k => k.OnIt > 0) ? $" of {string.Join(", ", KinksByOp.Where(static k => k.OnIt > 0).Select(static k => k.Op))}" : "";

    private static string Counted(string verdict, int count, string what, string of = "") =>
        count == 0 ? verdict : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{verdict} ({count} {what}{(count == 1 ? "" : "s")}{of})");
}
