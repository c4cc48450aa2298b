using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Autograd.NN;

/// <summary>A list of parameters, keys <c>0</c>, <c>1</c> (<c>torch.nn.ParameterList</c>). A plain list or array of parameters in a field does the same.</summary>
public sealed class ParameterList : Module, IReadOnlyList<Parameter>
{
    [Key("")]
    private readonly List<Parameter> parameters;

    /// <summary>Makes a list.</summary>
    /// <exception cref="ArgumentNullException">One of the parameters is null.</exception>
    public ParameterList(params IEnumerable<Parameter> parameters) => this.parameters = Given.All(parameters);

    /// <summary>The number of parameters.</summary>
    public int Count => parameters.Count;

    /// <summary>A parameter of the list.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such parameter.</exception>
    public Parameter this[int index]
    {
        get => parameters[index];
        set => parameters[index] = NotNull.Of(value);
    }

    /// <summary>Puts a parameter at the end (<c>ParameterList.append</c>).</summary>
    public void Add(Parameter parameter) => parameters.Add(NotNull.Of(parameter));

    /// <inheritdoc/>
    public IEnumerator<Parameter> GetEnumerator() => parameters.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    protected override string ExtraRepr() => string.Join(", ", parameters.Select(static (p, i) => $"({Repr.Text(i)}): {p.Shape}"));
}

/// <summary>Parameters by name, in the order in which they were added (<c>torch.nn.ParameterDict</c>). A plain dictionary in a field does the same.</summary>
public sealed class ParameterDict : Module, IReadOnlyDictionary<string, Parameter>
{
    [Key("")]
    private readonly OrderedDictionary<string, Parameter> parameters;

    /// <summary>Makes an empty dictionary.</summary>
    public ParameterDict()
        : this([])
    {
    }

    /// <summary>Makes a dictionary: <c>new ParameterDict([("scale", new Parameter(Tensor.Ones(3)))])</c>.</summary>
    /// <exception cref="ArgumentNullException">A name or a parameter is null.</exception>
    /// <exception cref="AutogradException">A name is given twice, is empty or has a dot.</exception>
    public ParameterDict(IEnumerable<(string Name, Parameter Parameter)> parameters) => this.parameters = Given.Named(parameters);

    /// <summary>The number of parameters.</summary>
    public int Count => parameters.Count;

    /// <summary>The names, in order.</summary>
    public IEnumerable<string> Keys => parameters.Keys;

    /// <summary>The parameters, in order.</summary>
    public IEnumerable<Parameter> Values => parameters.Values;

    /// <summary>The parameter of a name; set, it takes the place of the one that had the name.</summary>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    /// <exception cref="AutogradException">The name that is set is empty or has a dot.</exception>
    public Parameter this[string key]
    {
        get => parameters[key];
        set
        {
            Given.Check(key);
            parameters[key] = NotNull.Of(value);
        }
    }

    /// <summary>Adds a parameter.</summary>
    /// <exception cref="AutogradException">The name is given already, is empty or has a dot.</exception>
    public void Add(string name, Parameter parameter) => Given.Add(parameters, name, parameter);

    /// <summary>Takes a parameter out (<c>ParameterDict.pop</c>).</summary>
    /// <returns>Whether there was one of this name.</returns>
    public bool Remove(string name) => parameters.Remove(name);

    /// <inheritdoc/>
    public bool ContainsKey(string key) => parameters.ContainsKey(key);

    /// <inheritdoc/>
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out Parameter value) => parameters.TryGetValue(key, out value);

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, Parameter>> GetEnumerator() => parameters.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    protected override string ExtraRepr() => string.Join(", ", parameters.Select(static p => $"({p.Key}): {p.Value.Shape}"));
}
