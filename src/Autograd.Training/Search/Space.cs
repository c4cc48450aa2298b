using System.Collections;

namespace Autograd.Training;

/// <summary>Hyperparameters by name, each with the values it may have.</summary>
/// <example>
/// <code>
/// var space = new Space
/// {
///     { "lr", Dimension.LogUniform(1e-4, 1) },
///     { "hidden", Dimension.Integer(16, 256) },
///     { "optimizer", Dimension.Choice("sgd", "adam") },
/// };
/// </code>
/// </example>
public sealed class Space : IEnumerable<KeyValuePair<string, Dimension>>
{
    private readonly OrderedDictionary<string, Dimension> dimensions = new(StringComparer.Ordinal);

    /// <summary>The names, in the order they were added.</summary>
    public IReadOnlyList<string> Names => dimensions.Keys;

    /// <summary>A dimension by its name.</summary>
    /// <exception cref="ArgumentException">There is none of that name.</exception>
    public Dimension this[string name] => dimensions.TryGetValue(name, out var dimension) ? dimension
        : throw new ArgumentException($"Space: there is no dimension '{name}'; there are {History.Listed(dimensions.Keys)}", nameof(name));

    /// <summary>Adds a dimension.</summary>
    /// <exception cref="ArgumentException">The name is empty or taken.</exception>
    public void Add(string name, Dimension dimension)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(dimension);
        if (!dimensions.TryAdd(name, dimension)) throw new ArgumentException($"Space: there is a dimension '{name}' already", nameof(name));
    }

    /// <summary>A space of narrower dimensions around a point.</summary>
    /// <param name="values">A value of each dimension.</param>
    /// <param name="share">The width of each by what it is here; of choices all stay.</param>
    public Space Around(IReadOnlyDictionary<string, object> values, double share)
    {
        ArgumentNullException.ThrowIfNull(values);
        var narrower = new Space();
        foreach (var (name, dimension) in dimensions) narrower.Add(name, values.TryGetValue(name, out object? value) ? dimension.Around(value, share) : dimension);
        return narrower;
    }

    /// <summary>The dimensions with their names.</summary>
    public IEnumerator<KeyValuePair<string, Dimension>> GetEnumerator() => dimensions.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Draws a value of each dimension, in their order.</summary>
    internal OrderedDictionary<string, object> Draw(Generator generator)
    {
        var values = new OrderedDictionary<string, object>(StringComparer.Ordinal);
        foreach (var (name, dimension) in dimensions) values.Add(name, dimension.Draw(generator));
        return values;
    }
}
