namespace Autograd.Training;

/// <summary>Categories side by side, each with as much room as any other: number i is the middle of category i. Upright they are read from the top.</summary>
internal sealed class CategoryScale(IReadOnlyList<string> labels, bool isUpright) : Scale
{
    public IReadOnlyList<string> Labels => labels;

    public override bool Has(double value) => value >= -0.5 && value <= labels.Count - 0.5;

    public override double Share(double value)
    {
        double share = (value + 0.5) / labels.Count;
        return isUpright ? 1 - share : share;
    }

    public override IReadOnlyList<Tick> Ticks(int atMost)
    {
        // Where there are more names than room, every second, third, ... one is told.
        int every = Math.Max(1, (labels.Count + atMost - 1) / Math.Max(1, atMost));
        return [.. Enumerable.Range(0, labels.Count).Where(i => i % every == 0).Select(i => new Tick(Share(i), labels[i]))];
    }
}
