using Autograd;
using Autograd.Data;
using Autograd.NN;

namespace Experiments;

/// <summary>Handwritten digits, 8,000 to train, 1,000 to validate, 1,000 to test: pixels in [0, 1], <c>[N, 784]</c>, and classes, <c>[N]</c>.</summary>
internal sealed record DigitImages(TensorDataset Train, TensorDataset Validation, TensorDataset Test)
{
    /// <summary>Reads them of the data folder.</summary>
    /// <param name="options">Whose folder; at the reduced size 2,000 are for training.</param>
    /// <exception cref="IOException">A file is missing or cannot be read.</exception>
    /// <exception cref="InvalidDataException">A file is damaged, or holds something else.</exception>
    public static DigitImages Load(ExperimentOptions options)
    {
        string folder = options.Folder("mnist");
        var images = Idx.ReadTensor(Path.Combine(folder, "t10k-images-idx3-ubyte.gz"));
        var labels = Idx.ReadTensor(Path.Combine(folder, "t10k-labels-idx1-ubyte.gz"));
        if (images.Shape != new Shape([10_000, 28, 28]) || labels.Shape != new Shape([10_000]))
            throw new InvalidDataException($"{folder} holds images of shape {images.Shape} and labels of shape {labels.Shape}, not the 10,000 digits of MNIST's test part");
        var (x, y) = (images.Reshape(-1, 784).Float() / 255, labels.Long());
        return new DigitImages(Part(0, options.Size(8000, 2000)), Part(8000, 9000), Part(9000, 10_000));

        TensorDataset Part(int from, int to) => new(x[from..to], y[from..to]);
    }

    /// <summary>The share of a part that a network, in evaluation, tells right.</summary>
    public static double Accuracy(Module net, TensorDataset part)
    {
        var (x, y) = part.All;
        using (net.EvalScope)
        using (NoGrad.Scope)
            return net.Forward(x).ArgMax(1).Eq(y).Float().Mean().Item();
    }

    /// <summary>Batches without end, every epoch in another order.</summary>
    public static IEnumerable<(Tensor X, Tensor Y)> Batches(TensorDataset part, int size)
    {
        while (true)
        {
            foreach (var rows in Tensor.RandPerm(part.Count).Split(size))
            {
                if (rows.Numel < size) continue;
                var (x, y) = part.Fetch(rows);
                yield return (x, y);
            }
        }
    }
}
