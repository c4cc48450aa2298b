using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Autograd.Optim;

/// <summary>State dicts of optimisers: written from the groups, and read back all or nothing.</summary>
internal static class OptimizerState
{
    public const string InitialLr = "initial_lr";

    public const string Params = "params";

    public static IReadOnlyDictionary<string, Tensor> Save<[DynamicallyAccessedMembers(OptionTable.Reflected)] TOptions>(
        IReadOnlyList<ParamGroup<TOptions>> groups, Func<TOptions, IReadOnlyList<StateSlot>> slots)
        where TOptions : OptimizerOptions
    {
        var state = new OrderedDictionary<string, Tensor>(StringComparer.Ordinal);
        int index = 0;
        foreach (var group in groups)
        {
            for (int i = 0; i < group.Tensors.Length; i++, index++)
            {
                foreach (var (name, value) in StatesOf(group, i, slots)) state.Add(StateKey(index, name), value);
            }
        }
        index = 0;
        for (int g = 0; g < groups.Count; g++)
        {
            foreach (var (name, value) in OptionTable.Write(groups[g].Options)) state.Add(GroupKey(g, name), value);
            if (groups[g].InitialLr is { } initial) state.Add(GroupKey(g, InitialLr), Tensor.Scalar(initial, DType.Float64));
            state.Add(GroupKey(g, Params), Tensor.Arange(index, index + groups[g].Tensors.Length, dtype: DType.Int64));
            index += groups[g].Tensors.Length;
        }
        return state;
    }

    /// <summary>What is remembered of a parameter; nothing of one that was never stepped.</summary>
    public static IEnumerable<(string Name, Tensor Value)> StatesOf<TOptions>(ParamGroup<TOptions> group, int parameter, Func<TOptions, IReadOnlyList<StateSlot>> slots)
        where TOptions : OptimizerOptions
    {
        var (own, kept) = (group.States[parameter], slots(group.Options));
        if (!kept.Any(slot => slot.IsStep ? own.Step > 0 : own.TryGet(slot.Name) is not null)) yield break;
        foreach (var slot in kept)
        {
            // What an option switched on since the last step will keep is saved as it will begin.
            yield return (slot.Name, slot.IsStep ? Tensor.Scalar(own.Step, DType.Int64) : (own.TryGet(slot.Name) ?? slot.Make(group.Tensors[parameter])).Detach());
        }
    }

    /// <summary>Puts the options and states of a dict in the place of those of the groups.</summary>
    /// <remarks>What else does not fit is named with the rest.</remarks>
    /// <exception cref="AutogradException">Something does not fit; nothing is changed then.</exception>
    public static void Load<[DynamicallyAccessedMembers(OptionTable.Reflected)] TOptions>(
        string optimizer, IReadOnlyDictionary<string, Tensor> state, IReadOnlyList<ParamGroup<TOptions>> groups, Func<TOptions, IReadOnlyList<StateSlot>> slots,
        IReadOnlyList<string>? problems = null)
        where TOptions : OptimizerOptions
    {
        var reader = new StateReader(state);
        foreach (string problem in problems ?? []) reader.Report(problem);
        var options = new TOptions[groups.Count];
        var states = new ParamState[groups.Count][];
        double?[] initial = new double?[groups.Count];
        for (int g = 0; g < options.Length; g++)
        {
            int at = g;
            options[g] = OptionTable.Read(groups[g].Options, (name, type) => reader.Option(GroupKey(at, name), type));
            // There as soon as there was a scheduler.
            if (state.ContainsKey(GroupKey(g, InitialLr))) initial[g] = (double?)reader.Option(GroupKey(g, InitialLr), typeof(double));
            foreach (string problem in OptionProblems.Of(options[g])) reader.Report(GroupKey(g, problem));
            var loaded = slots(options[g]);
            long[] numbers = reader.Numbers(GroupKey(g, Params), groups[g].Tensors.Length);
            states[g] = [.. groups[g].Tensors.Select((parameter, i) => reader.State(numbers[i], parameter, loaded))];
        }
        reader.ThrowIfAny(optimizer);
        for (int g = 0; g < options.Length; g++) (groups[g].Options, groups[g].States, groups[g].InitialLr) = (options[g], states[g], initial[g] ?? groups[g].InitialLr);
    }

    public static string StateKey(long parameter, string name) => string.Create(CultureInfo.InvariantCulture, $"state.{parameter}.{name}");

    public static string GroupKey(int group, string name) => string.Create(CultureInfo.InvariantCulture, $"param_groups.{group}.{name}");
}
