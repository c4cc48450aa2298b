using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using Autograd.Memory;

namespace Autograd.Data;

/// <summary>Reads IDX files, the format of the MNIST digits: a shape and unsigned bytes, plain or compressed with gzip.</summary>
/// <remarks>
/// Two zero bytes, the element type (8: unsigned byte), the rank, the sizes as big-endian 32-bit integers, the elements
/// in row-major order (LeCun, Cortes and Burges, <c>yann.lecun.com/exdb/mnist</c>). The header is not believed: memory
/// is taken as bytes arrive.
/// </remarks>
public static class Idx
{
    private const int HeaderBytes = 4;
    private const byte UnsignedByte = 0x08;
    private const int FirstBuffer = 1 << 16;

    /// <summary>What closes a gzip file: the checksum of the content and its length modulo 2^32, both little-endian (RFC 1952).</summary>
    private const int TrailerBytes = 8;

    /// <summary>Deflate turns one byte into at most 1032 (a match of 258 bytes in two bits).</summary>
    private const long MaxExpansion = 1032;

    /// <summary>Reads a whole file.</summary>
    /// <param name="path">The file; gzip is recognised by its first two bytes, not by its name.</param>
    /// <returns>The sizes, and as many bytes as their product.</returns>
    /// <exception cref="InvalidDataException">The file is not IDX, holds another type than unsigned bytes, is truncated, too long or damaged.</exception>
    /// <exception cref="IOException">The file is missing or cannot be read.</exception>
    public static (int[] Shape, byte[] Data) Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using var file = File.OpenRead(path);
        bool compressed = file.ReadByte() == 0x1f && file.ReadByte() == 0x8b;
        file.Position = 0;
        try
        {
            Crc32 sum = default;
            if (!compressed) return Read(file, path, file.Length, ref sum);
            using var content = new GZipStream(file, CompressionMode.Decompress);
            var (shape, data) = Read(content, path, file.Length * MaxExpansion, ref sum);
            CheckTrailer(file, path, sum, HeaderBytes * (1 + shape.Length) + (long)data.Length);
            return (shape, data);
        }
        catch (EndOfStreamException e)
        {
            throw new InvalidDataException($"{path} is truncated: it ends inside its header", e);
        }
        catch (InvalidDataException e) when (!e.Message.StartsWith(path, StringComparison.Ordinal))
        {
            throw new InvalidDataException($"{path} is damaged: its gzip stream cannot be decompressed", e);
        }
    }

    /// <summary>Reads a whole file as a uint8 tensor.</summary>
    /// <inheritdoc cref="Read(string)"/>
    /// <returns>A tensor of the file's shape.</returns>
    public static Tensor ReadTensor(string path)
    {
        var (shape, data) = Read(path);
        return Tensor.From<byte>(data, shape);
    }

    private static (int[] Shape, byte[] Data) Read(Stream content, string path, long mostBytes, ref Crc32 sum)
    {
        Span<byte> word = stackalloc byte[HeaderBytes];
        content.ReadExactly(word);
        sum.Add(word);
        if (word[0] != 0 || word[1] != 0)
            throw new InvalidDataException($"{path} is not an IDX file: it does not begin with two zero bytes");
        if (word[2] != UnsignedByte)
            throw new InvalidDataException(Text($"{path} holds elements of IDX type 0x{word[2]:x2}; only unsigned bytes (0x08) are read"));
        var shape = new int[word[3]];
        long count = 1;
        foreach (ref int size in shape.AsSpan())
        {
            content.ReadExactly(word);
            sum.Add(word);
            size = BinaryPrimitives.ReadInt32BigEndian(word);
            if (size < 0) throw new InvalidDataException(Text($"{path} is damaged: its header has the negative size {size}"));
            count = Math.Min(count * size, int.MaxValue);
        }
        if (count > Math.Min(mostBytes, Array.MaxLength)) throw TooShort(path, shape, mostBytes);
        byte[] data = ReadBytes(content, (int)count, out int length);
        if (length < count) throw TooShort(path, shape, length);
        if (content.ReadByte() >= 0)
            throw new InvalidDataException($"{path} is damaged: bytes follow the elements of the shape {Layout.Describe(shape)}");
        sum.Add(data);
        return (shape, data);
    }

    // The decompressor is content with a file that ends before its trailer: whether all of it is there, only the trailer says.
    private static void CheckTrailer(FileStream file, string path, Crc32 sum, long length)
    {
        Span<byte> trailer = stackalloc byte[TrailerBytes];
        file.Position = Math.Max(0, file.Length - TrailerBytes);
        file.ReadExactly(trailer);
        if (BinaryPrimitives.ReadUInt32LittleEndian(trailer) != sum.Value || BinaryPrimitives.ReadUInt32LittleEndian(trailer[4..]) != (uint)length)
            throw new InvalidDataException($"{path} is truncated or damaged: it does not end with the checksum and the length of its content");
    }

    // Doubles the buffer as bytes arrive, so that a header alone takes no memory.
    private static byte[] ReadBytes(Stream content, int count, out int length)
    {
        var data = new byte[Math.Min(count, FirstBuffer)];
        length = 0;
        while (true)
        {
            length += content.ReadAtLeast(data.AsSpan(length), data.Length - length, throwOnEndOfStream: false);
            if (length < data.Length || length == count) return data;
            Array.Resize(ref data, (int)Math.Min(count, 2L * data.Length));
        }
    }

    private static InvalidDataException TooShort(string path, int[] shape, long length) =>
        new(Text($"{path} is truncated: the shape {Layout.Describe(shape)} of its header needs more than its {length} bytes"));

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
