using System.Text.Json;

namespace Autograd.Golden;

/// <summary>The arguments of a call by PyTorch's names; what is absent or null (None) is not there.</summary>
internal class Arguments(JsonElement json)
{
    /// <summary>The argument as it stands, or null when it is absent or None.</summary>
    public JsonElement? Argument(string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    /// <summary>Whether None was given, where it is another value than the default.</summary>
    public bool IsNull(string name) => json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Null;

    public double Double(string name, double absent) => OptionalDouble(name) ?? absent;

    public double Double(string name) => OptionalDouble(name) ?? throw Missing(name);

    public double? OptionalDouble(string name) => Argument(name) is { } value ? GoldenTensor.ToDouble(value) : null;

    public int Int(string name, int absent) => OptionalInt(name) ?? absent;

    public int Int(string name) => OptionalInt(name) ?? throw Missing(name);

    public int? OptionalInt(string name) => Argument(name) is not { } value ? null
        : value.ValueKind is JsonValueKind.True or JsonValueKind.False ? (value.GetBoolean() ? 1 : 0)
        : value.GetInt32();

    public long Long(string name, long absent) => Argument(name)?.GetInt64() ?? absent;

    public long Long(string name) => Argument(name)?.GetInt64() ?? throw Missing(name);

    public bool Bool(string name, bool absent = false) => Argument(name)?.GetBoolean() ?? absent;

    public string Text(string name, string absent = "") => Argument(name)?.GetString() ?? absent;

    public DType DType(string name, DType absent) => Argument(name) is { } value ? GoldenTensor.ParseDType(value.GetString()!) : absent;

    public bool IsList(string name) => Argument(name)?.ValueKind == JsonValueKind.Array;

    /// <summary>A list of integers; a single one is a list of one; null when absent.</summary>
    public int[]? OptionalInts(string name) => Argument(name) is not { } value ? null
        : value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray().Select(x => x.GetInt32())]
        : [value.GetInt32()];

    public int[] Ints(string name) => OptionalInts(name) ?? throw Missing(name);

    /// <summary>An argument that is a whole number in Python, which does not turn an integer tensor into a floating one.</summary>
    public bool IsWhole(string name) => Argument(name) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt64(out _);

    private static KeyNotFoundException Missing(string name) => new($"the case has no argument '{name}'");
}
