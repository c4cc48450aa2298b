using System.Collections.Immutable;

namespace Autograd.IO;

/// <summary>PyTorch's types of storages. Those of complex and quantised numbers have no dtype here.</summary>
internal static class TorchTypes
{
    public static readonly ImmutableArray<(string Name, FileElement Element)> Storages =
    [
        ("torch.BoolStorage", FileElement.Bool), ("torch.ByteStorage", FileElement.UInt8), ("torch.CharStorage", FileElement.Int8),
        ("torch.ShortStorage", FileElement.Int16), ("torch.IntStorage", FileElement.Int32), ("torch.LongStorage", FileElement.Int64),
        ("torch.HalfStorage", FileElement.Float16), ("torch.BFloat16Storage", FileElement.BFloat16),
        ("torch.FloatStorage", FileElement.Float32), ("torch.DoubleStorage", FileElement.Float64),
    ];

    /// <summary>The type of storage in which a dtype is written.</summary>
    public static string NameOf(DType dtype) => Storages.First(t => t.Element.DType == dtype && t.Element.IsExact).Name;
}
