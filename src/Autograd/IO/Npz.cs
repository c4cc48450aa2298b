using System.IO.Compression;

namespace Autograd.IO;

/// <summary>Arrays by name in NumPy's format, <c>.npz</c>: a zip file of <c>.npy</c> arrays (<c>numpy.load</c>, <c>numpy.savez</c>).</summary>
/// <remarks>What single arrays may be, see <see cref="Npy"/>.</remarks>
public static class Npz
{
    private const string Expected = "a NumPy archive, a zip file of .npy arrays";
    private const string Suffix = ".npy";

    // A place in a dictionary.
    private const int EntryBytes = 120;

    /// <summary>Reads all arrays.</summary>
    /// <param name="path">The file, compressed or not.</param>
    /// <param name="maxBytes">
    /// The most memory that it may take; four times its length and 1 MB when not given: a compressed file of few different numbers needs more,
    /// and says so.
    /// </param>
    /// <returns>The tensors by name, in the order of the file.</returns>
    /// <exception cref="TensorFileException">The file is truncated, damaged or of another kind, or takes more memory than it may.</exception>
    /// <exception cref="IOException">The file is missing or cannot be read.</exception>
    public static IReadOnlyDictionary<string, Tensor> Load(string path, long? maxBytes = null) => FileReader.Read(path, maxBytes, Expected, static (file, budget) =>
    {
        using var zip = new TensorZip(file, budget);
        var arrays = new OrderedDictionary<string, Tensor>(StringComparer.Ordinal);
        foreach (string name in zip.Names)
        {
            if (!name.EndsWith(Suffix, StringComparison.Ordinal)) throw new TensorFileException(file.Path, $"the entry '{name}'", Expected);
            budget.Take(EntryBytes + (2L * name.Length));
            arrays.Add(name[..^Suffix.Length], zip.Read(name, stream => Npy.Read(stream, zip.LengthOf(name), file.Path, budget)));
        }
        return arrays;
    });

    /// <summary>Writes arrays by name (<c>numpy.savez</c>). The file that was there stays as it is until the new one is complete.</summary>
    /// <param name="path">The file.</param>
    /// <param name="arrays">The tensors; bfloat16, which NumPy does not know, is written as float32.</param>
    /// <exception cref="AutogradException">A tensor has no values.</exception>
    /// <exception cref="IOException">The file cannot be written; the one that was there is as it was.</exception>
    public static void Save(string path, IReadOnlyDictionary<string, Tensor> arrays) => Save("Npz.Save", path, arrays, CompressionLevel.NoCompression);

    /// <summary>Writes arrays by name, compressed (<c>numpy.savez_compressed</c>).</summary>
    /// <inheritdoc cref="Save(string, IReadOnlyDictionary{string, Tensor})"/>
    public static void SaveCompressed(string path, IReadOnlyDictionary<string, Tensor> arrays) => Save("Npz.SaveCompressed", path, arrays, CompressionLevel.Optimal);

    private static void Save(string op, string path, IReadOnlyDictionary<string, Tensor> arrays, CompressionLevel level)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(arrays);
        foreach (var tensor in arrays.Values) ArgumentNullException.ThrowIfNull(tensor, nameof(arrays));
        AtomicFile.Write(path, stream =>
        {
            using var zip = new ZipWriter(stream, level);
            foreach (var (name, tensor) in arrays) zip.Add(name + Suffix, content => Npy.Write(op, content, tensor, fortranOrder: false));
        });
    }
}
