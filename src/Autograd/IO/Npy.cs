using Autograd.Memory;

namespace Autograd.IO;

/// <summary>Single arrays in NumPy's format, <c>.npy</c> (<c>numpy.load</c>, <c>numpy.save</c>).</summary>
/// <remarks>
/// Bools, integers and floats of any byte order are read; integers that have no dtype become wider ones: of 8 and 16 bits int32,
/// unsigned ones of 32 and 64 bits int64. Objects, texts, dates, records and complex numbers are refused by name.
/// </remarks>
public static class Npy
{
    // A header as text, and its parts.
    private const int HeaderBytes = 1024;

    /// <summary>Reads an array.</summary>
    /// <param name="path">The file.</param>
    /// <param name="maxBytes">The most memory that it may take; four times its length and 1 MB when not given.</param>
    /// <returns>A tensor of the array's shape; one in Fortran order has Fortran's strides, as in NumPy.</returns>
    /// <exception cref="TensorFileException">The file is truncated, damaged or of another kind, or its elements have no dtype.</exception>
    /// <exception cref="IOException">The file is missing or cannot be read.</exception>
    public static Tensor Load(string path, long? maxBytes = null) => FileReader.Read(path, maxBytes, NpyHeader.Expected, static (file, budget) =>
    {
        using var stream = file.Stream(0, file.Length);
        return Read(stream, file.Length, file.Path, budget);
    });

    /// <summary>Writes an array. The file that was there stays as it is until the new one is complete.</summary>
    /// <param name="path">The file.</param>
    /// <param name="tensor">The array; bfloat16, which NumPy does not know, is written as float32.</param>
    /// <param name="fortranOrder">Whether the first index runs fastest.</param>
    /// <exception cref="AutogradException">The tensor has no values.</exception>
    /// <exception cref="IOException">The file cannot be written; the one that was there is as it was.</exception>
    public static void Save(string path, Tensor tensor, bool fortranOrder = false)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(tensor);
        AtomicFile.Write(path, stream => Write("Npy.Save", stream, tensor, fortranOrder));
    }

    /// <summary>Reads an array that is all of a stream.</summary>
    /// <param name="source">The array.</param>
    /// <param name="length">The bytes of the stream.</param>
    /// <param name="path">The file, for messages.</param>
    /// <param name="budget">Asked before memory is taken.</param>
    internal static Tensor Read(Stream source, long length, string path, MemoryBudget budget)
    {
        budget.Take(HeaderBytes);
        var header = NpyHeader.Read(source, path);
        if (header.FortranOrder) Array.Reverse(header.Sizes);
        var layout = FileShape.Contiguous(path, "the array", header.Sizes);
        long expected = header.Bytes + ((long)layout.Count * header.Element.Size);
        if (length != expected) throw new TensorFileException(path, $"{length} bytes", FormattableString.Invariant($"{expected}, for the shape {layout} of its header"));
        var x = header.Element.Read(source, layout, budget, header.BigEndian);
        return header.FortranOrder ? x.Permute([.. Enumerable.Range(0, x.Rank).Reverse()]) : x;
    }

    internal static void Write(string op, Stream target, Tensor tensor, bool fortranOrder)
    {
        using var scope = NoGrad.Scope;
        var x = tensor.DType == DType.BFloat16 ? tensor.Float() : tensor;
        NpyHeader.Write(target, x.DType, x.Shape, fortranOrder);
        ElementWriter.Write(op, fortranOrder ? x.Permute([.. Enumerable.Range(0, x.Rank).Reverse()]) : x, target);
    }
}
