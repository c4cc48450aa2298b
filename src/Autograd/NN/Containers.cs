using System.Collections;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace Autograd.NN;

/// <summary>Modules one after the other, each on the output of the one before (<c>torch.nn.Sequential</c>); keys <c>0.weight</c>, or names that are given.</summary>
/// <example>
/// <code>
/// Sequential net = [new Linear(784, 128), new ReLU(), new Linear(128, 10)];
/// var named = new Sequential([("features", new Flatten()), ("head", new Linear(784, 10))]);
/// </code>
/// </example>
[CollectionBuilder(typeof(Sequential), nameof(Create))]
public class Sequential : Module, IReadOnlyList<Module>
{
    [Key("")]
    private readonly OrderedDictionary<string, Module> modules;

    /// <summary>Makes a chain.</summary>
    /// <exception cref="ArgumentNullException">One of them is null.</exception>
    public Sequential(params IEnumerable<Module> modules) => this.modules = Given.Named(Given.All(modules).Select(static (m, i) => (Given.Number(i), m)));

    /// <summary>Makes a chain of modules with names: <c>new Sequential([("head", new Linear(2, 1))])</c>.</summary>
    /// <exception cref="ArgumentNullException">One of them is null.</exception>
    /// <exception cref="AutogradException">A name is given twice, is empty or has a dot.</exception>
    public Sequential(IEnumerable<(string Name, Module Module)> modules) => this.modules = Given.Named(modules);

    /// <summary>The number of modules.</summary>
    public int Count => modules.Count;

    /// <summary>A module of the chain.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such module.</exception>
    public Module this[int index] => modules.GetAt(index).Value;

    /// <summary>A module of the chain by its name.</summary>
    /// <exception cref="KeyNotFoundException">There is no such module.</exception>
    public Module this[string name] => modules[name];

    /// <summary>Makes a chain of a collection expression.</summary>
    /// <exception cref="ArgumentNullException">One of the modules is null.</exception>
    public static Sequential Create(ReadOnlySpan<Module> modules) => new(modules.ToArray());

    /// <summary>Puts a module at the end, named by its number (<c>Sequential.append</c>).</summary>
    /// <returns>This chain.</returns>
    public Sequential Append(Module module)
    {
        ArgumentNullException.ThrowIfNull(module);
        Given.Add(modules, Given.Number(modules.Count), module);
        return this;
    }

    /// <inheritdoc/>
    public IEnumerator<Module> GetEnumerator() => modules.Values.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input)
    {
        for (int i = 0; i < modules.Count; i++) input = modules.GetAt(i).Value.Forward(input);
        return input;
    }
}

/// <summary>A list of modules with keys of its own, <c>0.weight</c> (<c>torch.nn.ModuleList</c>). A plain list or array of modules in a field does the same.</summary>
/// <typeparam name="T">The modules' type.</typeparam>
[CollectionBuilder(typeof(ModuleList), nameof(ModuleList.Create))]
public sealed class ModuleList<T> : Module, IReadOnlyList<T>
    where T : Module
{
    [Key("")]
    private readonly List<T> modules;

    /// <summary>Makes a list.</summary>
    /// <exception cref="ArgumentNullException">One of the modules is null.</exception>
    public ModuleList(params IEnumerable<T> modules) => this.modules = Given.All(modules);

    /// <summary>The number of modules.</summary>
    public int Count => modules.Count;

    /// <summary>A module of the list.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such module.</exception>
    public T this[int index] => modules[index];

    /// <summary>Puts a module at the end.</summary>
    public void Add(T module)
    {
        ArgumentNullException.ThrowIfNull(module);
        modules.Add(module);
    }

    /// <inheritdoc/>
    public IEnumerator<T> GetEnumerator() => modules.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

/// <summary>Makes module lists of collection expressions.</summary>
public static class ModuleList
{
    /// <summary>Makes a list of a collection expression.</summary>
    /// <exception cref="ArgumentNullException">One of the modules is null.</exception>
    public static ModuleList<T> Create<T>(ReadOnlySpan<T> modules)
        where T : Module => new(modules.ToArray());
}

/// <summary>Arguments of which none is null, and names that can be keys.</summary>
internal static class Given
{
    public static List<T> All<T>(IEnumerable<T> values, [CallerArgumentExpression(nameof(values))] string name = "")
        where T : class
    {
        ArgumentNullException.ThrowIfNull(values, name);
        List<T> all = [.. values];
        foreach (var value in all) ArgumentNullException.ThrowIfNull(value, name);
        return all;
    }

    public static OrderedDictionary<string, T> Named<T>(IEnumerable<(string Name, T Value)> values, [CallerArgumentExpression(nameof(values))] string name = "")
        where T : class
    {
        ArgumentNullException.ThrowIfNull(values, name);
        var all = new OrderedDictionary<string, T>(StringComparer.Ordinal);
        foreach (var (key, value) in values) Add(all, key, value);
        return all;
    }

    public static void Add<T>(OrderedDictionary<string, T> all, string name, T value)
        where T : class
    {
        Check(name);
        ArgumentNullException.ThrowIfNull(value);
        if (!all.TryAdd(name, value)) throw new AutogradException($"the name '{name}' is given twice");
    }

    public static string Number(int index) => index.ToString(CultureInfo.InvariantCulture);

    public static void Check(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        // A dot parts the names of modules in keys.
        if (name.Length == 0 || name.Contains('.', StringComparison.Ordinal)) throw new AutogradException($"'{name}' is no name of a module or parameter: it must not be empty, and have no dot");
    }
}
