using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using Autograd.IO;

namespace Autograd.Tests.IO;

/// <summary>Good files of every format, and changes to them: a number says which file and what is changed.</summary>
internal sealed class Corpus
{
    private static readonly long[] Numbers = [0, 1, 2, -1, 127, 128, 255, 256, short.MaxValue, ushort.MaxValue, int.MaxValue, int.MinValue, uint.MaxValue, long.MaxValue, long.MinValue, 1L << 40];

    private static readonly string[] Words =
        ["\"shape\"", "[]", "[0,0]", "[-1]", "[9223372036854775807]", "{", "}", "\"a\"", "F64", "1e9", "null", "\\ud800", "'<f8'", "'|O'", "True", "(", ")", "(2147483647, 2)", "..", "/", "\n"];

    private readonly List<(string Name, byte[] Bytes)> good = [];

    /// <summary>Writes the good files.</summary>
    public Corpus(Files files)
    {
        var x = Tensor.Arange(0.0, 12).Reshape(3, 4);
        var tensors = new OrderedDictionary<string, Tensor>
        {
            ["x"] = x, ["t"] = x.T, ["half"] = x.To(DType.Float16), ["n"] = Tensor.From([1, 2, 3]), ["flag"] = Tensor.From([true, false]), ["e"] = Tensor.Zeros(2, 0), ["s"] = Tensor.Scalar(2),
        };
        Add("a.safetensors", path => SafeTensors.Save(path, tensors, new Dictionary<string, string> { ["format"] = "pt" }));
        Add("a.npy", path => Npy.Save(path, x));
        Add("f.npy", path => Npy.Save(path, x.To(DType.Float16), fortranOrder: true));
        Add("a.npz", path => Npz.Save(path, tensors));
        Add("z.npz", path => Npz.SaveCompressed(path, tensors));
        Add("a.pt", path => TorchFile.Save(path, tensors));
        Add("o.pt", path => TorchFile.SaveObject(path, new Dictionary<string, object?>
        {
            ["model"] = tensors, ["epoch"] = 3, ["list"] = new object[] { 1L << 40, 2.5, "text", true }, ["p"] = new Autograd.NN.Parameter(x), ["nested"] = new List<object?> { null, new List<object?> { 1 } },
        }));
        void Add(string name, Action<string> save)
        {
            save(files[name]);
            good.Add((name, File.ReadAllBytes(files[name])));
        }
    }

    /// <summary>Reads a file as what its name says; its tensors.</summary>
    public static IEnumerable<Tensor> Load(string path) => Path.GetExtension(path) switch
    {
        ".safetensors" => SafeTensors.Load(path).Values,
        ".npy" => [Npy.Load(path)],
        ".npz" => Npz.Load(path).Values,
        _ => Tensors(TorchFile.LoadObject(path)),
    };

    /// <summary>The file of a case.</summary>
    public (string Name, byte[] Bytes) Case(long number)
    {
        var random = new Random((int)((ulong)number * 0x9E3779B97F4A7C15 >> 33));
        var (name, bytes) = good[random.Next(good.Count)];
        // In a zip file a changed entry would show in its checksum: half of the changes are made before it is computed.
        if (bytes.AsSpan().StartsWith("PK"u8) && random.Next(2) == 0) return (name, Rezip(bytes, random));
        byte[] changed = Change(bytes, random);
        // And a header may be as long as its length says.
        if (name.EndsWith(".safetensors", StringComparison.Ordinal) && random.Next(2) == 0) Mend(changed);
        return (name, changed);
    }

    private byte[] Change(byte[] bytes, Random random)
    {
        for (int changes = 1 + (random.Next(4) * random.Next(4)); changes > 0; changes--) bytes = ChangeOnce(bytes, random);
        return bytes;
    }

    private byte[] ChangeOnce(byte[] bytes, Random random)
    {
        if (bytes.Length == 0) return [(byte)random.Next(256)];
        // Headers are at the beginning, directories at the end: that is where most changes go.
        int at = random.Next(3) switch { 0 => random.Next(Math.Min(bytes.Length, 64)), 1 => bytes.Length - 1 - random.Next(Math.Min(bytes.Length, 256)), _ => random.Next(bytes.Length) };
        int length = Math.Min(1 + random.Next(16), bytes.Length - at);
        switch (random.Next(8))
        {
            case 0: return Replaced(bytes, at, 1, [(byte)(bytes[at] ^ (1 << random.Next(8)))]);
            case 1: return Replaced(bytes, at, 1, [(byte)random.Next(256)]);
            case 2: return bytes[..at];
            case 3: return Replaced(bytes, at, length, []);
            case 4: return Replaced(bytes, at, 0, bytes.AsSpan(random.Next(bytes.Length - length + 1), length));
            case 5: return Replaced(bytes, at, length, Encoding.UTF8.GetBytes(Words[random.Next(Words.Length)]));
            case 6:
                byte[] other = good[random.Next(good.Count)].Bytes;
                return [.. bytes[..at], .. other[random.Next(other.Length)..]];
            default:
                Span<byte> number = stackalloc byte[8];
                BinaryPrimitives.WriteInt64LittleEndian(number, Numbers[random.Next(Numbers.Length)]);
                int width = Math.Min(1 << random.Next(4), bytes.Length - at);
                return Replaced(bytes, at, width, number[..width]);
        }
    }

    /// <summary>The same zip file with one entry changed.</summary>
    private byte[] Rezip(byte[] bytes, Random random)
    {
        using var source = new ZipArchive(new MemoryStream(bytes));
        using var target = new MemoryStream();
        int chosen = random.Next(3) == 0 ? random.Next(source.Entries.Count) : 0;
        using (var zip = new ZipArchive(target, ZipArchiveMode.Create, leaveOpen: true))
        {
            for (int i = 0; i < source.Entries.Count; i++)
            {
                var entry = source.Entries[i];
                using var content = new MemoryStream();
                using (var from = entry.Open()) from.CopyTo(content);
                using var to = zip.CreateEntry(entry.FullName, entry.CompressedLength == entry.Length ? CompressionLevel.NoCompression : CompressionLevel.Fastest).Open();
                to.Write(i == chosen ? Change(content.ToArray(), random) : content.ToArray());
            }
        }
        return target.ToArray();
    }

    private static void Mend(byte[] bytes)
    {
        int end = bytes.AsSpan().LastIndexOf("}"u8);
        if (end > 8) BinaryPrimitives.WriteInt64LittleEndian(bytes, end + 1 - 8);
    }

    private static byte[] Replaced(byte[] bytes, int at, int length, ReadOnlySpan<byte> by) => [.. bytes.AsSpan(0, at), .. by, .. bytes.AsSpan(at + length)];

    private static IEnumerable<Tensor> Tensors(object? value) => value switch
    {
        Tensor x => [x],
        OrderedDictionary<object, object?> table => table.Values.SelectMany(Tensors),
        IEnumerable<object?> items => items.SelectMany(Tensors),
        _ => [],
    };
}
