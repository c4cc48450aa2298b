using System.IO.Compression;
using System.Text;
using Autograd.IO;
using Autograd.Tests.Determinism;

namespace Autograd.Tests.IO;

/// <summary>Files of some megabytes that describe as much as they can: none takes more than four times its length and 1 MB, refused or not.</summary>
[Collection(WholeProcess.Name)]
public class HostileMemoryTests
{
    private const int Many = 100_000;

    public static TheoryData<string, string> Kinds() => new()
    {
        { "tensors without elements", "a.safetensors" },
        { "tensors of one element", "b.safetensors" },
        { "metadata", "c.safetensors" },
        { "a long name", "d.safetensors" },
        { "signed bytes", "e.safetensors" },
        { "shards", "index.json" },
        { "entries of a zip file", "a.npz" },
        { "entries with long names", "b.npz" },
        { "a bomb", "c.npz" },
        { "many bombs", "d.npz" },
        { "a promise of gigabytes", "a.npy" },
        { "marks", "a.pt" },
        { "lists", "b.pt" },
        { "lists in memory", "c.pt" },
        { "dictionaries", "d.pt" },
        { "small integers in a list", "e.pt" },
        { "floats", "f.pt" },
        { "tensors on one storage", "g.pt" },
        { "long texts", "h.pt" },
        { "items of a dictionary", "i.pt" },
        { "names", "j.pt" },
        { "ordered dictionaries", "k.pt" },
        { "tuples of tuples", "l.pt" },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void No_file_takes_more_than_its_bound(string what, string name)
    {
        _ = what;
        using var files = new Files();
        byte[] bytes = Make(name);
        string path = files.Write(name, bytes);
        Load(files.Write("warm" + Path.GetExtension(name), Make(name, 10)));
        // Nothing waits in the pool: what tensors take is new.
        MemoryReport.Trim();
        long allocated = GC.GetAllocatedBytesForCurrentThread(), pool = MemoryReport.LiveBytes + MemoryReport.PooledBytes;
        object? kept = Load(path);
        long taken = Math.Max(GC.GetAllocatedBytesForCurrentThread() - allocated, MemoryReport.LiveBytes + MemoryReport.PooledBytes - pool);
        GC.KeepAlive(kept);
        long bound = (4L * bytes.Length) + (1 << 20);
        Assert.True(taken <= bound, FormattableString.Invariant($"{taken} bytes for a file of {bytes.Length}, whose bound is {bound}; {(kept is IOException e ? e.Message[..Math.Min(200, e.Message.Length)] : "read")}"));
    }

    private static object? Load(string path)
    {
        try
        {
            return path.EndsWith("json", StringComparison.Ordinal) ? SafeTensors.Load(path) : Corpus.Load(path);
        }
        catch (IOException refused)
        {
            return refused;
        }
    }

    private static byte[] Make(string name, int count = Many) => name switch
    {
        "a.safetensors" => SafeTensorsTests.Raw($"{{{Join(count, i => $$"""
            "{{i}}":{"dtype":"F32","shape":[0],"data_offsets":[0,0]}
            """)}}}", []),
        "b.safetensors" => SafeTensorsTests.Raw($"{{{Join(count, i => $$"""
            "{{i}}":{"dtype":"U8","shape":[],"data_offsets":[{{i}},{{i + 1}}]}
            """)}}}", new byte[count]),
        "c.safetensors" => SafeTensorsTests.Raw($$$"""{"__metadata__":{{{{Join(count, i => $"\"{i}\":\"\"")}}}}}""", []),
        "d.safetensors" => SafeTensorsTests.Raw($$$"""{"{{{new string('x', 10 * count)}}}":{"dtype":"F32","shape":[0],"data_offsets":[0,0]}}""", []),
        "e.safetensors" => SafeTensorsTests.Raw($$$"""{"x":{"dtype":"I8","shape":[{{{20 * count}}}],"data_offsets":[0,{{{20 * count}}}]}}""", new byte[20 * count]),
        "index.json" => Encoding.UTF8.GetBytes($$$"""{"weight_map":{{{{Join(count, i => $"\"{i}\":\"{i}\"")}}}}}"""),
        "a.npz" => Zip(count / 10, i => $"{i}.npy", [], CompressionLevel.NoCompression),
        "b.npz" => Zip(count / 1000, i => new string('x', 60_000) + i, [], CompressionLevel.NoCompression),
        "c.npz" => Zip(1, i => $"{i}.npy", NpyTests.Raw($"{{'descr': '|u1', 'fortran_order': False, 'shape': ({100 * count},), }}", new byte[100 * count]), CompressionLevel.Optimal),
        "d.npz" => Zip(count / 100, i => $"{i}.npy", NpyTests.Raw("{'descr': '|u1', 'fortran_order': False, 'shape': (10000,), }", new byte[10000]), CompressionLevel.Optimal),
        "a.npy" => NpyTests.Raw($"{{'descr': '<f8', 'fortran_order': False, 'shape': (200000000,), }}", new byte[count]),
        "a.pt" => Pickle(count * 30, "("u8),
        "b.pt" => Pickle(count * 10, "]"u8),
        "c.pt" => Pickle(count * 10, [(byte)']', 0x94]),
        "d.pt" => Pickle(count * 10, "}"u8),
        "e.pt" => [.. Pickles.File([(byte)']', (byte)'(', .. Repeat(count * 10, [(byte)'K', 7]), (byte)'e'])],
        "f.pt" => [.. Pickles.File([(byte)']', (byte)'(', .. Repeat(count * 3, [(byte)'G', 1, 2, 3, 4, 5, 6, 7, 8]), (byte)'e'])],
        "g.pt" => Pickles.File([.. Pickles.Tensor(Pickles.Storage(), 0, [4], [1]), (byte)'0', .. Pickles.Global("torch._utils", "_rebuild_tensor_v2"), (byte)'q', 0, .. Pickles.Storage(), (byte)'q', 1, .. Repeat(count, [(byte)'h', 0, (byte)'(', (byte)'h', 1, (byte)'K', 0, (byte)')', (byte)')', (byte)'t', (byte)'R'])], ("0", new byte[16])),
        "h.pt" => Pickles.File([(byte)'(', .. Repeat(20, Pickles.Text(new string('x', count)))]),
        "i.pt" => Pickles.File([(byte)'}', (byte)'(', .. Enumerable.Range(0, count * 3).SelectMany(static i => new[] { (byte)'J', (byte)i, (byte)(i >> 8), (byte)(i >> 16), (byte)0, (byte)'N' }), (byte)'u']),
        "j.pt" => Pickle(count * 3, Pickles.Global("collections", "OrderedDict")),
        "k.pt" => Pickles.File([.. Pickles.Global("collections", "OrderedDict"), (byte)'q', 0, .. Repeat(count * 3, [(byte)'h', 0, (byte)')', (byte)'R'])]),
        _ => Pickles.File([(byte)')', .. Repeat(count * 10, [0x85])]),
    };

    private static byte[] Pickle(int count, ReadOnlySpan<byte> code) => Pickles.File(Repeat(count, code.ToArray()));

    private static byte[] Repeat(int count, byte[] code)
    {
        byte[] all = new byte[count * code.Length];
        for (int i = 0; i < count; i++) code.CopyTo(all, i * code.Length);
        return all;
    }

    private static string Join(int count, Func<int, string> item) => string.Join(',', Enumerable.Range(0, count).Select(item));

    private static byte[] Zip(int count, Func<int, string> name, byte[] content, CompressionLevel level)
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            for (int i = 0; i < count; i++)
            {
                using var entry = zip.CreateEntry(name(i), level).Open();
                entry.Write(content);
            }
        }
        return stream.ToArray();
    }
}
