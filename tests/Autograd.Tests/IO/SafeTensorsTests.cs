using System.Buffers.Binary;
using System.Text;
using Autograd.IO;
using Autograd.NN;

namespace Autograd.Tests.IO;

public class SafeTensorsTests
{
    [Fact]
    public void Every_dtype_comes_back_to_the_bit()
    {
        using var files = new Files();
        var tensors = Files.EveryDType();
        SafeTensors.Save(files["a.safetensors"], tensors, new Dictionary<string, string> { ["format"] = "pt", ["who"] = "Ä\"<\n" });

        Files.Same(tensors, SafeTensors.Load(files["a.safetensors"]));
        using var open = SafeTensors.Open(files["a.safetensors"]);
        Assert.Equal("Ä\"<\n", open.Metadata["who"]);
        Assert.Equal(tensors.Keys, open.Keys);
        Assert.Equal(new Shape(2, 3), open.ShapeOf("float32"));
        Assert.Equal(DType.BFloat16, open.DTypeOf("bfloat16"));
        Assert.Equal([0f, 1, 2, 3, 4, 5], open["float32"].ToArray<float>());
        Assert.Contains("float16, bfloat16", Assert.Throws<KeyNotFoundException>(() => open["nothing"]).Message, StringComparison.Ordinal);
        open.Dispose();
        Assert.Throws<ObjectDisposedException>(() => open["float32"]);
    }

    [Fact]
    public void Views_are_written_as_what_they_show()
    {
        using var files = new Files();
        var x = Tensor.Arange(12).Reshape(3, 4);
        SafeTensors.Save(files["a"], new Dictionary<string, Tensor> { ["t"] = x.T, ["row"] = x[1], ["wide"] = x[0, 0].Expand(5) });
        var read = SafeTensors.Load(files["a"]);
        Assert.Equal([0L, 4, 8, 1, 5, 9, 2, 6, 10, 3, 7, 11], read["t"].ToArray<long>());
        Assert.Equal([4L, 5, 6, 7], read["row"].ToArray<long>());
        Assert.Equal([0L, 0, 0, 0, 0], read["wide"].ToArray<long>());
    }

    [Fact]
    public void A_model_is_saved_and_loaded_in_one_line_each()
    {
        using var files = new Files();
        Sequential a = Model(), b = Model();
        SafeTensors.Save(files["model.safetensors"], a.StateDict());
        b.LoadStateDict(SafeTensors.Load(files["model.safetensors"]));
        var x = Tensor.Randn(2, 3, 8, 8);
        Assert.Equal(Files.Bits(a.Eval().Forward(x)), Files.Bits(b.Eval().Forward(x)));
    }

    [Fact]
    public void Halves_are_loaded_into_a_model_of_float32()
    {
        using var files = new Files();
        var model = new Linear(3, 2);
        SafeTensors.Save(files["half"], model.StateDict().ToDictionary(s => s.Key, s => s.Value.To(DType.BFloat16)));
        var expected = model.StateDict()["weight"].To(DType.BFloat16).Float().ToArray<float>();
        model.LoadStateDict(SafeTensors.Load(files["half"]));
        Assert.Equal(expected, model.StateDict()["weight"].ToArray<float>());
    }

    [Fact]
    public void Integers_without_a_dtype_are_widened()
    {
        using var files = new Files();
        byte[] data = [0xff, 0x80, .. BitConverter.GetBytes((short)-2), .. BitConverter.GetBytes((ushort)65535), .. BitConverter.GetBytes(uint.MaxValue), .. BitConverter.GetBytes(1UL << 40)];
        const string Header = """{"a":{"dtype":"I8","shape":[2],"data_offsets":[0,2]},"b":{"dtype":"I16","shape":[1],"data_offsets":[2,4]},"c":{"dtype":"U16","shape":[],"data_offsets":[4,6]},"d":{"dtype":"U32","shape":[1],"data_offsets":[6,10]},"e":{"dtype":"U64","shape":[1],"data_offsets":[10,18]}}""";
        var read = SafeTensors.Load(files.Write("a", Raw(Header, data)));
        Assert.Equal([-1, -128], read["a"].ToArray<int>());
        Assert.Equal([-2], read["b"].ToArray<int>());
        Assert.Equal(65535, read["c"].Item());
        Assert.Equal([uint.MaxValue], read["d"].ToArray<long>());
        Assert.Equal([1L << 40], read["e"].ToArray<long>());
        data[^1] = 0x80;
        Files.Refused(files.Write("b", Raw(Header, data)), "int64 does not hold", p => SafeTensors.Load(p));
    }

    [Fact]
    public void Shards_are_read_through_their_index()
    {
        using var files = new Files();
        SafeTensors.Save(files["m-1.safetensors"], new Dictionary<string, Tensor> { ["a"] = Tensor.Ones(2), ["b"] = Tensor.Ones(3) });
        SafeTensors.Save(files["m-2.safetensors"], new Dictionary<string, Tensor> { ["c"] = Tensor.Zeros(4) });
        string index = files.Write("m.safetensors.index.json", """{"metadata": {"total_size": 36}, "weight_map": {"a": "m-1.safetensors", "c": "m-2.safetensors", "b": "m-1.safetensors"}}"""u8);
        var read = SafeTensors.Load(index);
        Assert.Equal(["a", "c", "b"], read.Keys);
        Assert.Equal(new Shape(4), read["c"].Shape);

        Refuse("""{"weight_map": {"a": "m-1.safetensors"}}""", "'b' in m-1.safetensors");
        Refuse("""{"weight_map": {"a": "m-1.safetensors", "b": "m-1.safetensors", "x": "m-2.safetensors"}}""", "'c' in m-2.safetensors");
        Refuse("""{"weight_map": {"a": "m-1.safetensors", "b": "m-1.safetensors", "x": "m-1.safetensors"}}""", "'x', which m-1.safetensors does not have");
        Refuse("""{"weight_map": {"a": "../m-1.safetensors"}}""", "'../m-1.safetensors'");
        Refuse("""{"weight_map": {"a": "/etc/passwd"}}""", "'/etc/passwd'");
        Refuse("""{"weight_map": {"a": "m-1.safetensors", "a": "m-1.safetensors"}}""", "'a' twice");
        Refuse("""{"weight_map": {}, "weight_map": {}}""", "second weight_map");
        Refuse("""{"weight_map": {"a": 3}}""", "Number");
        Refuse("""{"metadata": {}}""", "no weight_map");
        Refuse("""{"weight_map": {}} x""", "'x'");
        Refuse("", "JSON");
        void Refuse(string json, string words) => Files.Refused(files.Write("i.json", Encoding.UTF8.GetBytes(json)), words, p => SafeTensors.Load(p));
    }

