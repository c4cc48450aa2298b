namespace Autograd.Training;

/// <summary>How a run ended.</summary>
/// <param name="History">The numbers of its epochs.</param>
/// <param name="Epochs">How many epochs are done, those before a resumption included.</param>
/// <param name="Steps">How many steps the optimiser has taken, those before a resumption included.</param>
/// <param name="StopReason">Why it ended before its last epoch; null where it did not.</param>
/// <param name="Elapsed">How long this call took.</param>
public sealed record FitResult(History History, int Epochs, long Steps, string? StopReason, TimeSpan Elapsed)
{
    /// <summary>What <see cref="StopReason"/> is after a cancellation.</summary>
    internal const string Cancelled = "cancelled";

    /// <summary>Whether the caller's token ended it; with a folder, the run can be resumed.</summary>
    public bool IsCancelled => StopReason == Cancelled;

    /// <summary>Epochs, steps and the reason.</summary>
    public override string ToString() =>
        FormattableString.Invariant($"{Epochs} epochs, {Steps} steps, {Elapsed.TotalSeconds:F1} s{(StopReason is null ? "" : $"; stopped: {StopReason}")}");
}
