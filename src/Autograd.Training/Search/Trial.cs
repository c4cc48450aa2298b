using System.Globalization;

namespace Autograd.Training;

/// <summary>One point of a search: what the function that is searched over is given.</summary>
public sealed class Trial
{
    internal Trial(int number, int round, ulong seed, IReadOnlyDictionary<string, object> values, CancellationToken cancellation) =>
        (Number, Round, Seed, Values, Cancellation) = (number, round, seed, values, cancellation);

    /// <summary>Its number in the search, from 1.</summary>
    public int Number { get; }

    /// <summary>The round of the search, from 1.</summary>
    public int Round { get; }

    /// <summary>A seed of its own, with which the default generator of the thread is seeded when the trial begins.</summary>
    public ulong Seed { get; }

    /// <summary>The values by name.</summary>
    public IReadOnlyDictionary<string, object> Values { get; }

    /// <summary>The token of the search; hand it on to what takes long.</summary>
    public CancellationToken Cancellation { get; }

    /// <summary>A number by its name, of a dimension of numbers.</summary>
    /// <exception cref="ArgumentException">There is none of that name, or it is no number.</exception>
    public double this[string name] => Value(name) switch
    {
        double number => number,
        int number => number,
        var other => throw new ArgumentException($"Trial: '{name}' is {Text(other)}, which is no number; take it by Get", nameof(name)),
    };

    /// <summary>A value by its name, as the type it was chosen from.</summary>
    /// <typeparam name="T">int for <see cref="Dimension.Integer"/>, double for ranges of numbers, the type of the values for choices.</typeparam>
    /// <exception cref="ArgumentException">There is none of that name, or it is of another type.</exception>
    public T Get<T>(string name) => Value(name) is T value ? value
        : throw new ArgumentException($"Trial: '{name}' is {Text(Value(name))}, of type {Value(name).GetType().Name}, not {typeof(T).Name}", nameof(name));

    internal static string Text(object value) => value switch
    {
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    private object Value(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Values.TryGetValue(name, out object? value) ? value : throw new ArgumentException($"Trial: there is no dimension '{name}'; there are {History.Listed(Values.Keys)}", nameof(name));
    }
}

/// <summary>What came of a trial.</summary>
/// <param name="Number">Its number in the search, from 1.</param>
/// <param name="Round">The round of the search, from 1.</param>
/// <param name="Seed">Its seed.</param>
/// <param name="Values">The values by name.</param>
/// <param name="Value">What the function gave; NaN where it failed.</param>
/// <param name="Error">What it threw; null where it did not fail.</param>
/// <param name="Elapsed">How long it took.</param>
public sealed record TrialResult(int Number, int Round, ulong Seed, IReadOnlyDictionary<string, object> Values, double Value, string? Error, TimeSpan Elapsed)
{
    /// <summary>Whether there is no value to compare.</summary>
    public bool HasFailed => double.IsNaN(Value);
}
