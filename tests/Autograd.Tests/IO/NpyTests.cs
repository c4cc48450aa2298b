using System.IO.Compression;
using System.Text;
using Autograd.IO;

namespace Autograd.Tests.IO;

public class NpyTests
{
    [Fact]
    public void Every_dtype_comes_back_to_the_bit()
    {
        using var files = new Files();
        var tensors = Files.EveryDType();
        // NumPy has no bfloat16: float32 holds the same numbers.
        tensors["bfloat16"] = tensors["bfloat16"].Float();
        foreach (var (name, x) in tensors)
        {
            Npy.Save(files["c.npy"], x);
            Npy.Save(files["f.npy"], x, fortranOrder: true);
            var (c, f) = (Npy.Load(files["c.npy"]), Npy.Load(files["f.npy"]));
            Files.Same(Named(x), Named(c));
            Files.Same(Named(x), Named(f));
            Assert.True(c.IsContiguous, name);
        }
        Npz.Save(files["a.npz"], tensors);
        Files.Same(tensors, Npz.Load(files["a.npz"]));
        Npz.SaveCompressed(files["b.npz"], tensors);
        Files.Same(tensors, Npz.Load(files["b.npz"]));
    }

    [Fact]
    public void Bfloat16_is_written_as_the_same_numbers_in_float32()
    {
        using var files = new Files();
        Npy.Save(files["a.npy"], Tensor.From([1f, 3.140625f]).To(DType.BFloat16));
        Assert.Equal([1f, 3.140625f], Npy.Load(files["a.npy"]).ToArray<float>());
    }

    [Fact]
    public void A_file_is_what_NumPy_writes()
    {
        using var files = new Files();
        Npy.Save(files["a.npy"], Tensor.From([1]));
        byte[] expected = [0x93, .. "NUMPY"u8, 1, 0, 0x76, 0, .. Encoding.ASCII.GetBytes("{'descr': '<i4', 'fortran_order': False, 'shape': (1,), }".PadRight(117) + "\n"), 1, 0, 0, 0];
        Assert.Equal(expected, File.ReadAllBytes(files["a.npy"]));
    }

    [Theory]
    [InlineData("{'shape': (2, ), \"descr\": '>i2' , 'fortran_order':False}", "1 0 0 2", 256.0, 2.0)]
    [InlineData("{'descr': '>u8', 'fortran_order': False, 'shape': (1,), }  \n", "0 0 0 0 0 0 1 2", 258.0)]
    [InlineData("{'descr': '|i1', 'fortran_order': True, 'shape': (1, 2), }", "FF 7F", -1.0, 127.0)]
    [InlineData("{'descr': '<u2', 'fortran_order': False, 'shape': (1,), }", "FF FF", 65535.0)]
    [InlineData("{'descr': '<u4', 'fortran_order': False, 'shape': (), }", "FF FF FF FF", 4294967295.0)]
    [InlineData("{'descr': '>f4', 'fortran_order': False, 'shape': (1,), }", "3F C0 0 0", 1.5)]
    [InlineData("{'descr': '|b1', 'fortran_order': False, 'shape': (3,), }", "0 1 FF", 0.0, 1.0, 1.0)]
    public void Other_types_and_byte_orders_are_converted(string header, string bytes, params double[] expected)
    {
        using var files = new Files();
        byte[] data = [.. bytes.Split(' ').Select(b => Convert.ToByte(b, 16))];
        double[] read = Npy.Load(files.Write("a.npy", Raw(header, data))).Double().Ravel().ToArray<double>();
        Assert.Equal(expected, read);
    }

