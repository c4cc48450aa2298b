using Autograd.IO;

namespace Autograd.Tests.IO;

/// <summary>A folder of its own for a test, gone after it.</summary>
internal sealed class Files : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("autograd-");

    /// <summary>The path of a file in the folder.</summary>
    public string this[string name] => Path.Combine(folder.FullName, name);

    /// <summary>Writes a file and gives its path.</summary>
    public string Write(string name, ReadOnlySpan<byte> content)
    {
        string path = this[name];
        using var file = File.Create(path);
        file.Write(content);
        return path;
    }

    public IEnumerable<string> Names => folder.EnumerateFiles().Select(f => f.Name);

    public void Dispose() => folder.Delete(recursive: true);

    /// <summary>A tensor of every dtype, with halves, signs and extremes.</summary>
    public static OrderedDictionary<string, Tensor> EveryDType() => new(StringComparer.Ordinal)
    {
        ["bool"] = Tensor.From([true, false, true]),
        ["uint8"] = Tensor.From(new byte[] { 0, 127, 255 }),
        ["int32"] = Tensor.From([int.MinValue, -1, int.MaxValue]),
        ["int64"] = Tensor.From([long.MinValue, -1, long.MaxValue]).Reshape(3, 1),
        ["float16"] = Tensor.From([(Half)0.5, Half.MaxValue, Half.NegativeInfinity, Half.Epsilon]),
        ["bfloat16"] = Tensor.From([1f, 3.140625f, float.NegativeInfinity]).To(DType.BFloat16),
        ["float32"] = Tensor.Arange(0.0, 6).Reshape(2, 3),
        ["float64"] = Tensor.Scalar(Math.PI, DType.Float64),
        ["empty"] = Tensor.Zeros(2, 0, 3),
        ["großer Name 🙂"] = Tensor.Randn([1500], DType.Float32, new Generator(1)),
    };

    /// <summary>That two tables hold the same tensors to the bit, in the same order.</summary>
    public static void Same(IReadOnlyDictionary<string, Tensor> expected, IReadOnlyDictionary<string, Tensor> actual)
    {
        Assert.Equal(expected.Keys, actual.Keys);
        foreach (var (key, tensor) in expected)
        {
            Assert.Equal(tensor.DType, actual[key].DType);
            Assert.Equal(tensor.Shape, actual[key].Shape);
            Assert.Equal(Bits(tensor), Bits(actual[key]));
        }
    }

    /// <summary>The bytes of the elements in row-major order.</summary>
    public static byte[] Bits(Tensor x)
    {
        using var stream = new MemoryStream();
        ElementWriter.Write("Bits", x, stream);
        return stream.ToArray();
    }

    /// <summary>That a file is refused, and the message has its path and some words.</summary>
    public static void Refused(string path, string words, Func<string, object?> load)
    {
        var refused = Assert.Throws<TensorFileException>(() => load(path));
        Assert.Equal(path, refused.Path);
        Assert.StartsWith(path, refused.Message, StringComparison.Ordinal);
        Assert.Contains(words, refused.Message, StringComparison.Ordinal);
    }
}
