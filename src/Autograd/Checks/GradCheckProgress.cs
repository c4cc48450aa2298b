namespace Autograd.Checks;

/// <summary>How far a gradient check is.</summary>
/// <param name="Order">The order of derivatives at hand.</param>
/// <param name="Input">The input at hand, by its name.</param>
/// <param name="Done">How many of its elements were compared.</param>
/// <param name="Count">How many it has.</param>
public readonly record struct GradCheckProgress(int Order, string Input, int Done, int Count);

/// <summary>Tells how far the comparison of an input is, and ends it when it is cancelled.</summary>
internal sealed class Pace(GradCheckOptions options, int order, string input, int count)
{
    /// <summary>So many reports of an input at most.</summary>
    private const int Reports = 100;

    private readonly int every = Math.Max(1, count / Reports);

    /// <summary>An element was compared.</summary>
    /// <exception cref="OperationCanceledException">The check was cancelled.</exception>
    public void Reached(int done)
    {
        options.Cancellation.ThrowIfCancellationRequested();
        if (options.Progress is { } progress && (done % every == 0 || done == count)) progress.Report(new GradCheckProgress(order, input, done, count));
    }
}
