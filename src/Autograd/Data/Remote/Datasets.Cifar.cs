using System.Formats.Tar;
using System.IO.Compression;

namespace Autograd.Data;

/// <content>Pictures of ten kinds of things.</content>
public static partial class Datasets
{
    private static readonly string[] CifarMirrors = ["https://www.cs.toronto.edu/~kriz/", "https://cave.cs.toronto.edu/kriz/"];

    /// <summary>The ten classes of CIFAR-10, by number.</summary>
    public static IReadOnlyList<string> Cifar10Classes { get; } = ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"];

    /// <summary>
    /// Pictures of ten kinds of things (Krizhevsky, 2009): images uint8 <c>[N, 3, 32, 32]</c> and classes int64 <c>[N]</c>; 50,000 to train on and 10,000 to test with. The archive of
    /// the binary version is read where it lies, and not unpacked.
    /// </summary>
    /// <param name="folder">The folder of <c>cifar-10-binary.tar.gz</c>.</param>
    /// <param name="train">The training part, or the test part.</param>
    /// <param name="download">Whether the archive is fetched where it is missing, or its SHA-256 is wrong.</param>
    /// <param name="mirrors">Addresses of folders that have the archive, instead of those known here.</param>
    /// <param name="cancellation">Ends a download; what arrived stays, and is continued by the next one.</param>
    /// <exception cref="FileNotFoundException">The archive is missing, and is not to be fetched.</exception>
    /// <exception cref="IOException">No mirror gives the archive: the message has the reason of each.</exception>
    /// <exception cref="InvalidDataException">The archive is damaged, or holds something else.</exception>
    public static TensorDataset Cifar10(string folder, bool train = true, bool download = false, IEnumerable<string>? mirrors = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        var archive = Listed("cifar-10-binary.tar.gz", "c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd", [.. mirrors ?? CifarMirrors]);
        return CifarArchive.Read(Place(archive, folder, download, cancellation), train);
    }

    /// <summary>Reads the archive: records of a class and 3 x 32 x 32 bytes.</summary>
    internal static class CifarArchive
    {
        private const int Points = 3 * 32 * 32;
        private const int RecordBytes = 1 + Points;

        /// <summary>Records of a file of the archive at most.</summary>
        private const int MostRecords = 10_000;

        private static readonly string[] TrainFiles = ["data_batch_1.bin", "data_batch_2.bin", "data_batch_3.bin", "data_batch_4.bin", "data_batch_5.bin"];
        private static readonly string[] TestFiles = ["test_batch.bin"];

        public static TensorDataset Read(string path, bool train)
        {
            string[] wanted = train ? TrainFiles : TestFiles;
            var found = new Dictionary<string, byte[]>(StringComparer.Ordinal);
            try
            {
                using var file = File.OpenRead(path);
                using var content = new GZipStream(file, CompressionMode.Decompress);
                using var entries = new TarReader(content);
                while (entries.GetNextEntry() is { } entry)
                {
                    string name = Path.GetFileName(entry.Name);
                    if (Array.IndexOf(wanted, name) < 0 || entry.DataStream is not { } records) continue;
                    if (entry.Length > MostRecords * RecordBytes || entry.Length % RecordBytes != 0)
                        throw new InvalidDataException(FormattableString.Invariant($"{path} is damaged: {name} has {entry.Length} bytes, which are not up to {MostRecords} records of {RecordBytes}"));
                    byte[] bytes = new byte[entry.Length];
                    records.ReadExactly(bytes);
                    found[name] = bytes;
                }
            }
            catch (Exception e) when (e is EndOfStreamException or FormatException || (e is InvalidDataException && !e.Message.StartsWith(path, StringComparison.Ordinal)))
            {
                throw new InvalidDataException($"{path} is truncated or damaged: {e.Message}", e);
            }
            if (Array.Find(wanted, name => !found.ContainsKey(name)) is { } missing) throw new InvalidDataException($"{path} is truncated or damaged: it has no {missing}");
            return Made(path, [.. wanted.Select(name => found[name])]);
        }

        private static TensorDataset Made(string path, byte[][] files)
        {
            int count = files.Sum(static file => file.Length / RecordBytes), at = 0;
            byte[] images = new byte[count * Points], labels = new byte[count];
            foreach (byte[] file in files)
            {
                for (int start = 0; start < file.Length; start += RecordBytes, at++)
                {
                    labels[at] = file[start];
                    file.AsSpan(start + 1, Points).CopyTo(images.AsSpan(at * Points));
                }
            }
            CheckClasses(path, labels);
            return new TensorDataset(Tensor.Wrap(images, count, 3, 32, 32), Tensor.From(labels).Long());
        }
    }
}
