namespace Autograd.Checks;

/// <summary>The ops of one call of a function in their order, each with the pieces that its elements lie on.</summary>
internal sealed class BranchTrace
{
    /// <summary>What a function is called that calls other ops at the two points.</summary>
    private const string Itself = "the function itself (it calls other ops on the two sides)";

    private readonly List<(string Op, int Branches)> calls = [];

    /// <summary>Adds an op.</summary>
    /// <param name="op">Its name, with the module's.</param>
    /// <param name="branches">Its decisions; 0 for one that makes none.</param>
    public void Add(string op, int branches) => calls.Add((op, branches));

    /// <summary>The ops that decide otherwise in another call, each once, in their order.</summary>
    public string[] Apart(BranchTrace other)
    {
        if (!calls.Select(static c => c.Op).SequenceEqual(other.calls.Select(static c => c.Op), StringComparer.Ordinal)) return [Itself];
        return [.. calls.Zip(other.calls).Where(static pair => pair.First.Branches != pair.Second.Branches).Select(static pair => pair.First.Op).Distinct(StringComparer.Ordinal)];
    }
}
