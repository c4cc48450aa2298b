using System.Buffers.Binary;
using System.Text;

namespace Autograd.IO;

/// <summary>
/// Builds what a Python pickle describes: None, bools, integers, floats, texts, tuples, lists, dictionaries, and what the names it
/// is given make. Every other name, and every instruction that could run code, is refused by name.
/// </summary>
/// <remarks>A loop over bytes, without recursion. What it allocates is asked of the budget first, stacks and tables as they grow.</remarks>
internal sealed class PickleReader
{
    public const string Expected = "a pickle of tensors, dictionaries, lists, tuples, numbers and texts";

    private const int ReferenceBytes = 8;
    private const int BoxBytes = 24;
    private const int ListBytes = 32;
    private const int ArrayBytes = 24;
    private const int DictionaryBytes = 96;

    // An entry and its bucket, and the smaller tables before it.
    private const int PairBytes = 120;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly string path;
    private readonly byte[] code;
    private readonly MemoryBudget budget;
    private readonly Func<string, PickleGlobal?> find;
    private readonly Func<object?[], object> storage;
    private readonly List<object?> stack = [];
    private readonly List<object?> memo = [];
    private readonly List<int> marks = [];
    private int at;

    /// <summary>Makes a reader.</summary>
    /// <param name="path">The file, for messages.</param>
    /// <param name="code">The pickle.</param>
    /// <param name="budget">Asked before memory is taken.</param>
    /// <param name="find">The names that are known.</param>
    /// <param name="storage">What a persistent id stands for.</param>
    public PickleReader(string path, byte[] code, MemoryBudget budget, Func<string, PickleGlobal?> find, Func<object?[], object> storage) =>
        (this.path, this.code, this.budget, this.find, this.storage) = (path, code, budget, find, storage);

    /// <summary>Reads to the end.</summary>
    /// <exception cref="TensorFileException">The pickle is damaged, or asks for what is not allowed.</exception>
    public object? Read()
    {
        while (true)
        {
            int begin = at;
            var op = (PickleOp)Byte();
            if (op == PickleOp.Stop) break;
            if (!Obey(op))
                throw Wrong(FormattableString.Invariant($"the instruction 0x{(byte)op:x2} at {begin} of the pickle, which is not obeyed"));
        }
        if (marks.Count != 0 || stack.Count != 1) throw Wrong("a pickle that stops too soon");
        if (at != code.Length) throw Wrong("bytes behind the end of the pickle");
        return Pop();
    }

    private bool Obey(PickleOp op)
    {
        switch (op)
        {
            case PickleOp.Proto: Protocol(Byte()); break;
            case PickleOp.Frame: _ = Bytes(sizeof(ulong)); break;
            case PickleOp.Mark: Grow(marks); marks.Add(stack.Count); break;
            case PickleOp.Pop: _ = Pop(); break;
            case PickleOp.PopMark: Drop(Marked()); break;
            case PickleOp.None: Push(null); break;
            case PickleOp.NewTrue: Push(Boxes.True); break;
            case PickleOp.NewFalse: Push(Boxes.False); break;
            case PickleOp.BinInt: Push(BinaryPrimitives.ReadInt32LittleEndian(Bytes(sizeof(int)))); break;
            case PickleOp.BinInt1: Push(Byte()); break;
            case PickleOp.BinInt2: Push(BinaryPrimitives.ReadUInt16LittleEndian(Bytes(sizeof(ushort)))); break;
            case PickleOp.Long1: Push(Long(Bytes(Byte()))); break;
            case PickleOp.BinFloat: Float(BinaryPrimitives.ReadDoubleBigEndian(Bytes(sizeof(double)))); break;
            case PickleOp.BinUnicode: Text(Bytes(Length())); break;
            case PickleOp.ShortBinUnicode: Text(Bytes(Byte())); break;
            case PickleOp.EmptyTuple: Push(Array.Empty<object?>()); break;
            case PickleOp.Tuple1: Tuple(stack.Count - 1); break;
            case PickleOp.Tuple2: Tuple(stack.Count - 2); break;
            case PickleOp.Tuple3: Tuple(stack.Count - 3); break;
            case PickleOp.Tuple: Tuple(Marked()); break;
            case PickleOp.EmptyList: budget.Take(ListBytes); Push(new List<object?>()); break;
            case PickleOp.EmptyDict: budget.Take(DictionaryBytes); Push(new OrderedDictionary<object, object?>()); break;
            case PickleOp.Append: Append(stack.Count - 1); break;
            case PickleOp.Appends: Append(Marked()); break;
            case PickleOp.SetItem: SetItems(stack.Count - 2); break;
            case PickleOp.SetItems: SetItems(Marked()); break;
            case PickleOp.BinPut: Put(Byte()); break;
            case PickleOp.LongBinPut: Put(Length()); break;
            case PickleOp.Memoize: Put(memo.Count); break;
            case PickleOp.BinGet: Get(Byte()); break;
            case PickleOp.LongBinGet: Get(Length()); break;
            case PickleOp.Global: Global(Line(), Line()); break;
            case PickleOp.StackGlobal: StackGlobal(); break;
            case PickleOp.BinPersId: Push(storage(Pop() as object?[] ?? throw Wrong("a persistent id that is no tuple"))); break;
            case PickleOp.Reduce: Reduce(); break;
            case PickleOp.Build: Build(); break;
            default: return false;
        }
        return true;
    }

