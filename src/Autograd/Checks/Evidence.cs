namespace Autograd.Checks;

/// <summary>What is known of the derivative of an input that was found wrong, element by element.</summary>
/// <param name="Shape">The input's shape.</param>
/// <param name="Expected">The reference.</param>
/// <param name="Actual">The derivative under test.</param>
/// <param name="Verdicts">What was said of each element.</param>
/// <param name="Values">The input itself.</param>
/// <param name="Sizes">Sizes by which a mean and a sum may differ, with what they are the size of.</param>
internal sealed record Evidence(Shape Shape, double[] Expected, double[] Actual, ElementVerdict[] Verdicts, double[] Values, IReadOnlyList<(int Size, string What)> Sizes)
{
    public int Count => Expected.Length;

    /// <summary>The largest finite reference.</summary>
    public double Scale { get; } = Expected.Where(double.IsFinite).Select(Math.Abs).DefaultIfEmpty().Max();

    /// <summary>The evidence of the band of outputs in which most is wrong.</summary>
    /// <param name="shape">The input's shape.</param>
    /// <param name="findings">What was found; those of one element follow each other.</param>
    /// <param name="bands">How many findings each element has.</param>
    /// <param name="values">The input.</param>
    /// <param name="sizes">Sizes by which a mean and a sum may differ.</param>
    public static Evidence Of(Shape shape, Finding[] findings, int bands, double[] values, IReadOnlyList<(int Size, string What)> sizes)
    {
        var byBand = Enumerable.Range(0, bands).Select(band => findings.Where((_, i) => i % bands == band).ToArray());
        var most = byBand.MaxBy(static of => of.Count(static f => f.Verdict == ElementVerdict.Wrong)) ?? [];
        return new Evidence(shape, [.. most.Select(static f => f.Expected)], [.. most.Select(static f => f.Actual)], [.. most.Select(static f => f.Verdict)], values, sizes);
    }

    public bool IsWrong(int i) => Verdicts[i] == ElementVerdict.Wrong;

    /// <summary>Whether an element would show an error: its reference is known, and something depends on it.</summary>
    public bool IsTelling(int i) => IsWrong(i) || (Expected[i] != 0 && Verdicts[i] is (ElementVerdict.Right or ElementVerdict.WithinUncertainty));

    /// <summary>The elements of which a condition holds.</summary>
    public int[] Where(Func<int, bool> condition) => [.. Enumerable.Range(0, Count).Where(condition)];

    /// <summary>Whether two numbers are the same as far as hypotheses are told apart: to four digits, or of no size beside the largest.</summary>
    public bool IsSame(double a, double b) => a == b || Math.Abs(a - b) <= 1e-4 * Math.Max(Math.Abs(a), Math.Abs(b)) || Math.Abs(a - b) <= 1e-9 * Scale;
}
