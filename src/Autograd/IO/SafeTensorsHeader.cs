using System.Buffers.Binary;
using System.Text.Json;
using Autograd.Memory;

namespace Autograd.IO;

/// <summary>A tensor of a safetensors file: where its bytes lie behind the header, and what they are.</summary>
internal readonly record struct SafeTensorsEntry(FileElement Element, Layout Layout, long Begin, long End);

/// <summary>The header of a safetensors file: eight bytes of length, little-endian, and a JSON object with an entry for every tensor.</summary>
/// <remarks>
/// The format's own rules (github.com/huggingface/safetensors) are kept when reading: names are unique, the bytes of the tensors
/// follow each other without gaps or overlaps and fill the file, the header has at most 100 MB.
/// </remarks>
internal sealed class SafeTensorsHeader
{
    public const string MetadataKey = "__metadata__";
    public const string Expected = "a safetensors file";
    public const int LengthBytes = 8;

    private const int MostHeaderBytes = 100_000_000;

    /// <summary>An object in an object, and a list in that.</summary>
    private const int Depth = 3;

    // Names of a dictionary, their tables while they grow, a layout.
    private const int EntryBytes = 360;
    private const int MetadataBytes = 200;
    private const int TextBytes = 32;

    private readonly MappedFile file;
    private readonly MemoryBudget budget;

    private SafeTensorsHeader(MappedFile file, MemoryBudget budget) => (this.file, this.budget) = (file, budget);

    /// <summary>Where the bytes of the first tensor lie.</summary>
    public long DataStart { get; private set; }

    /// <summary>The tensors by name, in the order of the header.</summary>
    public OrderedDictionary<string, SafeTensorsEntry> Entries { get; } = new(StringComparer.Ordinal);

    /// <summary>What the file says of itself.</summary>
    public OrderedDictionary<string, string> Metadata { get; } = new(StringComparer.Ordinal);

    /// <summary>Reads and checks the header of a file.</summary>
    /// <exception cref="TensorFileException">It is not as the format says.</exception>
    public static SafeTensorsHeader Read(MappedFile file, MemoryBudget budget)
    {
        if (file.Length < LengthBytes) throw new TensorFileException(file.Path, $"{file.Length} bytes", "a safetensors file, which begins with the length of its header in 8 bytes");
        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(file.Bytes(0, LengthBytes));
        if (length > MostHeaderBytes || (long)length > file.Length - LengthBytes)
            throw new TensorFileException(file.Path, $"a header of {length} bytes in a file of {file.Length}", FormattableString.Invariant($"a header that lies in the file and has at most {MostHeaderBytes} bytes"));
        var header = new SafeTensorsHeader(file, budget) { DataStart = LengthBytes + (long)length };
        header.ReadObject(file.Bytes(LengthBytes, (int)length));
        header.CheckOffsets();
        return header;
    }

