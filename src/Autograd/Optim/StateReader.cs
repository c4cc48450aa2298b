namespace Autograd.Optim;

/// <summary>Reads a state dict that may be anybody's: collects what does not fit instead of stopping at it, and knows which keys nobody asked for.</summary>
internal sealed class StateReader
{
    private readonly IReadOnlyDictionary<string, Tensor> state;
    private readonly HashSet<string> used = new(StringComparer.Ordinal);
    private readonly List<string> missing = [];
    private readonly List<string> problems = [];

    public StateReader(IReadOnlyDictionary<string, Tensor> state)
    {
        ArgumentNullException.ThrowIfNull(state);
        foreach (var value in state.Values) ArgumentNullException.ThrowIfNull(value, nameof(state));
        this.state = state;
    }

    public void Report(string problem) => problems.Add(problem);

    /// <summary>An option of a type, null where it is missing or of another one.</summary>
    public object? Option(string key, Type type)
    {
        if (Take(key) is not { } value) return null;
        object? option = OptionTable.FromTensor(value, type);
        if (option is null) Report($"{key} is {value.DType.Name} {value.Shape}, which is no {type.Name}");
        return option;
    }

    /// <summary>The numbers under which a group's parameters are saved; those of their places where there are none.</summary>
    public long[] Numbers(string key, int count)
    {
        var value = Take(key);
        if (value is not null && value.DType == DType.Int64 && value.Rank == 1 && value.Numel == count) return value.ToArray<long>();
        if (value is not null) Report(FormattableString.Invariant($"{key} is {value.DType.Name} {value.Shape}; the group has {count} parameters"));
        return [.. Enumerable.Repeat(-1L, count)];
    }

    /// <summary>What was remembered of a parameter: all of its slots, or none for one that was never stepped.</summary>
    public ParamState State(long number, Tensor parameter, IReadOnlyList<StateSlot> slots)
    {
        var values = new OrderedDictionary<string, Tensor>(StringComparer.Ordinal);
        if (!slots.Any(slot => state.ContainsKey(OptimizerState.StateKey(number, slot.Name)))) return new ParamState();
        long step = 0;
        foreach (var slot in slots)
        {
            string key = OptimizerState.StateKey(number, slot.Name);
            if (Take(key) is not { } value) continue;
            if (slot.IsStep) step = Step(key, value);
            else if (Fitting(key, value, slot.Make(parameter)) is { } fits) values.Add(slot.Name, fits);
        }
        return ParamState.Loaded(parameter, step, values);
    }

    /// <summary>Says everything that was collected.</summary>
    /// <exception cref="AutogradException">Something was missing, unexpected or unfit.</exception>
    public void ThrowIfAny(string optimizer)
    {
        var unexpected = state.Keys.Where(key => !used.Contains(key)).ToList();
        if (missing.Count > 0) Report($"missing: {string.Join(", ", missing)}");
        if (unexpected.Count > 0) Report($"unexpected: {string.Join(", ", unexpected)}");
        if (problems.Count > 0) throw new AutogradException($"LoadStateDict: the state is not that of {optimizer} over these parameters: {string.Join("; ", problems)}");
    }

    private Tensor? Take(string key)
    {
        if (state.TryGetValue(key, out var value)) used.Add(key);
        else missing.Add(key);
        return value;
    }

    private long Step(string key, Tensor value)
    {
        double step = value.Numel == 1 ? value.Reshape([]).Item() : double.NaN;
        if (step >= 0 && double.IsInteger(step)) return (long)step;
        Report(value.Numel == 1
            ? FormattableString.Invariant($"{key} is {step}; it must be a number of steps")
            : $"{key} has shape {value.Shape}; it must be a number of steps");
        return 0;
    }

    private Tensor? Fitting(string key, Tensor value, Tensor own)
    {
        if (value.Shape == own.Shape && value.DType.IsFloat == own.DType.IsFloat) return value.Detach().To(own.DType).Clone();
        Report($"{key} is {value.DType.Name} {value.Shape} there and {own.DType.Name} {own.Shape} here");
        return null;
    }
}