    private void Protocol(int version)
    {
        if (version is < 2 or > 5) throw Wrong(FormattableString.Invariant($"protocol {version}"));
    }

    private void Global(string module, string name)
    {
        budget.Take(BoxBytes + (2L * (module.Length + name.Length)));
        string full = $"{module}.{name}";
        Push(find(full) ?? throw Wrong($"the name '{full}', which is not allowed: it could run code"));
    }

    private void StackGlobal()
    {
        if (Pop() is not string name || Pop() is not string module) throw Wrong("a global name that is no text");
        Global(module, name);
    }

    private void Reduce()
    {
        if (Pop() is not object?[] arguments || Pop() is not PickleGlobal { Call: { } call }) throw Wrong("a call of something that is no function");
        Push(call(arguments));
    }

    /// <summary>Attributes of an object. Of what is built here only PyTorch's state dicts have some, the versions of their modules: they are not needed.</summary>
    private void Build()
    {
        _ = Pop();
        if (stack.Count == Floor || stack[^1] is not OrderedDictionary<object, object?>) throw Wrong("attributes of something that has none");
    }

    private void Append(int from)
    {
        if (from <= Floor || stack[from - 1] is not List<object?> list) throw Wrong("elements of something that is no list");
        for (int i = from; i < stack.Count; i++)
        {
            Grow(list);
            list.Add(stack[i]);
        }
        Drop(from);
    }

    private void SetItems(int from)
    {
        if (from <= Floor || stack[from - 1] is not OrderedDictionary<object, object?> table || (stack.Count - from) % 2 != 0) throw Wrong("items of something that is no dictionary");
        for (int i = from; i < stack.Count; i += 2)
        {
            if (stack[i] is not (string or long or double or bool)) throw Wrong("a key that is no text and no number");
            budget.Take(PairBytes);
            if (!table.TryAdd(stack[i]!, stack[i + 1])) throw Wrong(FormattableString.Invariant($"the key '{stack[i]}' twice"));
        }
        Drop(from);
    }

    private void Tuple(int from)
    {
        if (from < Floor) throw Wrong("a tuple of more than there is");
        budget.Take(ArrayBytes + (ReferenceBytes * (stack.Count - from)));
        object?[] items = new object?[stack.Count - from];
        stack.CopyTo(from, items, 0, items.Length);
        Drop(from);
        Push(items);
    }