    private void ReadObject(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = Depth });
        Need(ref reader, JsonTokenType.StartObject, "the header");
        while (Next(ref reader) == JsonTokenType.PropertyName)
        {
            budget.Take(4L * reader.ValueSpan.Length);
            string name = JsonText.Of(reader, file.Path);
            if (name == MetadataKey) ReadMetadata(ref reader);
            else ReadEntry(ref reader, name);
        }
        // Throws where something follows the object.
        reader.Read();
    }

    private void ReadMetadata(ref Utf8JsonReader reader)
    {
        if (Metadata.Count > 0) throw new TensorFileException(file.Path, "metadata twice", "it once");
        Need(ref reader, JsonTokenType.StartObject, MetadataKey);
        while (Next(ref reader) == JsonTokenType.PropertyName)
        {
            budget.Take(MetadataBytes + (2L * reader.ValueSpan.Length));
            string key = JsonText.Of(reader, file.Path);
            Need(ref reader, JsonTokenType.String, key);
            budget.Take(2L * reader.ValueSpan.Length);
            if (!Metadata.TryAdd(key, JsonText.Of(reader, file.Path))) throw new TensorFileException(file.Path, $"metadata with '{key}' twice", "every key once");
        }
    }

    private void ReadEntry(ref Utf8JsonReader reader, string name)
    {
        budget.Take(EntryBytes);
        Need(ref reader, JsonTokenType.StartObject, name);
        FileElement? element = null;
        Span<long> sizes = stackalloc long[Layout.MaxRank], offsets = stackalloc long[2];
        int rank = -1, ends = -1;
        while (Next(ref reader) == JsonTokenType.PropertyName)
        {
            if (element is null && JsonText.Is(reader, "dtype"u8)) element = Element(ref reader, name);
            else if (rank < 0 && JsonText.Is(reader, "shape"u8)) rank = Numbers(ref reader, sizes, name);
            else if (ends < 0 && JsonText.Is(reader, "data_offsets"u8)) ends = Numbers(ref reader, offsets, name);
            else throw Wrong(name, "a field that is unknown, or there twice");
        }
        if (element is null || rank < 0 || ends != 2) throw Wrong(name, "fields missing");
        budget.Take(2 * sizeof(int) * rank);
        var layout = FileShape.Contiguous(file.Path, name, sizes[..rank]);
        if (offsets[0] < 0 || offsets[1] - offsets[0] != (long)layout.Count * element.Size)
            throw new TensorFileException(file.Path, $"'{name}' at {offsets[0]} to {offsets[1]}", FormattableString.Invariant($"{(long)layout.Count * element.Size} bytes for its shape {layout}"));
        if (!Entries.TryAdd(name, new SafeTensorsEntry(element, layout, offsets[0], offsets[1])))
            throw new TensorFileException(file.Path, $"'{name}' twice", "every name once");
    }

    private FileElement Element(ref Utf8JsonReader reader, string name)
    {
        Need(ref reader, JsonTokenType.String, name);
        budget.Take(TextBytes + (2L * reader.ValueSpan.Length));
        string dtype = JsonText.Of(reader, file.Path);
        foreach (var (known, element) in SafeTensorsTypes.All)
        {
            if (known == dtype) return element;
        }
        throw new TensorFileException(file.Path, $"'{name}' with dtype '{dtype}'", "one of " + string.Join(", ", SafeTensorsTypes.All.Select(static t => t.Name)));
    }

    private int Numbers(ref Utf8JsonReader reader, scoped Span<long> numbers, string name)
    {
        Need(ref reader, JsonTokenType.StartArray, name);
        int count = 0;
        while (Next(ref reader) != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt64(out long number) || count == numbers.Length)
                throw Wrong(name, FormattableString.Invariant($"a list with other things than whole numbers, or with more than {numbers.Length}"));
            numbers[count++] = number;
        }
        return count;
    }

    private void CheckOffsets()
    {
        budget.Take(2L * sizeof(long) * Entries.Count);
        var places = new (long Begin, long End)[Entries.Count];
        int i = 0;
        foreach (var entry in Entries.Values) places[i++] = (entry.Begin, entry.End);
        Array.Sort(places);
        long at = 0;
        foreach (var (begin, end) in places)
        {
            if (begin != at) throw new TensorFileException(file.Path, $"a tensor that begins at {begin}", FormattableString.Invariant($"one that begins at {at}: no gaps, no overlaps"));
            at = end;
        }
        if (at != file.Length - DataStart) throw new TensorFileException(file.Path, $"{file.Length - DataStart} bytes behind the header", FormattableString.Invariant($"{at}, those of its tensors"));
    }

    private void Need(ref Utf8JsonReader reader, JsonTokenType type, string of)
    {
        if (Next(ref reader) != type) throw Wrong(of, reader.TokenType.ToString());
    }

    private JsonTokenType Next(ref Utf8JsonReader reader) =>
        reader.Read() ? reader.TokenType : throw new TensorFileException(file.Path, "a header that ends too soon", Expected);

    private TensorFileException Wrong(string name, string what) =>
        new(file.Path, $"'{name}': {what}", "an object with dtype, shape and data_offsets for every tensor");
}
