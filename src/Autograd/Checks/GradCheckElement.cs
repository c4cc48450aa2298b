namespace Autograd.Checks;

/// <summary>One element of a derivative beside its reference.</summary>
/// <param name="Index">Its index in the input.</param>
/// <param name="Expected">The reference: the difference quotient.</param>
/// <param name="Actual">The derivative under test.</param>
/// <param name="Low">The smallest value that the truth may have: of the reference with its uncertainty, on a kink of the slopes of the two sides.</param>
/// <param name="High">The largest such value.</param>
/// <param name="Verdict">What is said of it.</param>
public sealed record GradCheckElement(IReadOnlyList<int> Index, double Expected, double Actual, double Low, double High, ElementVerdict Verdict)
{
    /// <summary>The ops on whose kink it lies, or beside whose kink it was measured by shorter steps; null where there is none, or none is known.</summary>
    public string? Kink { get; init; }

    /// <summary>The element of the outputs whose derivative it is, <c>output 0 [1, 2]</c>, where the whole Jacobian is compared.</summary>
    public string? Output { get; init; }
}
