using Autograd.IO;
using Autograd.NN;

namespace Autograd.Tests.IO;

public class TorchFileTests
{
    [Fact]
    public void Every_dtype_comes_back_to_the_bit()
    {
        using var files = new Files();
        var tensors = Files.EveryDType();
        TorchFile.Save(files["a.pt"], tensors);
        Files.Same(tensors, TorchFile.Load(files["a.pt"]));
    }

    [Fact]
    public void Values_come_back_as_they_were()
    {
        using var files = new Files();
        var table = new OrderedDictionary<object, object?> { ["epoch"] = 3L, [7L] = -0.5, ["big"] = long.MinValue, ["text"] = "Größe\n", ["none"] = null };
        object?[] tuple = [true, false, new List<object?> { 1L, 300L, 70000L, -1L, double.NaN }, Array.Empty<object?>(), table];
        TorchFile.SaveObject(files["a.pt"], tuple);
        var read = Assert.IsType<object?[]>(TorchFile.LoadObject(files["a.pt"]));
        Assert.Equal(tuple[..4], read[..4]);
        Assert.Equal(table, Assert.IsType<OrderedDictionary<object, object?>>(read[4]));

        TorchFile.SaveObject(files["b.pt"], (1, 2.5f, new[] { 1, 2 }, new Parameter(Tensor.Ones(2), requiresGrad: false), Tensor.Ones(3).RequiresGradInPlace()));
        read = Assert.IsType<object?[]>(TorchFile.LoadObject(files["b.pt"]));
        Assert.Equal([1L, 2.5], read[..2]);
        Assert.Equal([1L, 2L], Assert.IsType<List<object?>>(read[2]));
        Assert.False(Assert.IsType<Parameter>(read[3]).RequiresGrad);
        Assert.True(Assert.IsType<Tensor>(read[4]).RequiresGrad);
    }

    [Fact]
    public void Tensors_that_share_memory_share_it_again()
    {
        using var files = new Files();
        var x = Tensor.Arange(0.0, 12).Reshape(3, 4);
        TorchFile.Save(files["a.pt"], new Dictionary<string, Tensor> { ["x"] = x, ["t"] = x.T, ["row"] = x[1], ["wide"] = x[0, 0].Expand(2, 5) });
        var read = TorchFile.Load(files["a.pt"]);
        read["x"].MulInPlace(2);
        Assert.Equal([8f, 10, 12, 14], read["row"].ToArray<float>());
        Assert.Equal([1, 4], read["t"].Strides.ToArray());
        Assert.Equal([0, 0], read["wide"].Strides.ToArray());
    }

    [Fact]
    public void What_cannot_be_written_is_named()
    {
        using var files = new Files();
        var self = new List<object?>();
        self.Add(self);
        Assert.Contains("DateTime", Assert.Throws<ArgumentException>(() => TorchFile.SaveObject(files["a"], DateTime.UnixEpoch)).Message, StringComparison.Ordinal);
        Assert.Contains("contain themselves", Assert.Throws<ArgumentException>(() => TorchFile.SaveObject(files["a"], self)).Message, StringComparison.Ordinal);
        Assert.Empty(files.Names);
    }

    [Fact]
    public void What_is_no_state_dict_is_described()
    {
        using var files = new Files();
        Refuse(Tensor.Ones(2, 3), "a tensor of shape [2, 3]");
        Refuse(new List<object?>(), "a list");
        Refuse(null, "None");
        Refuse(new Dictionary<string, object> { ["epoch"] = 3L }, "'epoch': a Int64");
        Refuse(new Dictionary<long, Tensor> { [3] = Tensor.Ones(1) }, "'3': a tensor");
        void Refuse(object? value, string words)
        {
            TorchFile.SaveObject(files["a.pt"], value);
            Files.Refused(files["a.pt"], words, p => TorchFile.Load(p));
        }
    }

