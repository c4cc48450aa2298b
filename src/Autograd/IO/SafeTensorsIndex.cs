using System.Text.Json;

namespace Autograd.IO;

/// <summary>
/// A model in several safetensors files: <c>{"metadata": {...}, "weight_map": {"a.weight": "model-00001-of-00002.safetensors", ...}}</c>,
/// beside them in one folder.
/// </summary>
internal static class SafeTensorsIndex
{
    private const string Expected = "an index of safetensors files, with a weight_map from names to files of its folder";

    // An object in an object; the metadata may hold more.
    private const int Depth = 8;

    private const int EntryBytes = 200;
    private const int ShardBytes = 4096;

    /// <summary>Reads the tensors that an index names.</summary>
    /// <exception cref="TensorFileException">The index or a file is not as it should be, or they contradict each other.</exception>
    public static IReadOnlyDictionary<string, Tensor> Load(string path, long? maxBytes)
    {
        var places = FileReader.Read(path, maxBytes, Expected, static (file, budget) => Read(file, budget));
        string folder = Path.GetDirectoryName(path) ?? "";
        var shards = new Dictionary<string, SafeTensorsFile>(StringComparer.Ordinal);
        try
        {
            foreach (string name in places.Values)
            {
                if (!shards.ContainsKey(name)) shards.Add(name, SafeTensorsFile.Open(Path.Combine(folder, name), maxBytes));
            }
            foreach (var (name, shard) in shards)
            {
                if (shard.Keys.FirstOrDefault(key => !places.TryGetValue(key, out string? place) || place != name) is { } stranger)
                    throw new TensorFileException(path, $"'{stranger}' in {name}", "a weight_map that leads to every tensor of its files");
            }
            var tensors = new OrderedDictionary<string, Tensor>(places.Count, StringComparer.Ordinal);
            foreach (var (key, name) in places)
            {
                if (!shards[name].Has(key)) throw new TensorFileException(path, $"'{key}', which {name} does not have", "the names of the tensors of its files");
                tensors.Add(key, shards[name].ReadOnBudget(key));
            }
            return tensors;
        }
        finally
        {
            foreach (var shard in shards.Values) shard.Dispose();
        }
    }

    private static OrderedDictionary<string, string> Read(MappedFile file, MemoryBudget budget)
    {
        if (file.Length > int.MaxValue) throw new TensorFileException(file.Path, $"{file.Length} bytes", Expected);
        var reader = new Utf8JsonReader(file.Bytes(0, (int)file.Length), new JsonReaderOptions { MaxDepth = Depth });
        var files = new HashSet<string>(StringComparer.Ordinal);
        OrderedDictionary<string, string>? places = null;
        Need(ref reader, JsonTokenType.StartObject);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (!JsonText.Is(reader, "weight_map"u8))
            {
                reader.Skip();
                continue;
            }
            if (places is not null) throw new TensorFileException(file.Path, "a second weight_map", Expected);
            places = new OrderedDictionary<string, string>(StringComparer.Ordinal);
            Need(ref reader, JsonTokenType.StartObject);
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                budget.Take(EntryBytes + (4L * reader.ValueSpan.Length));
                string key = JsonText.Of(reader, file.Path);
                Need(ref reader, JsonTokenType.String);
                budget.Take(2L * reader.ValueSpan.Length);
                string name = JsonText.Of(reader, file.Path);
                if (files.TryGetValue(name, out string? known)) name = known;
                else if (files.Add(name)) budget.Take(ShardBytes);
                CheckName(file.Path, name);
                if (!places.TryAdd(key, name)) throw new TensorFileException(file.Path, $"'{key}' twice", "every name once");
            }
        }
        reader.Read();
        return places ?? throw new TensorFileException(file.Path, "no weight_map", Expected);

        void Need(ref Utf8JsonReader reader, JsonTokenType type)
        {
            if (!reader.Read() || reader.TokenType != type) throw new TensorFileException(file.Path, $"{reader.TokenType}", Expected);
        }
    }

    /// <summary>Shards lie beside their index: a name that leads elsewhere is refused.</summary>
    private static void CheckName(string path, string name)
    {
        if (name.Length == 0 || name is "." or ".." || name.AsSpan().IndexOfAny("/\\:\0") >= 0)
            throw new TensorFileException(path, $"the file name '{name}'", "the name of a file beside the index");
    }
}
