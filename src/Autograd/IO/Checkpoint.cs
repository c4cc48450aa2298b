using System.Collections;
using System.Globalization;
using Autograd.Data;
using Autograd.NN;
using Autograd.Optim;

namespace Autograd.IO;

/// <summary>
/// All that a training needs to go on where it stopped, in one file: a model, an optimiser, a scheduler, a generator, the place in the
/// data and the step. A run that is resumed gives the bits of one that was not interrupted.
/// </summary>
/// <remarks>
/// Name the parts once, in a collection initializer, then <see cref="Save"/> and <see cref="Load"/> as often as wanted, between steps. The file is a
/// safetensors file, the tensors named <c>PART.KEY</c>. It is written beside the last one, flushed to the disk and renamed: whenever the
/// process or the machine stops, one whole checkpoint is there.
/// </remarks>
public sealed class Checkpoint : IEnumerable<string>
{
    private const string FormatKey = "format", PartsKey = "parts", StepKey = "step";
    private const string Format = "autograd.checkpoint.1";
    private const string Expected = "a checkpoint that Checkpoint.Save wrote";

    private readonly OrderedDictionary<string, Part> parts = new(StringComparer.Ordinal);

    /// <summary>Adds a module: its parameters and persistent buffers.</summary>
    /// <exception cref="ArgumentException">The name is taken, or has a dot.</exception>
    public void Add(string name, Module module)
    {
        ArgumentNullException.ThrowIfNull(module);
        Add(name, module.StateDict, state => module.LoadStateDict(state));
    }

