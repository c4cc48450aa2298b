namespace Autograd.Optim;

/// <summary>Something that an optimiser remembers of a parameter: its name in PyTorch's state dict, and what it is at first.</summary>
/// <param name="Name">PyTorch's name, <c>exp_avg</c>; <c>step</c> is the number of steps, which the optimiser counts by itself.</param>
/// <param name="First">Makes the first value from the parameter, of any shape; zeros like the parameter when not given.</param>
public readonly record struct StateSlot(string Name, Func<Tensor, Tensor>? First = null)
{
    internal const string StepName = "step";

    internal bool IsStep => string.Equals(Name, StepName, StringComparison.Ordinal);

    /// <summary>A state that begins with zeros like the parameter.</summary>
    public static implicit operator StateSlot(string name) => new(NotNull.Of(name));

    internal Tensor Make(Tensor parameter) => First?.Invoke(parameter) ?? Tensor.Zeros(parameter.Shape, parameter.DType);
}

/// <summary>What an optimiser remembers of one parameter: tensors by name, and how often it was stepped.</summary>
public sealed class ParamState
{
    private string[] names = [];
    private Tensor[] tensors = [];
    private IReadOnlyList<StateSlot>? filledFor;
    private DType parameterDType;

    internal ParamState()
    {
    }

    /// <summary>How often the parameter was stepped, the step at hand included.</summary>
    public long Step { get; internal set; }

    /// <summary>Whether something here was made for the step at hand: there is no last step to continue.</summary>
    public bool IsNew { get; private set; }

    /// <summary>A tensor by its name; it may be written in place, or replaced.</summary>
    /// <exception cref="AutogradException">The optimiser did not say that it keeps such a state.</exception>
    public Tensor this[string name]
    {
        get => TryGet(name) ?? throw Unknown(name);
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            int at = Array.IndexOf(names, name);
            if (at < 0) throw Unknown(name);
            tensors[at] = IsOfPoint ? value : value.Detach();
        }
    }

    /// <summary>The tensors in the order of the slots.</summary>
    internal Span<Tensor> Tensors => tensors;

    /// <summary>Makes what is missing, puts it in the order of the slots, and follows the parameter into another dtype.</summary>
    internal void Fill(Tensor parameter, IReadOnlyList<StateSlot> slots)
    {
        IsNew = false;
        if (parameterDType != parameter.DType && tensors.Length > 0)
            tensors = Array.ConvertAll(tensors, t => t.DType == parameterDType ? t.To(parameter.DType) : t);
        parameterDType = parameter.DType;
        // Optimisers hand out the same list every time: one comparison a step.
        if (ReferenceEquals(slots, filledFor)) return;
        filledFor = slots;
        var all = new OrderedDictionary<string, Tensor>(StringComparer.Ordinal);
        foreach (var slot in slots)
        {
            if (slot.IsStep) continue;
            int at = Array.IndexOf(names, slot.Name);
            IsNew |= at < 0;
            all.Add(slot.Name, at < 0 ? slot.Make(parameter) : tensors[at]);
        }
        // What an option that was switched off had kept stays, for when it is switched on again.
        for (int i = 0; i < names.Length; i++) all.TryAdd(names[i], tensors[i]);
        (names, tensors) = ([.. all.Keys], [.. all.Values]);
    }

    /// <summary>Whether this belongs to a <see cref="StepPoint"/>: tensors keep their history, and formulas are read as ops.</summary>
    internal bool IsOfPoint { get; private init; }

    /// <summary>The same in memory of its own, for a <see cref="StepPoint"/>.</summary>
    internal ParamState Clone() => new()
    {
        IsOfPoint = true,
        Step = Step,
        names = names,
        tensors = Array.ConvertAll(tensors, static t => t.Clone()),
        filledFor = filledFor,
        parameterDType = parameterDType,
    };

    /// <summary>The state as a loaded one, which the next step continues.</summary>
    internal static ParamState Loaded(Tensor parameter, long step, IReadOnlyDictionary<string, Tensor> values) =>
        new() { Step = step, names = [.. values.Keys], tensors = [.. values.Values], parameterDType = parameter.DType };

    /// <summary>A tensor by its name, null where there is none. The names are few, and mostly the same objects: no dictionary is faster.</summary>
    internal Tensor? TryGet(string name)
    {
        int at = Array.IndexOf(names, name);
        return at < 0 ? null : tensors[at];
    }

    private AutogradException Unknown(string name) => new(
        $"ParamState: there is no '{name}' but {(names.Length == 0 ? "nothing" : string.Join(", ", names))}; an optimiser names what it keeps in Slots");
}
