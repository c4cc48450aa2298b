namespace Autograd.Data;

/// <summary>
/// Public data sets (<c>torchvision.datasets</c>), brought into a folder where that is wanted and known by their checksums, and synthetic ones that a seed makes.
/// </summary>
public static partial class Datasets
{
    private const int Side = 28;

    private static readonly string[] MnistMirrors = ["https://ossci-datasets.s3.amazonaws.com/mnist/", "https://storage.googleapis.com/cvdf-datasets/mnist/"];

    private static readonly string[] FashionMnistMirrors =
    [
        "https://fashion-mnist.s3-website.eu-central-1.amazonaws.com/", "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/",
        "https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/",
    ];

    /// <summary>The ten classes of Fashion-MNIST, by number.</summary>
    public static IReadOnlyList<string> FashionMnistClasses { get; } = ["T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"];

    /// <summary>Handwritten digits (LeCun, Cortes and Burges): images uint8 <c>[N, 1, 28, 28]</c> and classes int64 <c>[N]</c>; 60,000 to train on and 10,000 to test with.</summary>
    /// <param name="folder">The folder of the four files <c>train-images-idx3-ubyte.gz</c> and so on.</param>
    /// <param name="train">The training part, or the test part.</param>
    /// <param name="download">Whether files that are missing, or whose SHA-256 is wrong, are fetched.</param>
    /// <param name="mirrors">Addresses of folders that have the files, instead of those known here.</param>
    /// <param name="cancellation">Ends a download; what arrived stays, and is continued by the next one.</param>
    /// <exception cref="FileNotFoundException">A file is missing, and is not to be fetched.</exception>
    /// <exception cref="IOException">No mirror gives a file: the message has the reason of each.</exception>
    /// <exception cref="InvalidDataException">A file is damaged, or holds something else.</exception>
    public static TensorDataset Mnist(string folder, bool train = true, bool download = false, IEnumerable<string>? mirrors = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        string[] places = [.. mirrors ?? MnistMirrors];
        return train
            ? IdxPair(
                Listed("train-images-idx3-ubyte.gz", "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609", places),
                Listed("train-labels-idx1-ubyte.gz", "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c", places), folder, download, cancellation)
            : IdxPair(
                Listed("t10k-images-idx3-ubyte.gz", "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6", places),
                Listed("t10k-labels-idx1-ubyte.gz", "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6", places), folder, download, cancellation);
    }

    /// <summary>Pictures of clothes in the format of MNIST (Xiao, Rasul and Vollgraf, 2017); <see cref="FashionMnistClasses"/> has the names of the classes.</summary>
    /// <inheritdoc cref="Mnist"/>
    public static TensorDataset FashionMnist(string folder, bool train = true, bool download = false, IEnumerable<string>? mirrors = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        string[] places = [.. mirrors ?? FashionMnistMirrors];
        return train
            ? IdxPair(
                Listed("train-images-idx3-ubyte.gz", "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84", places),
                Listed("train-labels-idx1-ubyte.gz", "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845", places), folder, download, cancellation)
            : IdxPair(
                Listed("t10k-images-idx3-ubyte.gz", "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073", places),
                Listed("t10k-labels-idx1-ubyte.gz", "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5", places), folder, download, cancellation);
    }

    /// <summary>A pair of IDX files, images and classes below ten, read and checked.</summary>
    internal static TensorDataset IdxPair(RemoteFile images, RemoteFile labels, string folder, bool download, CancellationToken cancellation)
    {
        string imagesPath = Place(images, folder, download, cancellation), labelsPath = Place(labels, folder, download, cancellation);
        Tensor x = Idx.ReadTensor(imagesPath), y = Idx.ReadTensor(labelsPath);
        if (x.Rank != 3 || x.Shape[1] != Side || x.Shape[2] != Side) throw new InvalidDataException($"{imagesPath} holds the shape {x.Shape}, not [N, 28, 28]");
        if (y.Rank != 1 || y.Shape[0] != x.Shape[0]) throw new InvalidDataException(FormattableString.Invariant($"{labelsPath} holds the shape {y.Shape}, and there are {x.Shape[0]} images"));
        CheckClasses(labelsPath, y.ToArray<byte>());
        return new TensorDataset(x.Unsqueeze(1), y.Long());
    }

    private static RemoteFile Listed(string name, string sha256, string[] mirrors) =>
        new(name, sha256, mirrors.Select(mirror => mirror.EndsWith('/') ? mirror + name : $"{mirror}/{name}"));

    /// <summary>The path of a file, which is there.</summary>
    private static string Place(RemoteFile file, string folder, bool download, CancellationToken cancellation)
    {
        if (download) return file.Fetch(folder, null, cancellation);
        string path = Path.Combine(folder, file.Name);
        return File.Exists(path) ? path : throw new FileNotFoundException($"{path} is missing; download: true fetches it", path);
    }

    private static void CheckClasses(string path, ReadOnlySpan<byte> labels)
    {
        const byte Classes = 10;
        foreach (byte label in labels)
        {
            if (label >= Classes) throw new InvalidDataException(FormattableString.Invariant($"{path} is damaged: it has a class {label}, and they are 0 to 9"));
        }
    }
}
