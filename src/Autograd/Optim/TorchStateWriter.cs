using System.Diagnostics.CodeAnalysis;

namespace Autograd.Optim;

/// <summary>Writes state dicts of optimisers as PyTorch has them: <c>{'state': {0: {'exp_avg': ...}}, 'param_groups': [{'lr': 0.1, 'params': [0]}]}</c>.</summary>
internal static class TorchStateWriter
{
    /// <summary>Writes groups.</summary>
    /// <param name="optimizer">The optimiser's name, for messages.</param>
    /// <param name="form">How PyTorch saves it.</param>
    /// <param name="groups">Its groups.</param>
    /// <param name="statesOf">What is remembered of the parameter of a group; nothing of one that was never stepped.</param>
    /// <exception cref="NotSupportedException">An option is on that PyTorch does not have.</exception>
    public static OrderedDictionary<object, object?> Write<[DynamicallyAccessedMembers(OptionTable.Reflected)] TOptions>(
        string optimizer, TorchForm<TOptions> form, IReadOnlyList<ParamGroup<TOptions>> groups, Func<ParamGroup<TOptions>, int, IEnumerable<(string Name, object? Value)>> statesOf)
        where TOptions : OptimizerOptions
    {
        RefuseForeign(optimizer, form, groups);
        var (state, saved) = (new OrderedDictionary<object, object?>(), new List<object?>());
        long index = 0;
        foreach (var group in groups)
        {
            var table = Table(OptionTable.Values(form.Spelled(group.Options)).Where(o => Has(form, o.Name)).Select(static o => (o.Name, TorchOption.ToPython(o.Value))));
            if (group.InitialLr is { } initial) table.Add(OptimizerState.InitialLr, initial);
            var numbers = new List<object?>();
            for (int i = 0; i < group.Tensors.Length; i++, index++)
            {
                numbers.Add(index);
                var states = Table(statesOf(group, i));
                if (states.Count == 0) states = Table(form.Unstepped(group.Options, group.Tensors[i]));
                if (states.Count > 0) state.Add(index, states);
            }
            table.Add(OptimizerState.Params, numbers);
            saved.Add(table);
        }
        return new OrderedDictionary<object, object?> { [TorchStateReader.State] = state, [TorchStateReader.Groups] = saved };
    }

    private static void RefuseForeign<[DynamicallyAccessedMembers(OptionTable.Reflected)] TOptions>(string optimizer, TorchForm<TOptions> form, IReadOnlyList<ParamGroup<TOptions>> groups)
        where TOptions : OptimizerOptions
    {
        string[] foreign = [.. groups.SelectMany(g => OptionTable.Values(g.Options)).Where(o => !Has(form, o.Name) && !TorchOption.IsOff(o.Value)).Select(static o => o.Name).Distinct(StringComparer.Ordinal)];
        if (foreign.Length > 0)
            throw new NotSupportedException($"{optimizer}.TorchStateDict: PyTorch's {optimizer} has no {string.Join(", ", foreign)}, and would go on without; StateDict and Checkpoint save it");
    }

    private static bool Has<TOptions>(TorchForm<TOptions> form, string name)
        where TOptions : OptimizerOptions =>
        form.Options.Contains(name, StringComparer.Ordinal) || form.Switches.Contains(name, StringComparer.Ordinal);

    private static OrderedDictionary<object, object?> Table(IEnumerable<(string Name, object? Value)> entries)
    {
        var table = new OrderedDictionary<object, object?>();
        foreach (var (name, value) in entries) table.Add(name, value);
        return table;
    }
}
