using System.Text.Json;

namespace Autograd.Golden;

/// <summary>One line of the bank: inputs and arguments of an op, and what PyTorch made of them.</summary>
internal sealed record GoldenCase(string Id, string Op, string Variant, string Group)
{
    public IReadOnlyList<GoldenTensor> Inputs { get; private init; } = [];

    public JsonElement Args { get; private init; }

    /// <summary>The seed of a random stream.</summary>
    public ulong? Seed { get; private init; }

    /// <summary>Transforms an input passes before the op, inside what is differentiated.</summary>
    public IReadOnlyDictionary<string, string[]> Pre { get; private init; } = new Dictionary<string, string[]>(StringComparer.Ordinal);

    /// <summary>A transform or null for each output.</summary>
    public IReadOnlyList<string?> Post { get; private init; } = [];

    public IReadOnlyList<GoldenTensor> Outputs { get; private init; } = [];

    /// <summary>Cotangents with the index of their output; empty when the case is for values only.</summary>
    public IReadOnlyList<(int Output, GoldenTensor Value)> Cotangents { get; private init; } = [];

    /// <summary>One gradient for each input that requires one; null is zero.</summary>
    public IReadOnlyList<GoldenTensor?> Grads { get; private init; } = [];

    public SecondOrder? Grads2 { get; private init; }

    public static GoldenCase Parse(string line, string group)
    {
        using var document = JsonDocument.Parse(line);
        var json = document.RootElement.Clone();
        // The orders of a loader come in kinds, each an op of its own.
        string op = json.TryGetProperty("kind", out var kind) ? $"{Text(json, "op")}.{kind.GetString()}" : Text(json, "op");
        return new GoldenCase(Text(json, "id"), op, Text(json, "variant"), group)
        {
            Inputs = Tensors(json, "inputs")!,
            Args = json.GetProperty("args"),
            Seed = json.TryGetProperty("seed", out var seed) ? seed.GetUInt64() : null,
            Pre = json.TryGetProperty("pre", out var pre)
                ? pre.EnumerateObject().ToDictionary(p => p.Name, p => p.Value.EnumerateArray().Select(t => t.GetString()!).ToArray(), StringComparer.Ordinal)
                : new Dictionary<string, string[]>(StringComparer.Ordinal),
            Post = json.TryGetProperty("post", out var post) ? [.. post.EnumerateArray().Select(t => t.GetString())] : [],
            Outputs = ParseOutputs(json),
            Cotangents = json.TryGetProperty("cotangents", out var cotangents)
                ? [.. cotangents.EnumerateArray().Select(c => (c.GetProperty("output").GetInt32(), GoldenTensor.Parse(c)!))]
                : [],
            Grads = Tensors(json, "grads"),
            Grads2 = json.TryGetProperty("grads2", out var second)
                ? new SecondOrder(Tensors(second, "v"), Tensors(second, "inputs"), Tensors(second, "cotangents"))
                : null,
        };
    }

    // A module's initial state, a training program and a loader have named results instead of a list of outputs.
    private static List<GoldenTensor> ParseOutputs(JsonElement json)
    {
        var outputs = new List<GoldenTensor>(Tensors(json, "outputs")!);
        if (json.TryGetProperty("losses", out var losses)) outputs.Add(GoldenTensor.Vector("losses", losses));
        if (json.TryGetProperty("accuracy", out var accuracy))
            outputs.Add(GoldenTensor.Vector("accuracy", JsonSerializer.SerializeToElement(new[] { accuracy.GetDouble() })));
        if (json.TryGetProperty("state", out var state))
            outputs.AddRange(state.EnumerateObject().Select(entry => GoldenTensor.Parse(entry.Value, entry.Name)!));
        if (json.TryGetProperty("epochs", out var epochs))
            outputs.AddRange(epochs.EnumerateArray().SelectMany(epoch => epoch.EnumerateArray()).Select(batch => GoldenTensor.Vector("batch", batch, DType.Int64)));
        if (json.TryGetProperty("after", out var after)) outputs.Add(GoldenTensor.Vector("after", after));
        return outputs;
    }

    private static GoldenTensor?[] Tensors(JsonElement json, string name) =>
        json.TryGetProperty(name, out var list) ? [.. list.EnumerateArray().Select(t => GoldenTensor.Parse(t))] : [];

    private static string Text(JsonElement json, string name) => json.TryGetProperty(name, out var text) ? text.GetString()! : "";

    /// <summary>With S = sum of &lt;grad_i, v_i&gt;: the derivatives of S by the inputs and by the cotangents; null is zero.</summary>
    internal sealed record SecondOrder(
        IReadOnlyList<GoldenTensor?> V,
        IReadOnlyList<GoldenTensor?> Inputs,
        IReadOnlyList<GoldenTensor?> Cotangents);
}
