using Autograd;
using Autograd.Data;

namespace Digits;

/// <summary>Handwritten digits: pixels in [0, 1], <c>[10000, 784]</c>, and classes, <c>[10000]</c>; in the order of the files.</summary>
internal sealed record DigitsData(Tensor Images, Tensor Labels)
{
    private const int Count = 10_000;

    public TensorDataset Train => Part(0, 8000);

    public TensorDataset Validation => Part(8000, 9000);

    public TensorDataset Test => Part(9000, Count);

    /// <summary>Reads the two IDX files of a folder.</summary>
    /// <exception cref="IOException">A file is missing or cannot be read.</exception>
    /// <exception cref="InvalidDataException">A file is damaged, or holds something else.</exception>
    public static DigitsData Load(string folder)
    {
        var images = Read(folder, "t10k-images-idx3-ubyte.gz", [Count, 28, 28]);
        var labels = Read(folder, "t10k-labels-idx1-ubyte.gz", [Count]);
        if (labels.AMax().Item() > 9) throw new InvalidDataException("t10k-labels-idx1-ubyte.gz is damaged: a label is above 9");
        return new DigitsData(images.Reshape(-1, 784).Float() / 255, labels.Long());
    }

    private static Tensor Read(string folder, string name, Shape expected)
    {
        string path = Path.Combine(folder, name);
        if (!File.Exists(path)) throw new FileNotFoundException($"{path} is missing: --data must name the folder with the MNIST test files");
        var tensor = Idx.ReadTensor(path);
        return tensor.Shape == expected ? tensor : throw new InvalidDataException($"{path} holds the shape {tensor.Shape}, not {expected}");
    }

    private TensorDataset Part(int from, int to) => new(Images[from..to], Labels[from..to]);
}