    [Fact]
    public void Other_forms_are_named()
    {
        using var files = new Files();
        Refuse([0x80, 2, 0x8a, 10, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19, (byte)'.'], "before PyTorch 1.6");
        Refuse([], "other first bytes");
        Refuse(NpyTests.Zip(("archive/x", [1])), "no data.pkl");
        Refuse(NpyTests.Zip(("a/data.pkl", [1]), ("b/data.pkl", [1])), "more than one");
        Refuse(NpyTests.Zip(("a/data.pkl", [1]), ("a/constants.pkl", [1])), "TorchScript");
        Refuse(NpyTests.Zip(("a/data.pkl", [1]), ("a/../../x", [1])), "'a/../../x'");
        Refuse(NpyTests.Zip(("a/data.pkl", [0x80, 2, (byte)'N', (byte)'.']), ("a/byteorder", "middle"u8.ToArray())), "byte order");
        void Refuse(byte[] bytes, string words) => Files.Refused(files.Write("a.pt", bytes), words, p => TorchFile.Load(p));
    }

    [Fact]
    public void Big_endian_storages_are_converted()
    {
        using var files = new Files();
        byte[] code = [0x80, 2, .. Pickles.Tensor(Pickles.Storage(count: 1), 0, [1], [1]), (byte)'.'];
        byte[] file = NpyTests.Zip(("a/data.pkl", code), ("a/byteorder", "big"u8.ToArray()), ("a/data/0", [0x3f, 0xc0, 0, 0]));
        Assert.Equal(1.5, Assert.IsType<Tensor>(TorchFile.LoadObject(files.Write("a.pt", file))).Item());
    }

