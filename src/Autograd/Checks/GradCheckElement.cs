namespace Autograd.Checks;

/// <summary>One element of a derivative beside its reference.</summary>
/// <param name="Index">Its index in the input.</param>
/// <param name="Expected">The reference: the difference quotient.</param>
/// <param name="Actual">The derivative under test.</param>
/// <param name="Low">The smallest value that the truth may have: of the reference with its uncertainty, on a kink of the slopes of the two sides.</param>
/// <param name="High">The largest such value.</param>
/// <param name="Verdict">What is said of it.</param>
public sealed record GradCheckElement(IReadOnlyList<int> Index, double Expected, double Actual, double Low, double High, ElementVerdict Verdict);
