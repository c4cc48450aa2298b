using System.Text;

namespace Autograd.Tests.IO;

/// <summary>Files of PyTorch's form, made by hand.</summary>
internal static class Pickles
{
    /// <summary>A zip file with a pickle of protocol 2 and storages; the pickle's beginning and end are added.</summary>
    public static byte[] File(byte[] code, params (string Name, byte[] Bytes)[] storages) => NpyTests.Zip(
        [("archive/data.pkl", [0x80, 2, .. code, (byte)'.']), .. storages.Select(s => ("archive/data/" + s.Name, s.Bytes)), ("archive/version", "3\n"u8.ToArray())]);

    public static byte[] Text(string text) => [(byte)'X', .. BitConverter.GetBytes(Encoding.UTF8.GetByteCount(text)), .. Encoding.UTF8.GetBytes(text)];

    public static byte[] Global(string module, string name) => [(byte)'c', .. Encoding.UTF8.GetBytes($"{module}\n{name}\n")];

    /// <summary>An integer, of as many bytes as it takes.</summary>
    public static byte[] Integer(System.Numerics.BigInteger value)
    {
        byte[] bytes = value.ToByteArray();
        return [0x8a, (byte)bytes.Length, .. bytes];
    }

    public static byte[] Tuple(params byte[][] items) => [(byte)'(', .. items.SelectMany(static i => i), (byte)'t'];

    public static byte[] Storage(string type = "FloatStorage", string key = "0", System.Numerics.BigInteger? count = null) =>
        [.. Tuple(Text("storage"), Global("torch", type), Text(key), Text("cpu"), Integer(count ?? 4)), (byte)'Q'];

    /// <summary>A tensor on a storage.</summary>
    public static byte[] Tensor(byte[] storage, System.Numerics.BigInteger offset, System.Numerics.BigInteger[] sizes, System.Numerics.BigInteger[] strides) =>
    [
        .. Global("torch._utils", "_rebuild_tensor_v2"),
        .. Tuple(storage, Integer(offset), Tuple(Array.ConvertAll(sizes, Integer)), Tuple(Array.ConvertAll(strides, Integer)), [0x89], [.. Global("collections", "OrderedDict"), (byte)')', (byte)'R']),
        (byte)'R',
    ];
}
