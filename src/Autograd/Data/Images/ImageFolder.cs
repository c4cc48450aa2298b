namespace Autograd.Data;

/// <summary>Pictures in a folder for each class, <c>root/cat/1.png</c> (<c>torchvision.datasets.ImageFolder</c>).</summary>
/// <remarks>
/// An element is the picture, uint8 <c>[C, H, W]</c>, and the number of its class, int64; the file is read when it is asked for, so give the loader workers. Pictures of
/// different sizes are cropped or resized by <see cref="Dataset.Map(Func{Batch, Batch})"/> before they can be stacked. Classes, and files within them, are sorted by the bytes of
/// their names; folders inside of a class belong to it.
/// </remarks>
public sealed class ImageFolder : Dataset
{
    private static readonly string[] Extensions = [".png", ".pgm", ".ppm", ".pnm"];

    private readonly ImageReadMode mode;

    /// <summary>Looks through a folder.</summary>
    /// <param name="root">The folder with a folder for each class.</param>
    /// <param name="mode">Which channels the tensors shall have; as in torchvision three, so that all have the same.</param>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="InvalidDataException">It has no folders of classes, or one of them has no picture.</exception>
    public ImageFolder(string root, ImageReadMode mode = ImageReadMode.Rgb)
    {
        ArgumentException.ThrowIfNullOrEmpty(root);
        if (!Enum.IsDefined(mode)) throw new ArgumentOutOfRangeException(nameof(mode), mode, "ImageFolder: there is no such mode");
        if (!Directory.Exists(root)) throw new DirectoryNotFoundException($"ImageFolder: there is no folder {root}");
        this.mode = mode;
        Classes = [.. Directory.EnumerateDirectories(root).Select(static folder => Path.GetFileName(folder)).Order(StringComparer.Ordinal)];
        if (Classes.Count == 0) throw new InvalidDataException($"ImageFolder: {root} has no folder, and each class is one");
        ClassToIndex = Classes.Select(static (name, index) => (name, index)).ToDictionary(static c => c.name, static c => c.index, StringComparer.Ordinal);
        Samples = [.. Classes.SelectMany((name, index) => Pictures(Path.Combine(root, name)).Select(path => (path, index)))];
        string[] empty = [.. Classes.Where((_, index) => !Samples.Any(sample => sample.Class == index))];
        if (empty.Length > 0)
            throw new InvalidDataException($"ImageFolder: {root} has no pictures of the class {string.Join(", ", empty)}; they end in {string.Join(", ", Extensions)}");
    }

    /// <summary>The names of the classes, sorted.</summary>
    public IReadOnlyList<string> Classes { get; }

    /// <summary>The number of each class.</summary>
    public IReadOnlyDictionary<string, int> ClassToIndex { get; }

    /// <summary>The file and the class of each element.</summary>
    public IReadOnlyList<(string Path, int Class)> Samples { get; }

    /// <inheritdoc/>
    public override int Count => Samples.Count;

    /// <inheritdoc/>
    public override Batch this[int index]
    {
        get
        {
            if ((uint)index >= (uint)Count) throw new ArgumentOutOfRangeException(nameof(index), index, FormattableString.Invariant($"ImageFolder: there are {Count} pictures"));
            var (path, label) = Samples[index];
            return new Batch(Images.Read(path, mode), Tensor.From((long)label));
        }
    }

    private static IEnumerable<string> Pictures(string folder) => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
        .Where(static path => Extensions.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase))
        .OrderBy(static path => Path.GetDirectoryName(path), StringComparer.Ordinal)
        .ThenBy(static path => Path.GetFileName(path), StringComparer.Ordinal);
}