    [Theory]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (3,), }", 8, "136 bytes")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (1,), }", 8, "136 bytes")]
    [InlineData("{'descr': '<c8', 'fortran_order': False, 'shape': (1,), }", 8, "'<c8'")]
    [InlineData("{'descr': '|O', 'fortran_order': False, 'shape': (1,), }", 8, "'|O'")]
    [InlineData("{'descr': 'f4', 'fortran_order': False, 'shape': (1,), }", 4, "'f4'")]
    [InlineData("{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,), }", 4, "no text")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (-1,), }", 4, "the size -1")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (1099511627776, 0), }", 0, "the size 1099511627776")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (65536, 65536), }", 0, "2147483647 elements")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999999999,), }", 0, "no integer")]
    [InlineData("{'descr': '<f4', 'fortran_order': 1, 'shape': (1,), }", 4, "True or False")]
    [InlineData("{'descr': '<f4', 'descr': '<f4', 'fortran_order': False, 'shape': (1,), }", 4, "the key 'descr'")]
    [InlineData("{'descr': '<f4', 'shape': (1,), }", 4, "missing")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (1,), } x", 4, "behind")]
    [InlineData("{'descr': '<f4", 4, "without an end")]
    [InlineData("__import__('os').system('true')", 4, "no '{'")]
    public void What_contradicts_itself_is_refused(string header, int bytes, string words)
    {
        using var files = new Files();
        Files.Refused(files.Write("a.npy", Raw(header, new byte[bytes])), words, p => Npy.Load(p));
    }

    [Fact]
    public void Headers_that_are_not_there_are_refused()
    {
        using var files = new Files();
        Files.Refused(files.Write("a", []), "end of the stream", p => Npy.Load(p));
        Files.Refused(files.Write("a", "PK\u0003\u0004...."u8), "first bytes", p => Npy.Load(p));
        Files.Refused(files.Write("a", [0x93, .. "NUMPY"u8, 9, 0, 1, 0]), "version 9", p => Npy.Load(p));
        Files.Refused(files.Write("a", [0x93, .. "NUMPY"u8, 2, 0, 255, 255, 255, 255]), "4294967295", p => Npy.Load(p));
        Files.Refused(files.Write("a", [0x93, .. "NUMPY"u8, 1, 0, 200, 0, 32]), "end of the stream", p => Npy.Load(p));
    }

    [Fact]
    public void A_bomb_is_refused_and_read_when_it_is_allowed()
    {
        using var files = new Files();
        Npz.SaveCompressed(files["a.npz"], new Dictionary<string, Tensor> { ["x"] = Tensor.Zeros([10 << 20], DType.UInt8) });
        Files.Refused(files["a.npz"], "bytes of memory", p => Npz.Load(p));
        Assert.Equal(10 << 20, Npz.Load(files["a.npz"], maxBytes: 20 << 20)["x"].Numel);
    }

    [Theory]
    [InlineData("../x.npy", "'../x.npy'")]
    [InlineData("/x.npy", "'/x.npy'")]
    [InlineData("a/../../x.npy", "'a/../../x.npy'")]
    [InlineData("C:\\x.npy", "'C:\\x.npy'")]
    [InlineData("x.txt", "'x.txt'")]
    public void Names_that_lead_elsewhere_are_refused(string name, string words)
    {
        using var files = new Files();
        Files.Refused(files.Write("a.npz", Zip((name, "x"u8.ToArray()))), words, p => Npz.Load(p));
    }

    [Fact]
    public void Archives_that_lie_are_refused()
    {
        using var files = new Files();
        byte[] array = Raw("{'descr': '<f4', 'fortran_order': False, 'shape': (1,), }", new byte[4]);
        Files.Refused(files.Write("a.npz", Zip(("x.npy", array), ("x.npy", array))), "'x.npy' twice", p => Npz.Load(p));
        byte[] good = Zip(("x.npy", array));
        Assert.Single(Npz.Load(files.Write("a.npz", good)));
        byte[] changed = [.. good];
        changed[good.AsSpan().IndexOf("NUMPY"u8) + array.Length - 2] ^= 1;
        Files.Refused(files.Write("a.npz", changed), "checksum", p => Npz.Load(p));
        Files.Refused(files.Write("a.npz", good.AsSpan(0, good.Length - 1)), "", p => Npz.Load(p));
        Files.Refused(files.Write("a.npz", "no zip"u8), "", p => Npz.Load(p));
    }

    internal static byte[] Zip(params (string Name, byte[] Content)[] entries)
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in entries)
            {
                using var target = zip.CreateEntry(name, CompressionLevel.NoCompression).Open();
                target.Write(content);
            }
        }
        return stream.ToArray();
    }

    internal static byte[] Raw(string header, ReadOnlySpan<byte> data)
    {
        byte[] text = Encoding.Latin1.GetBytes(header.PadRight(118));
        return [0x93, .. "NUMPY"u8, 1, 0, (byte)text.Length, 0, .. text, .. data];
    }

    private static Dictionary<string, Tensor> Named(Tensor x) => new() { ["x"] = x };
}
