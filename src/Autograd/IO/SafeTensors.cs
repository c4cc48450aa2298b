using System.Buffers;
using System.Buffers.Binary;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Autograd.IO;

/// <summary>
/// Files of tensors by name in the safetensors format: <c>model.LoadStateDict(SafeTensors.Load(path))</c> and
/// <c>SafeTensors.Save(path, model.StateDict())</c> (<c>safetensors.torch</c>).
/// </summary>
/// <remarks>
/// Nothing in a file is believed before it is checked, and memory is taken when the file has shown that it is long enough. Signed
/// bytes and integers of 16 bits become int32, unsigned ones of 32 and 64 bits int64.
/// </remarks>
public static class SafeTensors
{
    private const int Alignment = 8;

    /// <summary>Reads all tensors of a file, or of all files that an index of shards names (<c>model.safetensors.index.json</c>).</summary>
    /// <param name="path">The file, or the index, whose name ends in <c>.json</c>.</param>
    /// <param name="maxBytes">The most memory that they may take; four times the length of the files and 1 MB when not given.</param>
    /// <returns>The tensors by name, in the order of the file.</returns>
    /// <exception cref="TensorFileException">A file is truncated, damaged or of another kind, or takes more memory than it may.</exception>
    /// <exception cref="IOException">A file is missing or cannot be read.</exception>
    public static IReadOnlyDictionary<string, Tensor> Load(string path, long? maxBytes = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (path.EndsWith(".json", StringComparison.OrdinalIgnoreCase)) return SafeTensorsIndex.Load(path, maxBytes);
        using var file = SafeTensorsFile.Open(path, maxBytes);
        var tensors = Table(file, file.Keys.Count);
        foreach (string key in file.Keys) tensors.Add(key, file.ReadOnBudget(key));
        return tensors;
    }

    /// <summary>Opens a file to read single tensors (<c>safetensors.safe_open</c>).</summary>
    /// <param name="path">The file.</param>
    /// <param name="maxBytes">The most memory that its header may take; four times the length of the file and 1 MB when not given.</param>
    /// <exception cref="TensorFileException">The file is truncated, damaged or of another kind.</exception>
    /// <exception cref="IOException">The file is missing or cannot be read.</exception>
    public static SafeTensorsFile Open(string path, long? maxBytes = null) => SafeTensorsFile.Open(path, maxBytes);

    /// <summary>
    /// Writes tensors by name. The file is written beside the one that is there, flushed to the disk and put in its place: the path
    /// holds the old file or the new one, whole, whatever happens.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="tensors">The tensors, of any dtype; those that share memory are written each for itself.</param>
    /// <param name="metadata">What the file shall say of itself.</param>
    /// <exception cref="ArgumentException">A tensor is named <c>__metadata__</c>.</exception>
    /// <exception cref="AutogradException">A tensor has no values.</exception>
    /// <exception cref="IOException">The file cannot be written; the one that was there is as it was.</exception>
    public static void Save(string path, IReadOnlyDictionary<string, Tensor> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        Check(nameof(Save), tensors);
        AtomicFile.Write(path, stream => Write(stream, tensors, metadata));
    }