    /// <summary>Adds an optimiser: its options, and what it remembers of every parameter.</summary>
    /// <exception cref="ArgumentException">The name is taken, or has a dot.</exception>
    public void Add(string name, Optimizer optimizer)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        Add(name, optimizer.StateDict, optimizer.LoadStateDict);
    }

    /// <summary>Adds a scheduler: where it stands. The rates are the optimiser's.</summary>
    /// <exception cref="ArgumentException">The name is taken, or has a dot.</exception>
    public void Add(string name, Scheduler scheduler)
    {
        ArgumentNullException.ThrowIfNull(scheduler);
        Add(name, scheduler.StateDict, scheduler.LoadStateDict);
    }

    /// <summary>Adds a generator: the place in its stream. <see cref="Generator.Default"/> is that of the thread which adds it.</summary>
    /// <exception cref="ArgumentException">The name is taken, or has a dot.</exception>
    public void Add(string name, Generator generator)
    {
        ArgumentNullException.ThrowIfNull(generator);
        Add(name, () => new Dictionary<string, Tensor>(StringComparer.Ordinal) { [""] = Tensor.From<byte>(generator.GetState()) }, state => Restore(generator, state));
    }

    /// <summary>Adds a loader: the place in its epoch.</summary>
    /// <exception cref="ArgumentException">The name is taken, or has a dot.</exception>
    public void Add(string name, DataLoader loader)
    {
        ArgumentNullException.ThrowIfNull(loader);
        Add(name, loader.StateDict, loader.LoadStateDict);
    }

    /// <summary>Adds anything with a state of tensors by name: <c>checkpoint.Add("ema", ema.StateDict, ema.LoadStateDict)</c>.</summary>
    /// <param name="name">The name of the part, without a dot.</param>
    /// <param name="stateDict">Gives the state.</param>
    /// <param name="loadStateDict">Takes a state; throws, and changes nothing, where it does not fit.</param>
    /// <exception cref="ArgumentException">The name is taken, or has a dot.</exception>
    public void Add(string name, Func<IReadOnlyDictionary<string, Tensor>> stateDict, Action<IReadOnlyDictionary<string, Tensor>> loadStateDict)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(stateDict);
        ArgumentNullException.ThrowIfNull(loadStateDict);
        if (name.Contains('.', StringComparison.Ordinal)) throw new ArgumentException($"Checkpoint: the part '{name}' has a dot in its name", nameof(name));
        if (!parts.TryAdd(name, new Part(stateDict, loadStateDict))) throw new ArgumentException($"Checkpoint: there is a part '{name}' already", nameof(name));
    }

    /// <summary>The names of the parts.</summary>
    public IEnumerator<string> GetEnumerator() => parts.Keys.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Writes all parts.</summary>
    /// <param name="path">The file.</param>
    /// <param name="step">The number of the next step, or whatever the program counts by.</param>
    /// <exception cref="IOException">The file cannot be written; the one that was there is as it was.</exception>
    public void Save(string path, long step = 0)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        AtomicFile.Write(path, stream => Write(stream, step));
    }

    /// <summary>Puts all parts back to where they were saved: all of them, or, when one does not fit, none.</summary>
    /// <param name="path">The file.</param>
    /// <param name="maxBytes">The most memory that it may take; four times its length and 1 MB when not given.</param>
    /// <returns>The step it was saved with.</returns>
    /// <exception cref="TensorFileException">The file is truncated, damaged or no checkpoint.</exception>
    /// <exception cref="AutogradException">The file has other parts, or the state of one does not fit.</exception>
    /// <exception cref="IOException">The file is missing or cannot be read.</exception>
    public long Load(string path, long? maxBytes = null)
    {
        var (states, step) = Read(path, maxBytes);
        var before = parts.ToDictionary(static p => p.Key, static p => Snapshot(p.Value.StateDict()), StringComparer.Ordinal);
        try
        {
            foreach (var (name, part) in parts) part.LoadStateDict(states[name]);
        }
        catch
        {
            foreach (var (name, part) in parts) part.LoadStateDict(before[name]);
            throw;
        }
        return step;
    }

    internal void Write(Stream stream, long step)
    {
        var tensors = new OrderedDictionary<string, Tensor>(StringComparer.Ordinal);
        foreach (var (name, part) in parts)
        {
            foreach (var (key, value) in part.StateDict()) tensors.Add($"{name}.{key}", value);
        }
        SafeTensors.Write(stream, tensors, new OrderedDictionary<string, string>(StringComparer.Ordinal)
        {
            [FormatKey] = Format,
            [PartsKey] = string.Join('.', parts.Keys),
            [StepKey] = step.ToString(CultureInfo.InvariantCulture),
        });
    }

    /// <summary>The states of a file by part, which are the parts here.</summary>
    private (Dictionary<string, OrderedDictionary<string, Tensor>> States, long Step) Read(string path, long? maxBytes)
    {
        using var file = SafeTensors.Open(path, maxBytes);
        if (file.Metadata.GetValueOrDefault(FormatKey) != Format || !file.Metadata.TryGetValue(PartsKey, out string? names)
            || !long.TryParse(file.Metadata.GetValueOrDefault(StepKey), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long step))
            throw new TensorFileException(path, "a safetensors file without the marks of a checkpoint", Expected);
        string[] saved = names.Split('.', StringSplitOptions.RemoveEmptyEntries);
        if (!saved.Order(StringComparer.Ordinal).SequenceEqual(parts.Keys.Order(StringComparer.Ordinal), StringComparer.Ordinal))
            throw new AutogradException($"Checkpoint.Load: {path} has the parts {string.Join(", ", saved)}, the program has {string.Join(", ", parts.Keys)}");
        var states = saved.ToDictionary(static name => name, static _ => new OrderedDictionary<string, Tensor>(StringComparer.Ordinal), StringComparer.Ordinal);
        foreach (string key in file.Keys)
        {
            int dot = key.IndexOf('.', StringComparison.Ordinal);
            if (dot < 0 || !states.TryGetValue(key[..dot], out var state)) throw new TensorFileException(path, $"the tensor '{key}' of no part", Expected);
            state.Add(key[(dot + 1)..], file.ReadOnBudget(key));
        }
        return (states, step);
    }

    private static void Restore(Generator generator, IReadOnlyDictionary<string, Tensor> state)
    {
        if (state.Count != 1 || !state.TryGetValue("", out var bytes) || bytes.DType != DType.UInt8)
            throw new AutogradException($"Checkpoint.Load: the state of a generator is one tensor of bytes, not {string.Join(", ", state.Keys)}");
        try
        {
            generator.SetState(bytes.ToArray<byte>());
        }
        catch (ArgumentException e)
        {
            throw new AutogradException("Checkpoint.Load: the state of a generator is none: " + e.Message, e);
        }
    }

    private static Dictionary<string, Tensor> Snapshot(IReadOnlyDictionary<string, Tensor> state)
    {
        using var scope = NoGrad.Scope;
        return state.ToDictionary(static s => s.Key, static s => s.Value.Clone(), StringComparer.Ordinal);
    }

    private sealed record Part(Func<IReadOnlyDictionary<string, Tensor>> StateDict, Action<IReadOnlyDictionary<string, Tensor>> LoadStateDict);
}
