using System.Text.Json;

namespace Autograd.Golden;

/// <summary>The bank's index items, <c>x[1, 2:4, ..., None, mask]</c>, as the library's.</summary>
internal static class IndexItems
{
    public static TensorIndex[] Of(CaseArguments a) => [.. a.Argument("index")!.Value.EnumerateArray().Select(item => Item(item, a))];

    private static TensorIndex Item(JsonElement item, CaseArguments a)
    {
        if (item.ValueKind == JsonValueKind.Number) return item.GetInt32();
        var (kind, value) = item.EnumerateObject().Select(p => (p.Name, p.Value)).First();
        return kind switch
        {
            "slice" => TensorIndex.Slice(Bound(value[0]), Bound(value[1]), Bound(value[2]) ?? 1),
            "ellipsis" => TensorIndex.Ellipsis,
            "newaxis" => TensorIndex.NewAxis,
            "list" => List(value),
            "tensor" => a.Tensors("index_tensors")[value.GetInt32()],
            _ => throw new InvalidDataException($"'{kind}' is no index item of the bank"),
        };
    }

    private static int? Bound(JsonElement value) => value.ValueKind == JsonValueKind.Null ? null : value.GetInt32();

    // Nested lists have the shape of their nesting.
    private static Tensor List(JsonElement value)
    {
        var shape = new List<int>();
        for (var level = value; level.ValueKind == JsonValueKind.Array; level = level[0])
        {
            shape.Add(level.GetArrayLength());
            if (level.GetArrayLength() == 0) break;
        }
        return Tensor.From<long>(Flat(value).ToArray(), shape.ToArray());
    }

    private static IEnumerable<long> Flat(JsonElement value) =>
        value.ValueKind == JsonValueKind.Array ? value.EnumerateArray().SelectMany(Flat) : [value.GetInt64()];
}
