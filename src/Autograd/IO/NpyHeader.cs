using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Autograd.Memory;

namespace Autograd.IO;

/// <summary>
/// The header of a <c>.npy</c> file: <c>\x93NUMPY</c>, two bytes of version, a length, and a Python dictionary
/// <c>{'descr': '&lt;f4', 'fortran_order': False, 'shape': (3, 4), }</c> (numpy.org, "numpy.lib.format").
/// </summary>
internal sealed record NpyHeader(FileElement Element, bool BigEndian, bool FortranOrder, long[] Sizes, int Bytes)
{
    public const string Expected = "a NumPy array file";

    /// <summary>Everything up to the elements is padded to a multiple of this.</summary>
    private const int Alignment = 64;

    /// <summary>The mark, the version, and a length of two bytes; of four in versions 2 and 3.</summary>
    private const int PrefixBytes = 8;

    /// <summary>NumPy itself reads no longer ones.</summary>
    private const int MostHeaderBytes = 10_000;

    /// <summary>The dtypes by kind and bytes, as NumPy writes them behind the mark of the byte order.</summary>
    private static readonly (string Name, FileElement Element)[] Types =
    [
        ("b1", FileElement.Bool), ("u1", FileElement.UInt8), ("i1", FileElement.Int8), ("u2", FileElement.UInt16), ("i2", FileElement.Int16),
        ("u4", FileElement.UInt32), ("i4", FileElement.Int32), ("u8", FileElement.UInt64), ("i8", FileElement.Int64),
        ("f2", FileElement.Float16), ("f4", FileElement.Float32), ("f8", FileElement.Float64),
    ];

    private static ReadOnlySpan<byte> Mark => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <summary>Reads and checks a header; the stream then stands at the first element.</summary>
    /// <exception cref="TensorFileException">It is not as the format says.</exception>
    public static NpyHeader Read(Stream source, string path)
    {
        Span<byte> prefix = stackalloc byte[PrefixBytes];
        source.ReadExactly(prefix);
        if (!prefix[..Mark.Length].SequenceEqual(Mark)) throw new TensorFileException(path, "other first bytes", Expected + ", which begins with \\x93NUMPY");
        int version = prefix[Mark.Length];
        if (version is not (1 or 2 or 3)) throw new TensorFileException(path, $"version {version} of the format", "version 1, 2 or 3");
        Span<byte> word = stackalloc byte[version == 1 ? sizeof(ushort) : sizeof(uint)];
        source.ReadExactly(word);
        uint length = version == 1 ? BinaryPrimitives.ReadUInt16LittleEndian(word) : BinaryPrimitives.ReadUInt32LittleEndian(word);
        if (length > MostHeaderBytes) throw new TensorFileException(path, $"a header of {length} bytes", FormattableString.Invariant($"at most {MostHeaderBytes}"));
        Span<byte> text = stackalloc byte[(int)length];
        source.ReadExactly(text);
        return new PythonLiteral(path, Encoding.Latin1.GetString(text)).ReadHeader(PrefixBytes + word.Length + text.Length);
    }

    /// <summary>The elements of a header's description.</summary>
    /// <exception cref="TensorFileException">There is no dtype for them.</exception>
    public static (FileElement Element, bool BigEndian) ElementOf(string path, string descr)
    {
        if (descr.Length > 1 && "<>|=".Contains(descr[0], StringComparison.Ordinal))
        {
            foreach (var (name, element) in Types)
            {
                if (descr.AsSpan(1).SequenceEqual(name)) return (element, descr[0] == '>');
            }
        }
        throw new TensorFileException(path, $"elements of the type '{descr}'", "numbers or bools: < or > with " + string.Join(", ", Types.Select(static t => t.Name)));
    }

    /// <summary>Writes a header of version 1.</summary>
    public static void Write(Stream target, DType dtype, ReadOnlySpan<int> sizes, bool fortranOrder)
    {
        string kind = Types.First(t => t.Element.DType == dtype && t.Element.IsExact).Name;
        string order = dtype.Size == 1 ? "|" : "<";
        string shape = sizes.Length == 1 ? string.Create(CultureInfo.InvariantCulture, $"({sizes[0]},)") : Layout.Describe(sizes).Replace('[', '(').Replace(']', ')');
        string text = $"{{'descr': '{order}{kind}', 'fortran_order': {(fortranOrder ? "True" : "False")}, 'shape': {shape}, }}";
        int before = PrefixBytes + sizeof(ushort);
        int padded = (before + text.Length + 1 + Alignment - 1) / Alignment * Alignment - before;
        Span<byte> length = stackalloc byte[sizeof(ushort)];
        BinaryPrimitives.WriteUInt16LittleEndian(length, (ushort)padded);
        target.Write(Mark);
        target.Write([1, 0]);
        target.Write(length);
        target.Write(Encoding.Latin1.GetBytes(text.PadRight(padded - 1) + "\n"));
    }
}
