namespace Autograd.IO;

/// <summary>The instructions of Python's pickles that are obeyed (<c>pickletools</c>, protocols 2 to 5).</summary>
internal enum PickleOp : byte
{
    Mark = (byte)'(',
    EmptyTuple = (byte)')',
    Stop = (byte)'.',
    Pop = (byte)'0',
    PopMark = (byte)'1',
    BinFloat = (byte)'G',
    BinInt = (byte)'J',
    BinInt1 = (byte)'K',
    BinInt2 = (byte)'M',
    None = (byte)'N',
    BinPersId = (byte)'Q',
    Reduce = (byte)'R',
    BinUnicode = (byte)'X',
    EmptyList = (byte)']',
    Append = (byte)'a',
    Build = (byte)'b',
    Global = (byte)'c',
    Appends = (byte)'e',
    BinGet = (byte)'h',
    LongBinGet = (byte)'j',
    BinPut = (byte)'q',
    LongBinPut = (byte)'r',
    SetItem = (byte)'s',
    Tuple = (byte)'t',
    SetItems = (byte)'u',
    EmptyDict = (byte)'}',
    Proto = 0x80,
    Tuple1 = 0x85,
    Tuple2 = 0x86,
    Tuple3 = 0x87,
    NewTrue = 0x88,
    NewFalse = 0x89,
    Long1 = 0x8a,
    ShortBinUnicode = 0x8c,
    StackGlobal = 0x93,
    Memoize = 0x94,
    Frame = 0x95,
}

/// <summary>A name of Python's that a pickle may speak of, and what calling it does here.</summary>
/// <param name="Name">The name with its module, <c>torch.FloatStorage</c>.</param>
/// <param name="Element">For a type of storages, its numbers.</param>
/// <param name="Call">What it makes of its arguments; null where it is not to be called.</param>
internal sealed record PickleGlobal(string Name, FileElement? Element = null, Func<object?[], object?>? Call = null);
