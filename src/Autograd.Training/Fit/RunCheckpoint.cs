using Autograd.IO;

namespace Autograd.Training;

/// <summary>All of a run in one file: where it stands, the model, what steps it, what draws, what was measured, and what callbacks remember.</summary>
internal sealed class RunCheckpoint
{
    public const string FileName = "checkpoint.safetensors";

    private const string Identity = "identity", Counts = "counts", Table = "history", Totals = "totals.";

    private readonly FitState state;
    private readonly EpochTotals totals;
    private readonly Checkpoint parts;
    private readonly string? path;

    public RunCheckpoint(FitState state, EpochTotals totals)
    {
        (this.state, this.totals) = (state, totals);
        path = state.Options.Folder is { } folder ? Path.Combine(folder, FileName) : null;
        // First, so that a file of another run is refused before anything is loaded.
        parts = new Checkpoint { { "run", StateDict, LoadStateDict }, { "model", state.Model }, { "optimizer", state.Optimizer } };
        if (state.Scheduler is { } scheduler) parts.Add("scheduler", scheduler);
        parts.Add("callbacks", CallbackStates, LoadCallbackStates);
        parts.Add("loader", state.Loader);
        if (state.Validation is { } validation) parts.Add("validation", validation);
        parts.Add("generator", Generator.Default);
        for (int i = 0; i < state.Options.Generators.Count; i++) parts.Add(FormattableString.Invariant($"generator{i + 1}"), state.Options.Generators[i]);
    }

    private string Name => string.Join('\n', $"model {state.Model.GetType().Name}", $"optimizer {state.Optimizer.GetType().Name}", $"scheduler {state.Scheduler?.GetType().Name ?? "none"}");

    /// <summary>Makes the folder, and resumes where that is asked for and there is something to resume.</summary>
    /// <returns>Whether there was.</returns>
    public bool Begin()
    {
        if (path is null) return false;
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        if (!state.Options.Resume || !File.Exists(path)) return false;
        try
        {
            parts.Load(path);
            return true;
        }
        catch (AutogradException e)
        {
            throw new AutogradException($"Trainer.Fit: {path} cannot be resumed, and nothing is changed: {e.Message}; choose another folder, or the model and options that wrote it", e);
        }
    }

    /// <summary>Writes the checkpoint of the folder, if there is one.</summary>
    public void Save()
    {
        if (path is not null) Save(path);
    }

    public void Save(string file) => parts.Save(file, state.Step);

    private OrderedDictionary<string, Tensor> StateDict()
    {
        var saved = new OrderedDictionary<string, Tensor>(StringComparer.Ordinal)
        {
            [Identity] = States.FromText(Name),
            [Counts] = Tensor.From([state.Epoch, state.IsEpochDone ? 1 : 0, state.Step, state.StepInEpoch, state.Loader.Count]),
            [Table] = States.FromText(state.History.ToCsv()),
        };
        if (IsWithinEpoch(saved[Counts].ToArray<long>()))
        {
            foreach (var (key, value) in totals.StateDict()) saved.Add(Totals + key, value);
        }
        return saved;
    }

    private void LoadStateDict(IReadOnlyDictionary<string, Tensor> saved)
    {
        string name = States.ToText(States.Need("run", saved, Identity, DType.UInt8));
        if (name != Name) throw new AutogradException($"it is of a run with {name.Replace("\n", ", ", StringComparison.Ordinal)}; this one has {Name.Replace("\n", ", ", StringComparison.Ordinal)}");
        long[] counts = States.Need("run", saved, Counts, DType.Int64, 5).ToArray<long>();
        if (IsWithinEpoch(counts) && counts[4] != state.Loader.Count)
            throw new AutogradException(FormattableString.Invariant($"it was written within an epoch of {counts[4]} batches, and the loader gives {state.Loader.Count}"));
        state.History.Replace(HistoryCsv.Read(States.ToText(States.Need("run", saved, Table, DType.UInt8)), FileName));
        (state.Epoch, state.IsEpochDone, state.Step, state.StepInEpoch) = ((int)counts[0], counts[1] == 1, counts[2], (int)counts[3]);
        if (IsWithinEpoch(counts)) totals.LoadStateDict(States.Under(Totals, saved));
        state.Rows = totals.Rows;
    }

    private static bool IsWithinEpoch(long[] counts) => counts[1] == 0 && counts[3] > 0;

    /// <summary>A callback's states stand under its type and its number among those of the type: others may come and go.</summary>
    private Dictionary<string, Callback> Named() => state.Options.Callbacks
        .GroupBy(static c => c.GetType().Name, StringComparer.Ordinal)
        .SelectMany(static g => g.Select((callback, i) => (Key: FormattableString.Invariant($"{g.Key}.{i}."), Callback: callback)))
        .ToDictionary(static c => c.Key, static c => c.Callback, StringComparer.Ordinal);

    private OrderedDictionary<string, Tensor> CallbackStates()
    {
        var saved = new OrderedDictionary<string, Tensor>(StringComparer.Ordinal);
        foreach (var (prefix, callback) in Named())
        {
            foreach (var (key, value) in callback.StateDict()) saved.Add(prefix + key, value);
        }
        return saved;
    }

    private void LoadCallbackStates(IReadOnlyDictionary<string, Tensor> saved)
    {
        var named = Named();
        if (saved.Keys.FirstOrDefault(key => !named.Keys.Any(prefix => key.StartsWith(prefix, StringComparison.Ordinal))) is { } stranger)
            throw new AutogradException($"it has the state '{stranger}' of a callback that this run has not");
        foreach (var (prefix, callback) in named)
        {
            var own = States.Under(prefix, saved);
            if (own.Count > 0) callback.LoadStateDict(States.Copy(own));
        }
    }
}
