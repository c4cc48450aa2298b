using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;
using Autograd.Kernels;
using Autograd.Memory;

namespace Autograd.IO;

/// <summary>A type of numbers in files: how many bytes one takes, which dtype it is here, and how it is read.</summary>
/// <remarks>Integers that have no dtype are widened to one that holds them all; only of uint64 there may be some that none holds.</remarks>
internal abstract class FileElement(int size, DType dtype)
{
    public static readonly FileElement Bool = new Truth();
    public static readonly FileElement UInt8 = new Same<byte>();
    public static readonly FileElement Int8 = new Widened<sbyte, int>();
    public static readonly FileElement Int16 = new Widened<short, int>();
    public static readonly FileElement UInt16 = new Widened<ushort, int>();
    public static readonly FileElement Int32 = new Same<int>();
    public static readonly FileElement UInt32 = new Widened<uint, long>();
    public static readonly FileElement Int64 = new Same<long>();
    public static readonly FileElement UInt64 = new Widened<ulong, long>();
    public static readonly FileElement Float16 = new Same<Half>();
    public static readonly FileElement BFloat16 = new Same<BFloat16>();
    public static readonly FileElement Float32 = new Same<float>();
    public static readonly FileElement Float64 = new Same<double>();

    private const int MostAtOnce = 1 << 26;

    /// <summary>The bytes of one number.</summary>
    public int Size { get; } = size;

    /// <summary>What it is here.</summary>
    public DType DType { get; } = dtype;

    /// <summary>Whether the numbers are the dtype's own, so that it is written as them.</summary>
    public virtual bool IsExact => true;

    /// <summary>Reads a tensor whose elements lie in row-major order.</summary>
    /// <param name="source">The file, where the elements begin.</param>
    /// <param name="layout">The sizes.</param>
    /// <param name="budget">Asked before memory is taken.</param>
    /// <param name="bigEndian">Whether the most significant byte comes first.</param>
    /// <exception cref="EndOfStreamException">There are fewer elements.</exception>
    /// <exception cref="OverflowException">A number has no place in the dtype.</exception>
    public Tensor Read(Stream source, Layout layout, MemoryBudget budget, bool bigEndian = false)
    {
        budget.TakeTensor((long)layout.Count * DType.Size);
        var x = Tensor.Allocate(layout, DType);
        for (int done = 0; done < x.Numel; done += MostAtOnce) Fill(x, done, Math.Min(MostAtOnce, x.Numel - done), source, bigEndian);
        return x;
    }

    protected abstract void Fill(Tensor x, int from, int count, Stream source, bool bigEndian);

    /// <summary>Fills bytes, and puts the least significant byte of every number first.</summary>
    private void ReadLittleEndian(Stream source, Span<byte> bytes, bool bigEndian)
    {
        source.ReadExactly(bytes);
        if (bigEndian == BitConverter.IsLittleEndian) Reverse(bytes);
    }

    private void Reverse(Span<byte> bytes)
    {
        if (Size == 2) BinaryPrimitives.ReverseEndianness(MemoryMarshal.Cast<byte, ushort>(bytes), MemoryMarshal.Cast<byte, ushort>(bytes));
        else if (Size == 4) BinaryPrimitives.ReverseEndianness(MemoryMarshal.Cast<byte, uint>(bytes), MemoryMarshal.Cast<byte, uint>(bytes));
        else if (Size == 8) BinaryPrimitives.ReverseEndianness(MemoryMarshal.Cast<byte, ulong>(bytes), MemoryMarshal.Cast<byte, ulong>(bytes));
    }

    /// <summary>Bytes that are the elements.</summary>
    private sealed class Same<T>() : FileElement(System.Runtime.CompilerServices.Unsafe.SizeOf<T>(), DTypes.Of<T>())
        where T : unmanaged
    {
        protected override void Fill(Tensor x, int from, int count, Stream source, bool bigEndian)
        {
            using var lease = x.Lease<T>();
            ReadLittleEndian(source, MemoryMarshal.AsBytes(lease.Span.Slice(from, count)), bigEndian);
        }
    }

    /// <summary>Bytes of which every one but 0 is true: here a true is 1.</summary>
    private sealed class Truth() : FileElement(1, DType.Bool)
    {
        protected override void Fill(Tensor x, int from, int count, Stream source, bool bigEndian)
        {
            using var lease = x.Lease<byte>();
            var bytes = lease.Span.Slice(from, count);
            source.ReadExactly(bytes);
            foreach (ref byte value in bytes) value = Math.Min(value, (byte)1);
        }
    }

    /// <summary>Integers that become wider ones.</summary>
    private sealed class Widened<TFile, T>() : FileElement(System.Runtime.CompilerServices.Unsafe.SizeOf<TFile>(), DTypes.Of<T>())
        where TFile : unmanaged, IBinaryInteger<TFile>
        where T : unmanaged, IBinaryInteger<T>
    {
        private const int Chunk = 1024;

        public override bool IsExact => false;

        protected override void Fill(Tensor x, int from, int count, Stream source, bool bigEndian)
        {
            Span<TFile> chunk = stackalloc TFile[Chunk];
            using var lease = x.Lease<T>();
            var target = lease.Span.Slice(from, count);
            while (target.Length > 0)
            {
                var some = chunk[..Math.Min(Chunk, target.Length)];
                ReadLittleEndian(source, MemoryMarshal.AsBytes(some), bigEndian);
                for (int i = 0; i < some.Length; i++) target[i] = T.CreateChecked(some[i]);
                target = target[some.Length..];
            }
        }
    }
}