    /// <summary>
    /// Writes tensors by name in several files of a bounded size, beside an index that says which is where, as Hugging Face's libraries do:
    /// <c>model.safetensors.index.json</c>, <c>model-00001-of-00003.safetensors</c>, ... (<c>huggingface_hub.save_torch_state_dict</c>).
    /// </summary>
    /// <param name="path">The index; its name ends in <c>.safetensors.index.json</c>.</param>
    /// <param name="tensors">The tensors, of any dtype; those that share memory are written each for itself.</param>
    /// <param name="maxShardBytes">How many bytes of tensors a file may hold; one tensor that is larger has a file of its own.</param>
    /// <param name="metadata">What every file shall say of itself; <c>format: pt</c> when not given, which Hugging Face's readers ask for.</param>
    /// <remarks>
    /// All files are written beside those that are there and flushed to the disk before the first is replaced, and the index comes last: whoever
    /// opens it finds the old model or the new one, or, where the machine stopped between the renames, no index. Files of an
    /// earlier index with another number of shards stay.
    /// </remarks>
    /// <exception cref="ArgumentException">The name of the index ends otherwise, or a tensor is named <c>__metadata__</c>.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxShardBytes"/> is not positive.</exception>
    /// <exception cref="AutogradException">A tensor has no values.</exception>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public static void SaveSharded(
        string path, IReadOnlyDictionary<string, Tensor> tensors, long maxShardBytes = 5_000_000_000, IReadOnlyDictionary<string, string>? metadata = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxShardBytes);
        Check(nameof(SaveSharded), tensors);
        SafeTensorsShards.Save(path, tensors, maxShardBytes, metadata);
    }

    internal static void Write(Stream stream, IReadOnlyDictionary<string, Tensor> tensors, IReadOnlyDictionary<string, string>? metadata)
    {
        // Large elements first: all of them lie at multiples of their size, without gaps.
        var placed = tensors.OrderByDescending(static t => t.Value.DType.Size).ToList();
        var begins = new Dictionary<string, long>(StringComparer.Ordinal);
        long end = 0;
        foreach (var (key, tensor) in placed)
        {
            begins.Add(key, end);
            end += ElementWriter.ByteCount(tensor);
        }
        var header = Header(tensors, begins, metadata);
        Span<byte> length = stackalloc byte[SafeTensorsHeader.LengthBytes];
        BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
        stream.Write(length);
        stream.Write(header);
        foreach (var (_, tensor) in placed) ElementWriter.Write("SafeTensors.Save", tensor, stream);
    }

    /// <summary>A dictionary for tensors, taken from the budget of a file.</summary>
    internal static OrderedDictionary<string, Tensor> Table(SafeTensorsFile file, int count)
    {
        // A bucket, a hash, a link, a key and a value.
        file.TakeBudget(40L * count);
        return new OrderedDictionary<string, Tensor>(count, StringComparer.Ordinal);
    }

    private static void Check(string method, IReadOnlyDictionary<string, Tensor> tensors)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        foreach (var tensor in tensors.Values) ArgumentNullException.ThrowIfNull(tensor, nameof(tensors));
        if (tensors.ContainsKey(SafeTensorsHeader.MetadataKey))
            throw new ArgumentException($"SafeTensors.{method}: no tensor may be named {SafeTensorsHeader.MetadataKey}, which holds the metadata", nameof(tensors));
    }

    private static ReadOnlySpan<byte> Header(IReadOnlyDictionary<string, Tensor> tensors, Dictionary<string, long> begins, IReadOnlyDictionary<string, string>? metadata)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            if (metadata is { Count: > 0 })
            {
                json.WriteStartObject(SafeTensorsHeader.MetadataKey);
                foreach (var (key, value) in metadata) json.WriteString(key, NotNull.Of(value));
                json.WriteEndObject();
            }
            foreach (var (key, tensor) in tensors) WriteEntry(json, key, tensor, begins[key]);
            json.WriteEndObject();
        }
        int padding = (Alignment - (buffer.WrittenCount % Alignment)) % Alignment;
        buffer.Write("        "u8[..padding]);
        return buffer.WrittenSpan;
    }

    private static void WriteEntry(Utf8JsonWriter json, string key, Tensor tensor, long begin)
    {
        json.WriteStartObject(key);
        json.WriteString("dtype", SafeTensorsTypes.NameOf(tensor.DType));
        json.WriteStartArray("shape");
        foreach (int size in tensor.Shape) json.WriteNumberValue(size);
        json.WriteEndArray();
        json.WriteStartArray("data_offsets");
        json.WriteNumberValue(begin);
        json.WriteNumberValue(begin + ElementWriter.ByteCount(tensor));
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
