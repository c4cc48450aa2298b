using Autograd.NN;

namespace Autograd.Training;

/// <summary>
/// Keeps the model at the end of each cycle of the learning rate (Huang et al., 2017): one training gives several models, for <see cref="Ensemble"/>. Let the rate fall along a
/// cosine and begin anew each cycle: <c>new CosineAnnealingWarmRestarts(optimizer, t0: cycle)</c>.
/// </summary>
public sealed class Snapshots : Callback
{
    private readonly int cycle;
    private readonly List<IReadOnlyDictionary<string, Tensor>> weights = [];
    private Module? model;

    /// <summary>Makes the callback.</summary>
    /// <param name="cycle">How many epochs a cycle has.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public Snapshots(int cycle)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(cycle, 1);
        this.cycle = cycle;
    }

    /// <summary>How many cycles are over.</summary>
    public int Count => weights.Count;

    /// <summary>The models at the ends of the cycles, copies in evaluation mode.</summary>
    public IReadOnlyList<Module> Members => [.. weights.Select(Model)];

    /// <inheritdoc/>
    public override void OnFitBegin(FitState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        model = state.Model;
    }

    /// <inheritdoc/>
    public override void OnEpochEnd(FitState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (state.Epoch % cycle == 0) weights.Add(States.Copy(state.Model.StateDict()));
    }

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, Tensor> StateDict()
    {
        var saved = new OrderedDictionary<string, Tensor>(StringComparer.Ordinal) { ["count"] = Tensor.From([(long)weights.Count]) };
        for (int i = 0; i < weights.Count; i++)
        {
            foreach (var (key, value) in weights[i]) saved.Add(Prefix(i) + key, value);
        }
        return saved;
    }

    /// <inheritdoc/>
    public override void LoadStateDict(IReadOnlyDictionary<string, Tensor> state)
    {
        ArgumentNullException.ThrowIfNull(state);
        long count = States.Need(nameof(Snapshots), state, "count", DType.Int64, 1).ToArray<long>()[0];
        weights.Clear();
        for (int i = 0; i < count; i++) weights.Add(States.Under(Prefix(i), state));
    }

    private static string Prefix(int i) => FormattableString.Invariant($"{i}.");

    private Module Model(IReadOnlyDictionary<string, Tensor> state)
    {
        var copy = model!.DeepClone();
        copy.LoadStateDict(state);
        return copy.Eval();
    }
}
