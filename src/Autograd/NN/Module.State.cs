namespace Autograd.NN;

/// <summary>What a state dict and a module did not have in common.</summary>
/// <param name="MissingKeys">Keys of the module that the dict lacks.</param>
/// <param name="UnexpectedKeys">Keys of the dict that the module lacks.</param>
public sealed record LoadResult(IReadOnlyList<string> MissingKeys, IReadOnlyList<string> UnexpectedKeys)
{
    /// <summary>The keys as PyTorch prints them.</summary>
    public override string ToString() => MissingKeys.Count + UnexpectedKeys.Count == 0
        ? "<All keys matched successfully>"
        : $"_IncompatibleKeys(missing_keys={List(MissingKeys)}, unexpected_keys={List(UnexpectedKeys)})";

    private static string List(IReadOnlyList<string> keys) => $"[{string.Join(", ", keys.Select(static key => $"'{key}'"))}]";
}

public abstract partial class Module
{
    /// <summary>
    /// Parameters and buffers under PyTorch's keys, in order (<c>Module.state_dict()</c>). The tensors share the module's memory and
    /// change as it learns, as PyTorch's do; Clone() them for a snapshot. A parameter that several modules share stands under each of
    /// its keys, one and the same tensor.
    /// </summary>
    public IReadOnlyDictionary<string, Tensor> StateDict()
    {
        var state = new OrderedDictionary<string, Tensor>(StringComparer.Ordinal);
        var known = new Dictionary<Tensor, Tensor>(ReferenceEqualityComparer.Instance);
        foreach (var (key, value) in State())
        {
            if (!known.TryGetValue(value, out var detached)) known.Add(value, detached = value.Detach());
            state.Add(key, detached);
        }
        return state;
    }

    /// <summary>Copies values into parameters and buffers (<c>Module.load_state_dict()</c>). Checked before anything is written.</summary>
    /// <param name="state">Values by key, of the parameters' shapes; other dtypes are cast.</param>
    /// <param name="strict">Whether missing and unexpected keys are errors.</param>
    /// <returns>The keys that did not fit, for a load that is not strict.</returns>
    /// <exception cref="AutogradException">Keys are missing or unexpected, or shapes differ; the message names them all.</exception>
    public LoadResult LoadStateDict(IReadOnlyDictionary<string, Tensor> state, bool strict = true)
    {
        ArgumentNullException.ThrowIfNull(state);
        foreach (var value in state.Values) ArgumentNullException.ThrowIfNull(value, nameof(state));
        var own = State().ToList();
        var keys = own.Select(static s => s.Key).ToHashSet(StringComparer.Ordinal);
        var missing = own.Where(s => !state.ContainsKey(s.Key)).Select(static s => s.Key).ToList();
        var unexpected = state.Keys.Where(k => !keys.Contains(k)).ToList();
        var problems = own
            .Where(s => state.TryGetValue(s.Key, out var value) && value.Shape != s.Value.Shape)
            .Select(s => $"{s.Key} has shape {state[s.Key].Shape} there and {s.Value.Shape} here")
            .ToList();
        if (strict && missing.Count > 0) problems.Add($"missing: {string.Join(", ", missing)}");
        if (strict && unexpected.Count > 0) problems.Add($"unexpected: {string.Join(", ", unexpected)}");
        if (problems.Count > 0)
            throw new AutogradException($"LoadStateDict: the state does not fit {NameOf(GetType())}: {string.Join("; ", problems)}");
        foreach (var (key, target) in own)
        {
            if (!state.TryGetValue(key, out var value) || value.Storage == target.Storage) continue;
            CopyOp.Into(value, target, target.Layout);
            target.Storage.Bump("LoadStateDict");
        }
        return new LoadResult(missing, unexpected);
    }

    /// <summary>
    /// Converts every floating parameter and buffer, here and below, to a dtype (<c>Module.to(dtype)</c>). A parameter stays the object
    /// it is, with its gradient and its hooks, so that optimisers made before go on; a buffer is replaced by a new tensor, as in PyTorch.
    /// </summary>
    /// <param name="dtype">Float32 or float64.</param>
    /// <returns>This module.</returns>
    /// <exception cref="DTypeException">The dtype has no gradient.</exception>
    public Module To(DType dtype)
    {
        if (!dtype.IsDifferentiable) throw new DTypeException($"Module.To: parameters are float32 or float64, not {dtype.Name}");
        // A buffer that two modules share stays shared.
        var converted = new Dictionary<Tensor, Tensor>(ReferenceEqualityComparer.Instance);
        foreach (var module in Modules().ToList())
        {
            foreach (var entry in MemberWalk.Of(module).ToList())
            {
                if (entry.Value is not Tensor { DType.IsFloat: true } value || value.DType == dtype) continue;
                if (value is Parameter parameter)
                {
                    parameter.Convert(dtype);
                    continue;
                }
                if (!converted.TryGetValue(value, out var other)) converted.Add(value, other = value.Detach().To(dtype));
                entry.Replace(other);
            }
        }
        return this;
    }

    /// <summary>The state of this module and those below; unlike <see cref="NamedParameters"/>, shared parameters come under each of their keys.</summary>
    private IEnumerable<(string Key, Tensor Value)> State() => StateUnder("", new HashSet<Module>(ReferenceEqualityComparer.Instance));

    private IEnumerable<(string Key, Tensor Value)> StateUnder(string prefix, HashSet<Module> path)
    {
        if (!path.Add(this)) throw new AutogradException($"StateDict: {NameOf(GetType())} contains itself, at '{prefix}'");
        foreach (var entry in MemberWalk.Of(this))
        {
            if (entry is { Value: Tensor value, Buffer: null or { Persistent: true } })
                yield return (Join(prefix, entry.Key), value);
        }
        foreach (var (name, child) in NamedChildren())
        {
            foreach (var state in child.StateUnder(Join(prefix, name), path)) yield return state;
        }
        path.Remove(this);
    }
}