    private void Text(ReadOnlySpan<byte> bytes)
    {
        budget.Take(BoxBytes + (2L * bytes.Length));
        try
        {
            Push(StrictUtf8.GetString(bytes));
        }
        catch (DecoderFallbackException e)
        {
            throw new TensorFileException(path, "a text that is no UTF-8", Expected, e);
        }
    }

    private void Float(double value)
    {
        budget.Take(BoxBytes);
        Push((object)value);
    }

    /// <summary>An integer of any length, little-endian, in two's complement.</summary>
    private long Long(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > sizeof(long)) throw Wrong(FormattableString.Invariant($"an integer of {bytes.Length} bytes"));
        Span<byte> wide = stackalloc byte[sizeof(long)];
        wide.Fill(bytes.Length > 0 && bytes[^1] > sbyte.MaxValue ? byte.MaxValue : (byte)0);
        bytes.CopyTo(wide);
        return BinaryPrimitives.ReadInt64LittleEndian(wide);
    }

    /// <summary>Pickles number what they remember one after the other: a number beyond is nobody's.</summary>
    private void Put(int index)
    {
        if (stack.Count == Floor || index > memo.Count) throw Wrong(FormattableString.Invariant($"memory {index}, where {memo.Count} is next"));
        if (index == memo.Count)
        {
            Grow(memo);
            memo.Add(stack[^1]);
        }
        memo[index] = stack[^1];
    }

    private void Get(int index)
    {
        if (index >= memo.Count) throw Wrong(FormattableString.Invariant($"memory {index} of {memo.Count}"));
        Push(memo[index]);
    }

    /// <summary>What lies below the last mark is not to be taken.</summary>
    private int Floor => marks.Count == 0 ? 0 : marks[^1];

    private int Marked()
    {
        if (marks.Count == 0) throw Wrong("an end without a beginning");
        int mark = marks[^1];
        marks.RemoveAt(marks.Count - 1);
        return mark;
    }

    private void Push(long value)
    {
        object box = Boxes.Of(value) ?? Box(value);
        Push(box);
    }

    private object Box(long value)
    {
        budget.Take(BoxBytes);
        return value;
    }

    private void Push(object? value)
    {
        Grow(stack);
        stack.Add(value);
    }

    private object? Pop()
    {
        if (stack.Count == Floor) throw Wrong("an instruction that needs more than there is");
        object? top = stack[^1];
        stack.RemoveAt(stack.Count - 1);
        return top;
    }

    private void Drop(int from) => stack.RemoveRange(from, stack.Count - from);

    /// <summary>Asks for what a list takes when the next element does not fit.</summary>
    private void Grow<T>(List<T> list)
    {
        if (list.Count == list.Capacity) budget.Take(ArrayBytes + (ReferenceBytes * Math.Max(4L, 2L * list.Capacity)));
    }

    private byte Byte() => Bytes(1)[0];

    private int Length()
    {
        uint length = BinaryPrimitives.ReadUInt32LittleEndian(Bytes(sizeof(uint)));
        return length <= int.MaxValue ? (int)length : throw Wrong(FormattableString.Invariant($"a length of {length}"));
    }

    private string Line()
    {
        int length = code.AsSpan(at).IndexOf((byte)'\n');
        if (length < 0) throw Wrong("a name without an end");
        budget.Take(BoxBytes + (4L * length));
        string line = Encoding.Latin1.GetString(code, at, length);
        at += length + 1;
        return line;
    }

    private ReadOnlySpan<byte> Bytes(int count)
    {
        if (count > code.Length - at) throw Wrong("a pickle that ends too soon");
        at += count;
        return code.AsSpan(at - count, count);
    }

    private TensorFileException Wrong(string found) => new(path, found, Expected);

    /// <summary>Objects for the numbers that come often.</summary>
    private static class Boxes
    {
        public static readonly object True = true;
        public static readonly object False = false;
        private static readonly object[] Small = [.. Enumerable.Range(0, 256).Select(static n => (object)(long)n)];

        public static object? Of(long value) => value is >= 0 and < 256 ? Small[value] : null;
    }
}
