using Autograd.Data;

namespace Autograd.Tests.Data;

/// <summary>Pictures in a folder for each class.</summary>
public sealed class ImageFolderTests : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("autograd-").FullName;

    public void Dispose() => Directory.Delete(root, recursive: true);

    private void Picture(string name, int value, int height = 2)
    {
        string path = Path.Combine(root, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        Images.WritePng(path, Tensor.Full([1, height, 3], value, DType.UInt8));
    }

    [Fact]
    public void Classes_and_files_are_sorted_by_the_bytes_of_their_names()
    {
        Picture("b/2.png", 3);
        Picture("b/10.PNG", 2);
        Picture("a/x.png", 4);
        Picture("a/deep/er.png", 5);
        Picture("B/1.png", 1);
        File.WriteAllText(Path.Combine(root, "a", "notes.txt"), "no picture");
        File.WriteAllText(Path.Combine(root, "readme.png"), "of no class");
        var folder = new ImageFolder(root);
        Assert.Equal(["B", "a", "b"], folder.Classes);
        Assert.Equal(2, folder.ClassToIndex["b"]);
        Assert.Equal([(1, 0), (4, 1), (5, 1), (2, 2), (3, 2)], Enumerable.Range(0, folder.Count).Select(i => ((int)folder[i][0][0, 0, 0].Item(), (int)folder[i][1].Item())));
        Assert.Equal(new Shape(3, 2, 3), folder[0][0].Shape);
        Assert.Equal(1, new ImageFolder(root, ImageReadMode.Unchanged)[0][0].Shape[0]);
        Assert.Equal(["B/1.png", "a/x.png", "a/deep/er.png", "b/10.PNG", "b/2.png"], folder.Samples.Select(s => Path.GetRelativePath(root, s.Path).Replace('\\', '/')));
        Assert.Throws<ArgumentOutOfRangeException>(() => folder[5]);
    }

    [Fact]
    public void A_loader_crops_them_to_one_size_on_its_workers()
    {
        for (int i = 0; i < 9; i++) Picture($"{(i % 2 == 0 ? "even" : "odd")}/{i}.png", 20 * i, height: 4 + i);
        var data = new ImageFolder(root).Augment(Augment.Compose(Augment.ToFloat(), Augment.RandomCrop(4, 2)));
        var batches = new DataLoader(data, batchSize: 4, workers: 2).ToList();
        Assert.Equal([new Shape(4, 3, 4, 2), new Shape(4, 3, 4, 2), new Shape(1, 3, 4, 2)], batches.Select(b => b[0].Shape));
        Assert.Equal([0L, 0, 0, 0, 0, 1, 1, 1, 1], batches.SelectMany(b => b[1].ToArray<long>()));
    }

    [Fact]
    public void Folders_without_classes_and_classes_without_pictures_are_named()
    {
        Assert.Contains("gone", Assert.Throws<DirectoryNotFoundException>(() => new ImageFolder(Path.Combine(root, "gone"))).Message, StringComparison.Ordinal);
        Assert.Contains("has no folder", Assert.Throws<InvalidDataException>(() => new ImageFolder(root)).Message, StringComparison.Ordinal);
        Picture("full/1.png", 1);
        Directory.CreateDirectory(Path.Combine(root, "empty"));
        Assert.Contains("class empty", Assert.Throws<InvalidDataException>(() => new ImageFolder(root)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_damaged_picture_is_named_by_its_element_and_its_path()
    {
        Picture("a/1.png", 1);
        File.WriteAllText(Path.Combine(root, "a", "2.png"), "nothing");
        var error = Assert.Throws<AutogradException>(() => new DataLoader(new ImageFolder(root), workers: 1).Count());
        Assert.Contains("element 1 of batch 1", error.Message, StringComparison.Ordinal);
        Assert.Contains(Path.Combine("a", "2.png"), error.Message, StringComparison.Ordinal);
    }
}
