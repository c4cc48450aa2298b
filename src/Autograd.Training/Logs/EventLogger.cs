namespace Autograd.Training;

/// <summary>
/// Writes the row of each epoch to an event file, for TensorBoard: a scalar for each column of the history, at the epoch as its step, and histograms of the weights
/// where they are asked for.
/// </summary>
/// <param name="folder">The folder; that of the options when not given. A run that is resumed begins a further file there, and TensorBoard shows both as one.</param>
/// <param name="weights">After how many epochs the weights are written as histograms; never when null.</param>
/// <remarks>Put it behind callbacks that add columns.</remarks>
public sealed class EventLogger(string? folder = null, int? weights = null) : Callback
{
    private readonly int? weights = weights is null or >= 1 ? weights : throw new ArgumentOutOfRangeException(nameof(weights), weights, "EventLogger: weights are written every 1, 2, 3, ... epochs, or never");

    private EventWriter? events;

    /// <summary>Begins the file.</summary>
    public override void OnFitBegin(FitState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        events = new EventWriter(OutputFolder.Of(nameof(EventLogger), folder, state));
    }

    /// <inheritdoc/>
    public override void OnEpochEnd(FitState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (events is null) return;
        foreach (string column in state.History.Columns)
        {
            double value = state.History[column][^1];
            if (!double.IsNaN(value)) events.Scalar(column, value, state.Epoch);
        }
        if (state.Epoch % (weights ?? int.MaxValue) == 0) WriteWeights(events, state);
        events.Flush();
    }

    /// <summary>Closes the file.</summary>
    public override void OnFitEnd(FitState state)
    {
        events?.Dispose();
        events = null;
    }

    private static void WriteWeights(EventWriter events, FitState state)
    {
        foreach (var (name, parameter) in state.Model.NamedParameters())
        {
            double[] values = Labels.Numbers(parameter);
            if (Array.Exists(values, double.IsFinite)) events.Histogram("weights/" + name, values, state.Epoch);
        }
    }
}
