using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Autograd.NN;

/// <summary>Modules by name, in the order in which they were added; keys <c>name.weight</c> (<c>torch.nn.ModuleDict</c>). A plain dictionary in a field does the same.</summary>
/// <typeparam name="T">The modules' type.</typeparam>
/// <example><c>var heads = new ModuleDict&lt;Linear&gt; { ["digit"] = new Linear(64, 10), ["sign"] = new Linear(64, 2) };</c></example>
public sealed class ModuleDict<T> : Module, IReadOnlyDictionary<string, T>
    where T : Module
{
    [Key("")]
    private readonly OrderedDictionary<string, T> modules;

    /// <summary>Makes an empty dictionary.</summary>
    public ModuleDict()
        : this([])
    {
    }

    /// <summary>Makes a dictionary: <c>new ModuleDict&lt;Linear&gt;([("digit", new Linear(64, 10))])</c>.</summary>
    /// <exception cref="ArgumentNullException">A name or a module is null.</exception>
    /// <exception cref="AutogradException">A name is given twice, is empty or has a dot.</exception>
    public ModuleDict(IEnumerable<(string Name, T Module)> modules) => this.modules = Given.Named(modules);

    /// <summary>The number of modules.</summary>
    public int Count => modules.Count;

    /// <summary>The names, in order.</summary>
    public IEnumerable<string> Keys => modules.Keys;

    /// <summary>The modules, in order.</summary>
    public IEnumerable<T> Values => modules.Values;

    /// <summary>The module of a name; set, it takes the place of the one that had the name.</summary>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    /// <exception cref="AutogradException">The name that is set is empty or has a dot.</exception>
    public T this[string key]
    {
        get => modules[key];
        set
        {
            Given.Check(key);
            ArgumentNullException.ThrowIfNull(value);
            modules[key] = value;
        }
    }

    /// <summary>Adds a module.</summary>
    /// <exception cref="AutogradException">The name is given already, is empty or has a dot.</exception>
    public void Add(string name, T module) => Given.Add(modules, name, module);

    /// <summary>Takes a module out (<c>ModuleDict.pop</c>).</summary>
    /// <returns>Whether there was one of this name.</returns>
    public bool Remove(string name) => modules.Remove(name);

    /// <inheritdoc/>
    public bool ContainsKey(string key) => modules.ContainsKey(key);

    /// <inheritdoc/>
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out T value) => modules.TryGetValue(key, out value);

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, T>> GetEnumerator() => modules.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
