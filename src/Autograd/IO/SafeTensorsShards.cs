using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Autograd.IO;

/// <summary>Writes a model in several safetensors files, filled in the order of the tensors, and the index that <see cref="SafeTensorsIndex"/> reads.</summary>
internal static class SafeTensorsShards
{
    private const string Suffix = ".safetensors.index.json";

    /// <summary>What Hugging Face's readers want a file to say.</summary>
    private static readonly Dictionary<string, string> OfTorch = new(StringComparer.Ordinal) { ["format"] = "pt" };

    public static void Save(string path, IReadOnlyDictionary<string, Tensor> tensors, long most, IReadOnlyDictionary<string, string>? metadata)
    {
        string name = Path.GetFileName(path);
        if (!name.EndsWith(Suffix, StringComparison.Ordinal)) throw new ArgumentException($"SafeTensors.SaveSharded: the index is called '{name}'; its name must end in {Suffix}", nameof(path));
        foreach (var tensor in tensors.Values) Op.NeedValues("SafeTensors.SaveSharded", tensor);

        var shards = Split(tensors, most);
        string[] names = [.. shards.Select((_, i) => string.Create(CultureInfo.InvariantCulture, $"{name[..^Suffix.Length]}-{i + 1:00000}-of-{shards.Count:00000}.safetensors"))];
        string folder = Path.GetDirectoryName(path) ?? "";
        AtomicFile.WriteIndexed(
            path,
            stream => WriteIndex(stream, shards, names),
            [.. shards.Select((shard, i) => (Path.Combine(folder, names[i]), (Action<Stream>)(stream => SafeTensors.Write(stream, shard, metadata ?? OfTorch))))]);
    }

    /// <summary>As many tensors into a file as fit, in their order; of no tensors one empty file.</summary>
    private static List<OrderedDictionary<string, Tensor>> Split(IReadOnlyDictionary<string, Tensor> tensors, long most)
    {
        var shard = new OrderedDictionary<string, Tensor>(StringComparer.Ordinal);
        List<OrderedDictionary<string, Tensor>> shards = [shard];
        long held = 0;
        foreach (var (key, tensor) in tensors)
        {
            long bytes = ElementWriter.ByteCount(tensor);
            if (shard.Count > 0 && bytes > most - held)
            {
                shards.Add(shard = new(StringComparer.Ordinal));
                held = 0;
            }
            shard.Add(key, tensor);
            held += bytes;
        }
        return shards;
    }

    private static void WriteIndex(Stream stream, List<OrderedDictionary<string, Tensor>> shards, string[] names)
    {
        using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        json.WriteStartObject();
        json.WriteStartObject("metadata");
        json.WriteNumber("total_size", shards.Sum(static s => s.Values.Sum(ElementWriter.ByteCount)));
        json.WriteEndObject();
        json.WriteStartObject("weight_map");
        for (int i = 0; i < shards.Count; i++)
        {
            foreach (string key in shards[i].Keys) json.WriteString(key, names[i]);
        }
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
