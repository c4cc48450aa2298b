namespace Autograd.Training;

/// <summary>Records the learning rate of the last step of each epoch: <c>lr</c>, and <c>lr_1</c>, <c>lr_2</c>, ... of further groups of parameters.</summary>
public sealed class LearningRateMonitor : Callback
{
    private const string Rates = "rates";

    private double[] rates = [];

    /// <inheritdoc/>
    public override void OnBatchBegin(FitState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        var groups = state.Optimizer.ParamGroups;
        if (rates.Length != groups.Count) rates = new double[groups.Count];
        for (int i = 0; i < rates.Length; i++) rates[i] = groups[i].Lr;
    }

    /// <inheritdoc/>
    public override void OnEpochEnd(FitState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        for (int i = 0; i < rates.Length; i++) state.History.Record(state.Epoch, i == 0 ? Columns.Rate : FormattableString.Invariant($"{Columns.Rate}_{i}"), rates[i]);
    }

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, Tensor> StateDict() => new Dictionary<string, Tensor>(StringComparer.Ordinal) { [Rates] = Tensor.From([.. rates]) };

    /// <inheritdoc/>
    public override void LoadStateDict(IReadOnlyDictionary<string, Tensor> state)
    {
        ArgumentNullException.ThrowIfNull(state);
        rates = States.Need(nameof(LearningRateMonitor), state, Rates, DType.Float64).ToArray<double>();
    }
}