    [Theory]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 7, "bytes behind the header")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 9, "bytes behind the header")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}}""", 12, "no gaps")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}}""", 12, "no overlaps")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"a":{"dtype":"F32","shape":[1],"data_offsets":[8,12]}}""", 12, "'a' twice")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}""", 4, "8 bytes")]
    [InlineData("""{"a":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}}""", 8, "the size -2")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2147483647,2147483647,2147483647],"data_offsets":[0,8]}}""", 8, "2147483647 elements")]
    [InlineData("""{"a":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,0]}}""", 0, "the size 4611686018427387904")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[-8,0]}}""", 8, "at -8")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[9223372036854775800,-9223372036854775808]}}""", 8, "at 9223372036854775800")]
    [InlineData("""{"a":{"dtype":"F8_E4M3","shape":[2],"data_offsets":[0,2]}}""", 2, "'F8_E4M3'")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8],"x":1}}""", 8, "unknown")]
    [InlineData("""{"a":{"dtype":"F32","dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 8, "there twice")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2]}}""", 8, "missing")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2.5],"data_offsets":[0,8]}}""", 8, "whole numbers")]
    [InlineData("""{"a":[1]}""", 0, "'a'")]
    [InlineData("""{"a":{"dtype":"F32","shape":[[2]],"data_offsets":[0,8]}}""", 8, "depth")]
    [InlineData("""{"__metadata__":{"a":"1","a":"2"}}""", 0, "'a' twice")]
    [InlineData("""{"__metadata__":{"a":1}}""", 0, "Number")]
    [InlineData("""{"\ud800":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 8, "Unicode")]
    [InlineData("""{"a":{"\ud800":"F32"}}""", 8, "unknown")]
    [InlineData("""{"a":{"dtype":"\ud800"}}""", 8, "Unicode")]
    [InlineData("""{} {}""", 0, "'{'")]
    [InlineData("""{"a":""", 0, "JSON")]
    [InlineData("""[]""", 0, "StartArray")]
    public void What_contradicts_itself_is_refused(string header, int bytes, string words)
    {
        using var files = new Files();
        Files.Refused(files.Write("a", Raw(header, new byte[bytes])), words, p => SafeTensors.Load(p));
    }

    [Fact]
    public void Headers_that_are_not_there_are_refused()
    {
        using var files = new Files();
        Files.Refused(files.Write("empty", []), "0 bytes", p => SafeTensors.Load(p));
        Files.Refused(files.Write("short", [1, 2, 3]), "3 bytes", p => SafeTensors.Load(p));
        foreach (ulong length in new ulong[] { 3, 100_000_001, long.MaxValue, ulong.MaxValue })
        {
            byte[] giant = new byte[10];
            BinaryPrimitives.WriteUInt64LittleEndian(giant, length);
            Files.Refused(files.Write("giant", giant), $"a header of {length} bytes", p => SafeTensors.Load(p));
        }
        Assert.Throws<FileNotFoundException>(() => SafeTensors.Load(files["nothing"]));
        if (!OperatingSystem.IsWindows()) Files.Refused("/dev/null", "0 bytes", p => SafeTensors.Load(p));
    }

    [Fact]
    public void A_failed_save_leaves_the_old_file()
    {
        using var files = new Files();
        SafeTensors.Save(files["a"], new Dictionary<string, Tensor> { ["x"] = Tensor.Ones(2) });
        File.CreateSymbolicLink(files["link"], files["a"]);
        SafeTensors.Save(files["link"], new Dictionary<string, Tensor> { ["x"] = Tensor.Ones(2) });
        Assert.NotNull(new FileInfo(files["link"]).LinkTarget);
        File.Delete(files["link"]);
        var hollow = Tensor.Hollow(Tensor.Ones(3).Layout, DType.Float32);
        Assert.Throws<AutogradException>(() => SafeTensors.Save(files["a"], new Dictionary<string, Tensor> { ["x"] = Tensor.Zeros(2), ["y"] = hollow }));
        Assert.Throws<ArgumentException>(() => SafeTensors.Save(files["a"], new Dictionary<string, Tensor> { ["__metadata__"] = Tensor.Zeros(2) }));
        Assert.Equal(["a"], files.Names);
        Assert.Equal([1f, 1], SafeTensors.Load(files["a"])["x"].ToArray<float>());
    }

    internal static byte[] Raw(string header, ReadOnlySpan<byte> data)
    {
        byte[] json = Encoding.UTF8.GetBytes(header);
        return [.. BitConverter.GetBytes((ulong)json.Length), .. json, .. data];
    }

    private static Sequential Model() =>
        new(new Conv2d(3, 4, 3), new BatchNorm2d(4), new ReLU(), new Flatten(), new Linear(4 * 36, 5));
}
