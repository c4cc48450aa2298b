using System.Text.Json.Nodes;
using Autograd.IO;

namespace Autograd.Data;

/// <summary>An object of a saved preparation: what is missing or of another kind is an error that names it.</summary>
internal sealed class StepData(JsonNode? node, string path, string place)
{
    /// <summary>The file.</summary>
    public string Path => path;

    public string Text(string key) => TextOrNull(key) ?? throw Bad(key, "a text");

    public string? TextOrNull(string key) => At(key) is { } value ? Value<string>(value) ?? throw Bad(key, "a text or null") : null;

    public double Number(string key) => NumberOrNull(key) ?? throw Bad(key, "a number");

    public double? NumberOrNull(string key) => At(key) is { } value ? Value<double?>(value) ?? throw Bad(key, "a number or null") : null;

    public bool Flag(string key) => Value<bool?>(At(key)) ?? throw Bad(key, "true or false");

    public T Choice<T>(string key)
        where T : struct, Enum => Enum.TryParse(Text(key), out T value) && Enum.IsDefined(value) ? value : throw Bad(key, "one of " + string.Join(", ", Enum.GetNames<T>()));

    public string[] Texts(string key) => [.. List(key).Select(item => Value<string>(item) ?? throw Bad(key, "a list of texts"))];

    public string?[] TextsOrNull(string key) => [.. List(key).Select(item => item is null ? null : Value<string>(item) ?? throw Bad(key, "a list of texts and nulls"))];

    public double[] Numbers(string key) => [.. List(key).Select(item => Value<double?>(item) ?? throw Bad(key, "a list of numbers"))];

    public StepData[] Items(string key) => [.. List(key).Select((item, i) => new StepData(item, path, FormattableString.Invariant($"{place}.{key}[{i}]")))];

    /// <summary>What was read, if it is as it must be.</summary>
    public T Need<T>(T value, bool holds, string expected) => holds ? value : throw Unfit(FormattableString.Invariant($"{place} holds {value}"), expected);

    public static JsonArray List<T>(IEnumerable<T> items, Func<T, JsonNode?> node) => new([.. items.Select(node)]);

    public static JsonArray Texts(IEnumerable<string?> items) => List(items, static item => JsonValue.Create(item));

    private JsonArray List(string key) => At(key) as JsonArray ?? throw Bad(key, "a list");

    private JsonNode? At(string key)
    {
        if (node is not JsonObject values) throw Unfit($"{place} is {node?.GetValueKind().ToString() ?? "nothing"}", "an object");
        return values.TryGetPropertyValue(key, out var value) ? value : throw Bad(key, "a value");
    }

    private TensorFileException Bad(string key, string expected)
    {
        string found = node is JsonObject values && values.TryGetPropertyValue(key, out var value) ? value?.ToJsonString() ?? "null" : "missing";
        return Unfit($"{place}.{key} is {found}", expected);
    }

    private TensorFileException Unfit(string found, string expected) => new(path, found, expected);

    private static T? Value<T>(JsonNode? value) => value is JsonValue known && known.TryGetValue(out T? found) ? found : default;
}