    public static TheoryData<string, byte[], string> Hostile()
    {
        byte[] four = Pickles.Storage();
        var cases = new TheoryData<string, byte[], string>
        {
            { "a call of a function", [.. Pickles.Global("os", "system"), .. Pickles.Tuple(Pickles.Text("true")), (byte)'R'], "'os.system'" },
            { "a builtin", Pickles.Global("builtins", "eval"), "'builtins.eval'" },
            { "a name of PyTorch's that runs code", Pickles.Global("torch", "load"), "'torch.load'" },
            { "a name in two texts", [.. Pickles.Text("posix"), .. Pickles.Text("system"), 0x93], "'posix.system'" },
            { "an object", [.. Pickles.Global("collections", "OrderedDict"), (byte)')', 0x81], "0x81" },
            { "an instance", [(byte)'(', .. "ios\nsystem\n"u8], "0x69" },
            { "an extension", [0x82, 1], "0x82" },
            { "a text of protocol 0", [.. "S'x'\n"u8], "0x53" },
            { "a call of a storage", [.. Pickles.Global("torch", "FloatStorage"), (byte)')', (byte)'R'], "no function" },
            { "a function as a value", Pickles.Global("torch", "FloatStorage"), "a storage or a function" },
            { "a storage as a value", four, "a storage or a function" },
            { "attributes of a list", [(byte)']', (byte)'}', (byte)'b'], "attributes" },
            { "arguments of OrderedDict", [.. Pickles.Global("collections", "OrderedDict"), .. Pickles.Tuple([(byte)']']), (byte)'R'], "OrderedDict" },
            { "a key twice", [(byte)'}', .. Pickles.Text("a"), (byte)'N', (byte)'s', .. Pickles.Text("a"), (byte)'N', (byte)'s'], "'a' twice" },
            { "a key that is a list", [(byte)'}', (byte)']', (byte)'N', (byte)'s'], "a key" },
            { "no storage of that name", Pickles.Tensor(Pickles.Storage(key: "7"), 0, [1], [1]), "'archive/data/7'" },
            { "a storage elsewhere", Pickles.Tensor(Pickles.Storage(key: "../data.pkl"), 0, [1], [1]), "no entry" },
            { "a storage of complex numbers", Pickles.Tensor(Pickles.Storage("ComplexFloatStorage"), 0, [1], [1]), "ComplexFloatStorage" },
            { "a storage that is longer", Pickles.Tensor(Pickles.Storage(count: 5), 0, [1], [1]), "20, for 5" },
            { "a storage of terabytes", Pickles.Tensor(Pickles.Storage(count: 1L << 40), 0, [1], [1]), "the size 1099511627776" },
            { "a storage of fewer than none", Pickles.Tensor(Pickles.Storage(count: -1), 0, [1], [1]), "the size -1" },
            { "a storage of two types", [.. Pickles.Tensor(four, 0, [1], [1]), .. Pickles.Tensor(Pickles.Storage("IntStorage"), 0, [1], [1]), 0x86], "two types" },
            { "an element beyond", Pickles.Tensor(four, 0, [5], [1]), "element 4 of 4" },
            { "an offset beyond", Pickles.Tensor(four, 4, [1], [1]), "element 4 of 4" },
            { "an offset before", Pickles.Tensor(four, -1, [1], [1]), "from -1 on" },
            { "an offset of 64 bits", Pickles.Tensor(four, long.MaxValue, [1], [1]), "element 9223372036854775807" },
            { "a stride backwards", Pickles.Tensor(four, 3, [2], [-1]), "a stride of -1" },
            { "a product of strides", Pickles.Tensor(four, 0, [1 << 15, 1 << 15], [int.MaxValue, int.MaxValue]), "of 4" },
            { "a product of sizes", Pickles.Tensor(four, 0, [1 << 20, 1 << 20], [0, 0]), "2147483647 elements" },
            { "a negative size", Pickles.Tensor(four, 0, [-4], [1]), "the size -4" },
            { "a size of 128 bits", Pickles.Tensor(four, 0, [System.Numerics.BigInteger.Pow(2, 100)], [1]), "an integer of 13 bytes" },
            { "fewer strides", Pickles.Tensor(four, 0, [2, 2], [1]), "1 strides" },
            { "65 dimensions", Pickles.Tensor(four, 0, [.. Enumerable.Repeat(System.Numerics.BigInteger.One, 65)], [.. Enumerable.Repeat(System.Numerics.BigInteger.One, 65)]), "65 dimensions" },
            { "a list that contains itself", [(byte)']', (byte)'q', 0, (byte)'h', 0, (byte)'a'], "contains itself" },
            { "memory beyond", [(byte)'N', (byte)'r', 255, 255, 255, 127], "where 0 is next" },
            { "memory of nothing", [(byte)'h', 0], "memory 0 of 0" },
            { "a text of gigabytes", [(byte)'X', 255, 255, 255, 127, 65], "ends too soon" },
            { "a text that is none", [(byte)'X', 1, 0, 0, 0, 255], "UTF-8" },
            { "protocol 1", [0x80, 1, (byte)'N'], "protocol 1" },
            { "an end without a beginning", [(byte)'t'], "without a beginning" },
            { "nothing to take", [(byte)'0'], "more than there is" },
            { "a tuple beyond a mark", [(byte)'N', (byte)'(', 0x85], "more than there is" },
            { "two values", [(byte)'N', (byte)'N'], "stops too soon" },
            { "a mark left over", [(byte)'(', (byte)'N'], "stops too soon" },
            { "bytes behind", [(byte)'N', (byte)'.', (byte)'N'], "behind the end" },
        };
        byte[] deep = new byte[1000];
        Array.Fill(deep, (byte)0x85, 1, 999);
        deep[0] = (byte)')';
        cases.Add("a deep tuple", deep, "nested too deep");
        return cases;
    }

    [Theory]
    [MemberData(nameof(Hostile))]
    public void Pickles_that_want_more_are_refused(string name, byte[] code, string words)
    {
        _ = name;
        using var files = new Files();
        Files.Refused(files.Write("a.pt", Pickles.File(code, ("0", new byte[16]))), words, p => TorchFile.LoadObject(p));
    }

    [Fact]
    public void The_same_list_in_many_places_is_no_bomb()
    {
        using var files = new Files();
        // l = [], and thirty times l = [l, l]: thirty-one lists, and a billion paths that nobody walks.
        byte[] lists = [(byte)']', (byte)'q', 0, .. Enumerable.Range(1, 30).SelectMany(static i => new[] { (byte)']', (byte)'q', (byte)i, (byte)'(', (byte)'h', (byte)(i - 1), (byte)'h', (byte)(i - 1), (byte)'e' })];
        byte[] last = [(byte)'(', .. lists, (byte)'t'];
        var read = Assert.IsType<object?[]>(TorchFile.LoadObject(files.Write("a.pt", Pickles.File(last))));
        Assert.Equal(31, read.Length);
    }
}
