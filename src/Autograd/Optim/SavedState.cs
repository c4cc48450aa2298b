namespace Autograd.Optim;

/// <summary>What is remembered, by name. One text names it: it writes a state dict, checks one, or reads it.</summary>
public sealed class SavedState
{
    private readonly Mode mode;
    private readonly IReadOnlyDictionary<string, Tensor> source;
    private readonly OrderedDictionary<string, Tensor> written = new(StringComparer.Ordinal);
    private readonly HashSet<string> used = new(StringComparer.Ordinal);
    private readonly List<string> missing = [];
    private readonly List<string> problems = [];
    private string prefix;

    private SavedState(Mode mode, string prefix, IReadOnlyDictionary<string, Tensor>? source = null)
    {
        (this.mode, this.prefix) = (mode, prefix);
        this.source = source ?? written;
        foreach (var value in this.source.Values) ArgumentNullException.ThrowIfNull(value, nameof(source));
    }

    private enum Mode
    {
        Write,
        Check,
        Read,
    }

    internal IReadOnlyDictionary<string, Tensor> Written => written;

    /// <summary>A whole number.</summary>
    /// <param name="name">Its name in the state dict.</param>
    /// <param name="value">Where it is.</param>
    public void Keep(string name, ref int value)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (mode == Mode.Write) written.Add(prefix + name, Tensor.Scalar(value, DType.Int64));
        else if (Take(name, [], DType.Int64) is { } kept && (mode == Mode.Read || InRange(name, kept))) value = mode == Mode.Read ? (int)kept.Item<long>() : value;
    }

    /// <summary>A number.</summary>
    /// <param name="name">Its name in the state dict.</param>
    /// <param name="value">Where it is.</param>
    public void Keep(string name, ref double value)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (mode == Mode.Write) written.Add(prefix + name, Tensor.Scalar(value, DType.Float64));
        else if (Take(name, [], DType.Float64) is { } kept && mode == Mode.Read) value = kept.Item();
    }

    /// <summary>Numbers, one a group of parameters; they are read into the array.</summary>
    /// <param name="name">Their name in the state dict.</param>
    /// <param name="values">Where they are.</param>
    public void Keep(string name, double[] values)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(values);
        if (mode == Mode.Write) written.Add(prefix + name, Tensor.From<double>([.. values], values.Length));
        else if (Take(name, [values.Length], DType.Float64) is { } kept && mode == Mode.Read) kept.ToArray<double>().CopyTo(values, 0);
    }

    /// <summary>A vector of a length, or none yet, which is saved as an empty one.</summary>
    internal Tensor? Keep(string name, Tensor? value, long length, DType dtype)
    {
        if (mode == Mode.Write) written.Add(prefix + name, value?.Detach() ?? Tensor.Zeros([0], dtype));
        else if (Take(name, value => value.Rank == 1 && (value.Numel == 0 || value.Numel == length), FormattableString.Invariant($"[{length}] or [0]"), dtype) is { } kept && mode == Mode.Read) return kept.Numel == 0 ? null : kept.Detach().Clone();
        return value;
    }

    /// <summary>As many vectors of a length as there are.</summary>
    internal List<Tensor> Keep(string name, List<Tensor> values, long length, DType dtype)
    {
        if (mode == Mode.Write) written.Add(prefix + name, values.Count > 0 ? Tensor.Stack([.. values]) : Tensor.Zeros([0, (int)length], dtype));
        else if (Take(name, value => value.Rank == 2 && value.Shape[1] == length, FormattableString.Invariant($"[n, {length}]"), dtype) is { } kept && mode == Mode.Read) return [.. kept.Detach().Clone().Unbind()];
        return values;
    }

    internal static SavedState Writer(string prefix = "") => new(Mode.Write, prefix);

    internal static SavedState Checker(IReadOnlyDictionary<string, Tensor> source, string prefix = "") => new(Mode.Check, prefix, source);

    internal static SavedState Reader(IReadOnlyDictionary<string, Tensor> source, string prefix = "") => new(Mode.Read, prefix, source);

    /// <summary>All that another scheduler remembers, its names behind this one.</summary>
    internal void Keep(string name, Scheduler scheduler)
    {
        string outer = prefix;
        prefix = $"{prefix}{name}.";
        scheduler.Remember(this);
        prefix = outer;
    }

    /// <summary>Says everything that was found.</summary>
    /// <exception cref="AutogradException">Something was missing, unexpected or unfit.</exception>
    internal void ThrowIfAny(string whose)
    {
        var found = Found();
        if (found.Count > 0) throw new AutogradException($"LoadStateDict: the state is not that of this {whose}: {string.Join("; ", found)}");
    }

    /// <summary>Everything that does not fit.</summary>
    internal IReadOnlyList<string> Found()
    {
        var unexpected = source.Keys.Where(key => !used.Contains(key)).ToList();
        return
        [
            .. problems,
            .. missing.Count > 0 ? [$"missing: {string.Join(", ", missing)}"] : (string[])[],
            .. unexpected.Count > 0 ? [$"unexpected: {string.Join(", ", unexpected)}"] : (string[])[],
        ];
    }

    private Tensor? Take(string name, Shape shape, DType dtype) => Take(name, value => value.Shape == shape, shape.ToString(), dtype);

    private Tensor? Take(string name, Func<Tensor, bool> fits, string shape, DType dtype)
    {
        string key = prefix + name;
        if (!source.TryGetValue(key, out var value)) missing.Add(key);
        else if (used.Add(key) && (!fits(value) || value.DType != dtype)) problems.Add($"{key} is {value.DType.Name} {value.Shape} there and {dtype.Name} {shape} here");
        else return value;
        return null;
    }

    private bool InRange(string name, Tensor kept)
    {
        long value = kept.Item<long>();
        if (value == (int)value) return true;
        problems.Add(FormattableString.Invariant($"{prefix}{name} is {value}, which no number of epochs is"));
        return false;
    }
}
