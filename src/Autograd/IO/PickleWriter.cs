using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Autograd.IO;

/// <summary>Writes pickles of protocol 2, the one of torch.save: the instructions, one a method.</summary>
internal sealed class PickleWriter(Stream target)
{
    private const byte Protocol = 2;

    public void Begin() => Write(PickleOp.Proto, [Protocol]);

    public void End() => Write(PickleOp.Stop);

    public void Write(PickleOp op) => target.WriteByte((byte)op);

    public void Text(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(length, bytes.Length);
        Write(PickleOp.BinUnicode, length);
        target.Write(bytes);
    }

    public void Integer(long value)
    {
        Span<byte> bytes = stackalloc byte[1 + sizeof(long)];
        if (value == (int)value)
        {
            BinaryPrimitives.WriteInt32LittleEndian(bytes, (int)value);
            Write(PickleOp.BinInt, bytes[..sizeof(int)]);
            return;
        }
        bytes[0] = sizeof(long);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[1..], value);
        Write(PickleOp.Long1, bytes);
    }

    public void Real(double value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(double)];
        BinaryPrimitives.WriteDoubleBigEndian(bytes, value);
        Write(PickleOp.BinFloat, bytes);
    }

    public void Truth(bool value) => Write(value ? PickleOp.NewTrue : PickleOp.NewFalse);

    /// <summary>A name of Python's, <c>torch._utils._rebuild_tensor_v2</c>: its module is what stands before the last dot.</summary>
    public void Global(string name)
    {
        int dot = name.LastIndexOf('.');
        Write(PickleOp.Global, Encoding.Latin1.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{name[..dot]}\n{name[(dot + 1)..]}\n")));
    }

    public void Integers(ReadOnlySpan<int> values)
    {
        Write(PickleOp.Mark);
        foreach (int value in values) Integer(value);
        Write(PickleOp.Tuple);
    }

    private void Write(PickleOp op, ReadOnlySpan<byte> argument)
    {
        Write(op);
        target.Write(argument);
    }
}
