using System.Buffers.Binary;

namespace Autograd.Training.Tests.Logs;

/// <summary>Event files are what TensorBoard reads, byte by byte.</summary>
public sealed class EventWriterTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("events").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    /// <summary>Known values (RFC 3720, B.4): the reader of this test is right.</summary>
    [Fact]
    public void The_checksum_of_the_reader_is_crc_32c()
    {
        Assert.Equal(0x8A9136AAu, EventFile.Crc32C(new byte[32]));
        Assert.Equal(0xE3069283u, EventFile.Crc32C("123456789"u8));
    }

    [Fact]
    public void A_file_begins_with_its_version_and_is_named_as_tensorboard_looks_for_it()
    {
        string path;
        using (var writer = new EventWriter(folder)) path = writer.Path;

        Assert.StartsWith("events.out.tfevents.", Path.GetFileName(path), StringComparison.Ordinal);
        var first = EventFile.Fields(Assert.Single(EventFile.Records(path)));
        Assert.Equal("brain.Event:2", EventFile.Text(first[3].Single()));
        Assert.InRange(EventFile.Double(first[1].Single()), 1e9, 1e11);
    }

    [Theory]
    [InlineData(0.25, 7)]
    [InlineData(double.NaN, 0)]
    [InlineData(double.NegativeInfinity, long.MaxValue)]
    [InlineData(-3.5e10, -1)]
    public void Scalars_come_back(double value, long step)
    {
        using (var writer = new EventWriter(folder)) writer.Scalar("loss/train", value, step);

        var (read, one) = Only();
        Assert.Equal(step, BitConverter.ToInt64(read[2].Single()));
        Assert.Equal("loss/train", EventFile.Text(one[1].Single()));
        Assert.Equal((float)value, BinaryPrimitives.ReadSingleLittleEndian(one[2].Single()));
    }

    [Fact]
    public void Histograms_come_back_and_lose_no_number()
    {
        double[] values = [.. Enumerable.Range(0, 1000).Select(static i => Math.Sin(i)), double.NaN];
        using (var writer = new EventWriter(folder)) writer.Histogram("weights", values, step: 3, bins: 20);

        var histogram = EventFile.Fields(Only().Value[5].Single());
        double[] limits = EventFile.Doubles(histogram[6].Single()), counts = EventFile.Doubles(histogram[7].Single());
        Assert.Equal(values.Take(1000).Min(), EventFile.Double(histogram[1].Single()));
        Assert.Equal(values.Take(1000).Max(), EventFile.Double(histogram[2].Single()));
        Assert.Equal(1000, EventFile.Double(histogram[3].Single()));
        Assert.Equal(values.Take(1000).Sum(), EventFile.Double(histogram[4].Single()), 1e-9);
        Assert.Equal(20, limits.Length);
        Assert.Equal(1000, counts.Sum());
        for (int i = 0; i < limits.Length; i++)
            Assert.Equal(values.Count(v => v <= limits[i] && (i == 0 || v > limits[i - 1])), counts[i]);
    }

    [Fact]
    public void A_histogram_of_one_number_has_one_bin()
    {
        using (var writer = new EventWriter(folder)) writer.Histogram("constant", Tensor.Full([5], 2.0), step: 0);

        var histogram = EventFile.Fields(Only().Value[5].Single());
        Assert.Equal([2.0], EventFile.Doubles(histogram[6].Single()));
        Assert.Equal([5.0], EventFile.Doubles(histogram[7].Single()));
    }

    [Fact]
    public void Texts_come_back()
    {
        using (var writer = new EventWriter(folder)) writer.Text("note", "größer als 0,5", step: 1);

        var one = Only().Value;
        Assert.Equal("note/text_summary", EventFile.Text(one[1].Single()));
        var tensor = EventFile.Fields(one[8].Single());
        Assert.Equal("größer als 0,5", EventFile.Text(tensor[8].Single()));
        Assert.Equal(7, BitConverter.ToInt64(tensor[1].Single()));
        var plugin = EventFile.Fields(EventFile.Fields(one[9].Single())[1].Single());
        Assert.Equal("text", EventFile.Text(plugin[1].Single()));
    }

    [Fact]
    public void A_file_goes_on_behind_its_last_whole_record()
    {
        string path;
        using (var writer = new EventWriter(folder))
        {
            writer.Scalar("loss", 1, 1);
            path = writer.Path;
        }
        byte[] whole = File.ReadAllBytes(path);
        for (int cut = 0; cut < 40; cut += 3)
        {
            File.WriteAllBytes(path, whole[..^cut]);
            using (var writer = EventWriter.Append(path)) writer.Scalar("loss", 2, 2);
            Assert.Equal(cut == 0 ? 3 : 2, EventFile.Records(path).Count);
        }
    }

    [Fact]
    public void What_is_damaged_is_refused_and_stays_as_it_was()
    {
        string path;
        using (var writer = new EventWriter(folder)) path = writer.Path;
        byte[] bytes = File.ReadAllBytes(path);
        bytes[20] ^= 1;
        File.WriteAllBytes(path, bytes);

        Assert.Contains("at byte 0", Assert.Throws<InvalidDataException>(() => EventWriter.Append(path)).Message, StringComparison.Ordinal);
        Assert.Equal(bytes, File.ReadAllBytes(path));
        Assert.Throws<FileNotFoundException>(() => EventWriter.Append(Path.Combine(folder, "none")));
    }

    [Fact]
    public void Two_writers_have_two_files_and_threads_share_one()
    {
        using (var first = new EventWriter(folder))
        using (var second = new EventWriter(folder))
        {
            Assert.NotEqual(first.Path, second.Path);
            Parallel.For(0, 200, i => first.Scalar("a", i, i));
        }

        Assert.Equal(202, Directory.GetFiles(folder).Sum(static f => EventFile.Records(f).Count));
    }

    [Fact]
    public void What_was_flushed_is_seen_while_the_file_is_open()
    {
        using var writer = new EventWriter(folder);
        writer.Scalar("a", 1, 1);
        writer.Flush();

        string copy = Path.Combine(folder, "copy");
        using (var open = new FileStream(writer.Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite))
        using (var target = File.Create(copy)) open.CopyTo(target);
        Assert.Equal(2, EventFile.Records(copy).Count);
    }

    [Fact]
    public void Arguments_are_checked()
    {
        var writer = new EventWriter(folder);
        Assert.Throws<ArgumentException>(() => writer.Histogram("h", [double.NaN], 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => writer.Histogram("h", [1], 0, bins: 0));
        Assert.Throws<ArgumentException>(() => writer.Scalar("", 1, 0));
        writer.Dispose();
        Assert.Throws<ObjectDisposedException>(() => writer.Scalar("a", 1, 0));
        Assert.Throws<ObjectDisposedException>(writer.Flush);
        writer.Dispose();
    }

    /// <summary>The fields of the one event behind the version, and of its value.</summary>
    private (ILookup<int, byte[]> Event, ILookup<int, byte[]> Value) Only()
    {
        var records = EventFile.Records(Directory.GetFiles(folder).Single());
        Assert.Equal(2, records.Count);
        var read = EventFile.Fields(records[1]);
        return (read, EventFile.Fields(EventFile.Fields(read[5].Single())[1].Single()));
    }
}
