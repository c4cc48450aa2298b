using System.Collections;

namespace Autograd.NN;

/// <summary>Modules one after the other, each on the output of the one before (<c>torch.nn.Sequential</c>); keys <c>0.weight</c>.</summary>
public class Sequential : Module, IReadOnlyList<Module>
{
    [Key("")]
    private readonly List<Module> modules;

    /// <summary>Makes a chain.</summary>
    /// <param name="modules">The modules, in order; each maps one tensor to one tensor.</param>
    /// <exception cref="ArgumentNullException">One of them is null.</exception>
    public Sequential(params IEnumerable<Module> modules) => this.modules = Given.All(modules);

    /// <summary>The number of modules.</summary>
    public int Count => modules.Count;

    /// <summary>A module of the chain.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such module.</exception>
    public Module this[int index] => modules[index];

    /// <summary>Puts a module at the end (<c>Sequential.append</c>).</summary>
    /// <returns>This chain.</returns>
    public Sequential Append(Module module)
    {
        ArgumentNullException.ThrowIfNull(module);
        modules.Add(module);
        return this;
    }

    /// <inheritdoc/>
    public IEnumerator<Module> GetEnumerator() => modules.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input)
    {
        for (int i = 0; i < modules.Count; i++) input = modules[i].Forward(input);
        return input;
    }
}

/// <summary>A list of modules with keys of its own, <c>0.weight</c> (<c>torch.nn.ModuleList</c>). A plain list or array of modules in a field does the same.</summary>
/// <typeparam name="T">The modules' type.</typeparam>
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

/// <summary>Arguments of which none is null.</summary>
internal static class Given
{
    public static List<T> All<T>(IEnumerable<T> modules)
        where T : Module
    {
        ArgumentNullException.ThrowIfNull(modules);
        List<T> all = [.. modules];
        foreach (var module in all) ArgumentNullException.ThrowIfNull(module, nameof(modules));
        return all;
    }
}
