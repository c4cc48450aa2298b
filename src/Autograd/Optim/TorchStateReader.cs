using System.Diagnostics.CodeAnalysis;

namespace Autograd.Optim;

/// <summary>
/// Reads state dicts of PyTorch's optimisers into the form of <see cref="Optimizer.StateDict"/>. What has no place in it is collected,
/// and said by who loads that with all else that does not fit.
/// </summary>
internal sealed class TorchStateReader
{
    public const string State = "state";

    public const string Groups = "param_groups";

    /// <summary>What PyTorch and its schedulers keep in a group, and what does not say what a step is: how it is computed, what the group is called, where a rate is heading.</summary>
    private static readonly string[] Indifferent =
    [
        "foreach", "fused", "capturable", "differentiable", "name", "param_names", "max_lr", "min_lr", "base_lr", "swa_lr", "max_momentum", "base_momentum",
    ];

    private readonly Dictionary<string, Tensor> flat = new(StringComparer.Ordinal);
    private readonly List<string> problems = [];

    private TorchStateReader()
    {
    }

    /// <summary>What there is, under the paths of the state dict here.</summary>
    public Dictionary<string, Tensor> Flat => flat;

    /// <summary>What does not fit.</summary>
    public IReadOnlyList<string> Problems => problems;

    /// <summary>Reads what <c>torch.save(optimizer.state_dict())</c> has written.</summary>
    /// <param name="optimizer">The optimiser's name, for messages.</param>
    /// <param name="form">How PyTorch saves it.</param>
    /// <param name="like">Options, for their names and types.</param>
    /// <param name="saved">The dictionary.</param>
    /// <exception cref="AutogradException">It is no state dict of an optimiser.</exception>
    public static TorchStateReader Read<[DynamicallyAccessedMembers(OptionTable.Reflected)] TOptions>(string optimizer, TorchForm<TOptions> form, TOptions like, object? saved)
        where TOptions : OptimizerOptions
    {
        if (saved is not OrderedDictionary<object, object?> table || !table.TryGetValue(State, out object? state) || !table.TryGetValue(Groups, out object? groups)
            || state is not OrderedDictionary<object, object?> states || groups is not List<object?> list)
        {
            string found = saved is OrderedDictionary<object, object?> other ? $"a dictionary with {string.Join(", ", other.Keys.Select(TorchOption.Describe))}" : TorchOption.Describe(saved);
            throw new AutogradException($"{optimizer}.LoadTorchStateDict: the state is {found}; it must be an OrderedDictionary<object, object?> with 'state' and 'param_groups', as TorchFile.LoadObject reads optimizer.state_dict()");
        }
        var reader = new TorchStateReader();
        foreach (var (number, entry) in states) reader.ReadState(number, entry, form.Scratch);
        for (int g = 0; g < list.Count; g++) reader.ReadGroup(g, list[g], form.Options, like);
        return reader;
    }

    private void ReadState(object number, object? entry, string[] scratch)
    {
        if (number is not long parameter || entry is not OrderedDictionary<object, object?> table)
        {
            problems.Add($"state has {TorchOption.Describe(number)}: {TorchOption.Describe(entry)}, which is no number of a parameter with its states");
            return;
        }
        foreach (var (name, value) in table)
        {
            // None is a momentum that has not begun.
            if (value is null || (name is string known && scratch.Contains(known, StringComparer.Ordinal))) continue;
            Put(OptimizerState.StateKey(parameter, name as string ?? TorchOption.Describe(name)), value, Value(value));
        }
    }

    private void ReadGroup<[DynamicallyAccessedMembers(OptionTable.Reflected)] TOptions>(int group, object? entry, string[] needed, TOptions like)
        where TOptions : OptimizerOptions
    {
        if (entry is not OrderedDictionary<object, object?> table)
        {
            problems.Add(FormattableString.Invariant($"param_groups.{group} is {TorchOption.Describe(entry)}, which is no dictionary of options"));
            return;
        }
        var types = OptionTable.Values(like).ToDictionary(static o => o.Name, static o => o.Value.GetType(), StringComparer.Ordinal);
        types.Add(OptimizerState.InitialLr, typeof(double));
        foreach (var (name, value) in table)
        {
            string key = name as string ?? TorchOption.Describe(name);
            if (string.Equals(key, OptimizerState.Params, StringComparison.Ordinal)) Put(OptimizerState.GroupKey(group, key), value, Numbers(value));
            else if (types.TryGetValue(key, out var type)) Put(OptimizerState.GroupKey(group, key), value, TorchOption.ToTensor(value, type));
            else if (!Indifferent.Contains(key, StringComparer.Ordinal) && !TorchOption.IsOff(value)) problems.Add($"{OptimizerState.GroupKey(group, key)} is {TorchOption.Describe(value)}, an option that there is not here");
        }
        foreach (var (name, type) in types)
        {
            string key = OptimizerState.GroupKey(group, name);
            // What PyTorch does not have, or did not have yet, is off; what it has and the file lacks is missing.
            if (name != OptimizerState.InitialLr && !table.ContainsKey(name) && !needed.Contains(name, StringComparer.Ordinal)) Put(key, null, Off(type));
        }
    }

    private void Put(string key, object? value, Tensor? tensor)
    {
        if (tensor is null) problems.Add($"{key} is {TorchOption.Describe(value)}");
        else flat.TryAdd(key, tensor);
    }

    private static Tensor? Off(Type type) => TorchOption.ToTensor(type == typeof(bool) ? false : type.IsEnum ? null : 0L, type);

    private static Tensor? Numbers(object? value) =>
        value is List<object?> list && list.TrueForAll(static n => n is long) ? Tensor.From([.. list.Select(static n => (long)n!)], [list.Count]) : null;

    /// <summary>A state: a tensor, a number, or several tensors of one shape, which are stacked.</summary>
    private static Tensor? Value(object value) => value switch
    {
        Tensor x => x,
        long whole => Tensor.From([whole]).Reshape([]),
        double number => Tensor.Scalar(number, DType.Float64),
        List<object?> { Count: 0 } => Tensor.Zeros([0], DType.Float32),
        List<object?> list when list.TrueForAll(x => x is Tensor t && list[0] is Tensor first && t.Shape == first.Shape && t.DType == first.DType) => Tensor.Stack([.. list.Cast<Tensor>()]),
        _ => null,
    };
}
