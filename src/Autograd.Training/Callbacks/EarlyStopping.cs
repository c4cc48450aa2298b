namespace Autograd.Training;

/// <summary>
/// Ends a run whose monitored value has not become better for some epochs, and gives the model the weights of the best epoch back (Keras:
/// <c>EarlyStopping</c>).
/// </summary>
/// <remarks>
/// The best weights are put back when the run ends, however it ends but by an error; the checkpoint of the folder keeps the last ones, so that a resumed
/// run goes on from there. Buffers, such as the statistics of batch norms, belong to the weights.
/// </remarks>
public sealed class EarlyStopping : Callback
{
    private const string Numbers = "numbers", Weights = "weights.";

    private readonly Monitored monitored;
    private readonly int patience;
    private readonly double minDelta;
    private readonly bool restoreBestWeights;
    private Dictionary<string, Tensor>? weights;
    private int waited;

    /// <summary>Makes the callback.</summary>
    /// <param name="monitor">The column of the history to follow.</param>
    /// <param name="patience">How many epochs without improvement end the run.</param>
    /// <param name="minDelta">By how much a value has to be better than the best.</param>
    /// <param name="mode">Which values are better; for losses and the metrics of the options they say it themselves.</param>
    /// <param name="restoreBestWeights">Whether the model ends with the weights of the best epoch.</param>
    /// <exception cref="ArgumentOutOfRangeException">The patience is below 1, or the difference is negative or NaN.</exception>
    public EarlyStopping(string monitor = "val_loss", int patience = 3, double minDelta = 0, MetricGoal? mode = null, bool restoreBestWeights = true)
    {
        ArgumentException.ThrowIfNullOrEmpty(monitor);
        ArgumentOutOfRangeException.ThrowIfLessThan(patience, 1);
        if (!(minDelta >= 0)) throw new ArgumentOutOfRangeException(nameof(minDelta), minDelta, "EarlyStopping: an improvement is at least 0");
        (this.patience, this.minDelta, this.restoreBestWeights) = (patience, minDelta, restoreBestWeights);
        monitored = new Monitored(nameof(EarlyStopping), monitor, mode);
    }

    /// <summary>The best value; NaN before there is one.</summary>
    public double Best { get; private set; } = double.NaN;

    /// <summary>The epoch of the best value; 0 before there is one.</summary>
    public int BestEpoch { get; private set; }

    /// <inheritdoc/>
    public override void OnFitBegin(FitState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        // A run that was ended here ends here when it is resumed.
        if (waited >= patience) Stop(state);
    }

    /// <inheritdoc/>
    public override void OnEpochEnd(FitState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        double value = monitored.Last(state);
        if (monitored.IsBetter(state, value, Best, minDelta))
        {
            (Best, BestEpoch, waited) = (value, state.Epoch, 0);
            if (restoreBestWeights) weights = States.Copy(state.Model.StateDict());
        }
        else if (++waited >= patience)
        {
            Stop(state);
        }
    }

    /// <inheritdoc/>
    public override void OnFitEnd(FitState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (state.Error is null && weights is not null) state.Model.LoadStateDict(weights);
    }

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, Tensor> StateDict()
    {
        var saved = new OrderedDictionary<string, Tensor>(StringComparer.Ordinal) { [Numbers] = Tensor.From([Best, BestEpoch, waited]) };
        foreach (var (key, value) in weights ?? []) saved.Add(Weights + key, value);
        return saved;
    }

    /// <inheritdoc/>
    public override void LoadStateDict(IReadOnlyDictionary<string, Tensor> state)
    {
        ArgumentNullException.ThrowIfNull(state);
        double[] numbers = States.Need(nameof(EarlyStopping), state, Numbers, DType.Float64, 3).ToArray<double>();
        (Best, BestEpoch, waited) = (numbers[0], (int)numbers[1], (int)numbers[2]);
        weights = States.Under(Weights, state) is { Count: > 0 } kept ? kept : null;
    }

    private void Stop(FitState state) =>
        state.Stop(FormattableString.Invariant($"EarlyStopping: no better {monitored.Column} than {Best:G6} of epoch {BestEpoch} in {waited} epochs"));
}
