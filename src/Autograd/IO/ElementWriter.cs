using System.Runtime.InteropServices;

namespace Autograd.IO;

/// <summary>Writes the elements of tensors as bytes, the least significant first.</summary>
internal static class ElementWriter
{
    /// <summary>A span of bytes has at most 2^31 - 1: elements of eight bytes are written in parts of this many.</summary>
    private const int MostAtOnce = 1 << 26;

    /// <summary>The bytes of the elements.</summary>
    public static long ByteCount(Tensor x) => (long)x.Numel * x.DType.Size;

    /// <summary>Writes the elements in row-major order.</summary>
    /// <exception cref="AutogradException">The tensor has no values.</exception>
    public static void Write(string op, Tensor x, Stream target)
    {
        using var scope = NoGrad.Scope;
        Op.NeedValues(op, x);
        var ordered = x.Contiguous();
        Span(op, ordered, ordered.Layout.Offset, ordered.Numel, target);
    }

    /// <summary>Writes the whole memory behind a tensor: the elements of every tensor that shares it.</summary>
    /// <exception cref="AutogradException">The tensor has no values.</exception>
    public static void WriteStorage(string op, Tensor x, Stream target) => Span(op, x, 0, (int)(x.Storage.ByteLength / x.DType.Size), target);

    // Elements are moved, not read: those of one size are alike.
    private static void Span(string op, Tensor x, int from, int count, Stream target)
    {
        if (!BitConverter.IsLittleEndian) throw new PlatformNotSupportedException($"{op}: files are written on little-endian machines alone");
        switch (x.DType.Size)
        {
            case 1: Span<byte>(op, x, from, count, target); break;
            case 2: Span<ushort>(op, x, from, count, target); break;
            case 4: Span<uint>(op, x, from, count, target); break;
            default: Span<ulong>(op, x, from, count, target); break;
        }
    }

    private static void Span<T>(string op, Tensor x, int from, int count, Stream target)
        where T : unmanaged
    {
        using var lease = Op.Read<T>(op, x);
        for (int done = 0; done < count; done += MostAtOnce)
            target.Write(MemoryMarshal.AsBytes(lease.Span.Slice(from + done, Math.Min(MostAtOnce, count - done))));
    }
}
