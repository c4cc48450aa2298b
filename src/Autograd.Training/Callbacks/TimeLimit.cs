namespace Autograd.Training;

/// <summary>Ends a run after a time, at the end of the step at hand; with a folder, it is saved there and can be resumed, with the whole time again.</summary>
public sealed class TimeLimit : Callback
{
    private readonly TimeSpan limit;

    /// <summary>Makes the callback.</summary>
    /// <param name="limit">How long a call of <see cref="Trainer.Fit"/> may take.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is not positive.</exception>
    public TimeLimit(TimeSpan limit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(limit, TimeSpan.Zero);
        this.limit = limit;
    }

    /// <inheritdoc/>
    public override void OnBatchEnd(FitState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (state.Elapsed >= limit) state.Stop(FormattableString.Invariant($"TimeLimit: {limit} are over"));
    }
}
