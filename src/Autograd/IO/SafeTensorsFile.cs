namespace Autograd.IO;

/// <summary>
/// An open safetensors file, mapped into memory: tensors are read when they are asked for, each time anew (<c>safetensors.safe_open</c>).
/// Dispose it to let go of the file, which must not become shorter while it is open.
/// </summary>
public sealed class SafeTensorsFile : IDisposable
{
    private readonly MappedFile file;
    private readonly SafeTensorsHeader header;
    private readonly MemoryBudget budget;

    private SafeTensorsFile(MappedFile file, MemoryBudget budget)
    {
        (this.file, this.budget) = (file, budget);
        header = FileReader.Guard(file.Path, SafeTensorsHeader.Expected, () => SafeTensorsHeader.Read(file, budget));
    }

    /// <summary>The names of the tensors, in the order of the file.</summary>
    public IReadOnlyList<string> Keys => header.Entries.Keys;

    /// <summary>What the file says of itself, text by name.</summary>
    public IReadOnlyDictionary<string, string> Metadata => header.Metadata;

    /// <summary>Reads a tensor.</summary>
    /// <exception cref="KeyNotFoundException">There is none of this name.</exception>
    /// <exception cref="TensorFileException">The file holds an integer beyond int64.</exception>
    public Tensor this[string key] => Read(Entry(key), new MemoryBudget(file.Path, file.Length, long.MaxValue));

    /// <summary>The shape of a tensor, which is not read.</summary>
    /// <exception cref="KeyNotFoundException">There is none of this name.</exception>
    public Shape ShapeOf(string key) => new(Entry(key).Layout);

    /// <summary>The dtype that a tensor will have, which is not read.</summary>
    /// <exception cref="KeyNotFoundException">There is none of this name.</exception>
    public DType DTypeOf(string key) => Entry(key).Element.DType;

    /// <inheritdoc/>
    public void Dispose() => file.Dispose();

    internal static SafeTensorsFile Open(string path, long? maxBytes) => Open(path, length => new MemoryBudget(path, length, maxBytes));

    /// <summary>Opens a file whose budget is given when its length is known.</summary>
    internal static SafeTensorsFile Open(string path, Func<long, MemoryBudget> budget)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var file = new MappedFile(path);
        try
        {
            return new SafeTensorsFile(file, budget(file.Length));
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Reads a tensor on the budget of the file.</summary>
    internal Tensor ReadOnBudget(string key) => Read(Entry(key), budget);

    internal bool Has(string key) => header.Entries.ContainsKey(key);

    internal void TakeBudget(long bytes) => budget.Take(bytes);

    private Tensor Read(SafeTensorsEntry entry, MemoryBudget from)
    {
        var tensor = FileReader.Guard(file.Path, "numbers of 64 bits with a sign", () =>
        {
            using var stream = file.Stream(header.DataStart + entry.Begin, entry.End - entry.Begin);
            return entry.Element.Read(stream, entry.Layout, from);
        });
        GC.KeepAlive(this);
        return tensor;
    }

    private SafeTensorsEntry Entry(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return header.Entries.TryGetValue(key, out var entry) ? entry
            : throw new KeyNotFoundException($"{file.Path} has no tensor '{key}'; it has {string.Join(", ", header.Entries.Keys)}");
    }
}
