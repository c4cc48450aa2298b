using System.Collections.Immutable;

namespace Autograd.IO;

/// <summary>The dtypes of the safetensors format. Its complex numbers and its floats of eight bits and less have no dtype here.</summary>
internal static class SafeTensorsTypes
{
    public static readonly ImmutableArray<(string Name, FileElement Element)> All =
    [
        ("BOOL", FileElement.Bool), ("U8", FileElement.UInt8), ("I8", FileElement.Int8),
        ("U16", FileElement.UInt16), ("I16", FileElement.Int16), ("U32", FileElement.UInt32), ("I32", FileElement.Int32),
        ("U64", FileElement.UInt64), ("I64", FileElement.Int64),
        ("F16", FileElement.Float16), ("BF16", FileElement.BFloat16), ("F32", FileElement.Float32), ("F64", FileElement.Float64),
    ];

    /// <summary>The name under which a dtype is written.</summary>
    public static string NameOf(DType dtype) => All.First(t => t.Element.DType == dtype && t.Element.IsExact).Name;
}
