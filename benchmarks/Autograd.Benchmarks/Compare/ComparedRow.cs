namespace Autograd.Benchmarks;

/// <summary>A workload of ours beside the peer's.</summary>
/// <param name="Workload">What was run.</param>
/// <param name="Peer">The peer at its best.</param>
/// <param name="Ours">We at our best.</param>
/// <param name="Share">How near we come to the limit, where there is one.</param>
internal sealed record ComparedRow(Workload Workload, Measurement Peer, Measurement Ours, double? Share)
{
    /// <summary>Above 1, we are faster.</summary>
    public double Ratio => Peer.Seconds / Ours.Seconds;

    public double? Target => Targets.Of(Workload.Name);

    public bool IsMissed => Ratio < Target;

    /// <summary>Whether it is so slow that no mean excuses it.</summary>
    public bool IsBelowFloor => Ratio < Targets.FloorOf(Workload.Name);

    /// <summary>Seconds that only the first call took, of workloads that have a process of their own.</summary>
    public double? FirstCall => Workload.Name.StartsWith(Build.Alone, StringComparison.Ordinal) && Ours.First is { } first ? Math.Max(0, first - Ours.Seconds) : null;
}
