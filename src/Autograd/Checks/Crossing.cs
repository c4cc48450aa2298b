namespace Autograd.Checks;

/// <summary>The kinks about an element that is held, told by the ops themselves: exact, where numbers alone only suggest them.</summary>
/// <param name="Ops">The ops that go another way on a side of the smallest step which reaches across, the first of them in front.</param>
/// <param name="Clear">A step that reaches across none; 0 where the element lies on a kink.</param>
internal sealed record Crossing(IReadOnlyList<string> Ops, double Clear)
{
    /// <summary>So many ops are named; those that follow decide otherwise because the first do.</summary>
    private const int Named = 2;

    /// <summary>The first ops, for the report.</summary>
    public string Name { get; } = string.Join(", ", Ops.Take(Named));

    /// <summary>Looks on both sides of the element.</summary>
    /// <param name="probe">Holds the element.</param>
    /// <param name="step">The step of the quick look.</param>
    /// <param name="least">The smallest step that differences resolve.</param>
    /// <returns>Null where the step reaches across no kink.</returns>
    public static Crossing? Of(Probe probe, double step, double least)
    {
        string[] ops = [];
        for (double h = step; h >= least; h /= Ladder.Ratio)
        {
            string[] crossed = [.. probe.Branching(probe.Held + h).Union(probe.Branching(probe.Held - h), StringComparer.Ordinal)];
            if (crossed.Length == 0) return ops.Length == 0 ? null : new Crossing(ops, h);
            ops = crossed;
        }
        return new Crossing(ops, 0);
    }
}
