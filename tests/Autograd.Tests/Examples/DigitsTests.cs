using System.IO.Compression;
using Digits;

namespace Autograd.Tests.Examples;

using Training = Digits.Training;

public class DigitsTests
{
    /// <summary>PyTorch's losses of these models at the steps 0, 1, 10 and 100 for seed 0, printed by digits.py.</summary>
    [Theory]
    [InlineData("mlp", 2.310237, 2.248609, 1.828758, 0.393579)]
    [InlineData("cnn", 2.302574, 2.279041, 1.796696)]
    public void The_first_steps_follow_PyTorch(string model, params double[] expected)
    {
        string? data = Environment.GetEnvironmentVariable("AUTOGRAD_DATA");
        string folder = Path.Combine(data ?? "", "mnist");
        if (string.IsNullOrEmpty(data) || !Directory.Exists(folder))
        {
            Console.WriteLine("skipped: the losses of the digits example (AUTOGRAD_DATA names no folder with mnist/ in it)");
            return;
        }
        using var output = new StringWriter();
        // A whole epoch of the small network, the first eleven steps of the other.
        bool whole = expected.Length == 4;
        Training.Run(DigitsData.Load(folder), model, seed: 0, epochs: 1, output, whole ? int.MaxValue : 11);
        string[] lines = output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(expected.Length, lines.Count(static line => line.StartsWith("step", StringComparison.Ordinal)));
        for (int i = 0; i < expected.Length; i++)
        {
            double loss = double.Parse(lines[i].Split(' ')[^1], System.Globalization.CultureInfo.InvariantCulture);
            Assert.True(Math.Abs(loss - expected[i]) <= 1e-5, lines[i]);
        }
        if (whole)
            Assert.Matches(@"^seed 0 mlp: last loss \d\.\d{6}, accuracy train 0\.\d{4} validation 0\.\d{4} test 0\.\d{4}, \d+\.\d\d s for 125 steps", lines[^1]);
    }

    [Fact]
    public void Missing_and_damaged_files_are_one_clear_sentence()
    {
        string folder = Directory.CreateTempSubdirectory("digits").FullName;
        try
        {
            string images = Path.Combine(folder, "t10k-images-idx3-ubyte.gz");
            Assert.Contains(images, Assert.Throws<FileNotFoundException>(() => DigitsData.Load(folder)).Message, StringComparison.Ordinal);
            File.WriteAllBytes(images, [1, 2, 3, 4]);
            Assert.Contains(images, Assert.Throws<InvalidDataException>(() => DigitsData.Load(folder)).Message, StringComparison.Ordinal);
            using (var zip = new GZipStream(File.Create(images), CompressionLevel.Fastest)) zip.Write([0, 0, 8, 1, 0, 0, 0, 2, 5, 6]);
            Assert.Contains("[2]", Assert.Throws<InvalidDataException>(() => DigitsData.Load(folder)).Message, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
