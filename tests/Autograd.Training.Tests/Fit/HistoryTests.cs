namespace Autograd.Training.Tests;

/// <summary>The table of a run: what is written is read back, and what is damaged is named.</summary>
public sealed class HistoryTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("history-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Columns_come_in_the_order_of_their_first_value()
    {
        var history = new History();
        history.Record(1, "loss", 0.5);
        history.Record(2, "loss", 0.25);
        history.Record(2, "val_loss", 1.0 / 3);
        history.Record(1, "loss", 0.75);

        Assert.Equal(["loss", "val_loss"], history.Columns);
        Assert.Equal([1, 2], history.Epochs);
        Assert.Equal([0.75, 0.25], history["loss"]);
        Assert.Equal([double.NaN, 1.0 / 3], history["val_loss"]);
        Assert.Contains("loss, val_loss", Assert.Throws<ArgumentException>(() => history["accuracy"]).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_written_is_read_back_to_the_bit()
    {
        var history = new History();
        double[] values = [0.1, 1.0 / 3, -1e-300, double.MaxValue, double.PositiveInfinity, double.NegativeInfinity, double.NaN, -0.0];
        for (int i = 0; i < values.Length; i++) history.Record((2 * i) + 1, "a, \"quoted\" name", values[i]);
        history.Record(99, "loss", 3);
        string path = Path.Combine(folder, "history.csv");

        history.WriteCsv(path);
        var read = History.ReadCsv(path);

        Assert.Equal(history.Columns, read.Columns);
        Assert.Equal(history.Epochs, read.Epochs);
        foreach (string column in history.Columns) Assert.Equal(history[column].Select(BitConverter.DoubleToInt64Bits), read[column].Select(BitConverter.DoubleToInt64Bits));
        Assert.Equal(["history.csv"], Directory.GetFiles(folder).Select(Path.GetFileName));
    }

    [Fact]
    public void Empty_cells_are_NaN_and_numbers_have_points()
    {
        var history = new History();
        history.Record(1, "loss", 1.5);
        history.Record(2, "val_loss", double.NaN);

        Assert.Equal("epoch,loss,val_loss\n1,1.5,\n2,,\n", history.ToCsv());
        Assert.Equal("epoch\n", new History().ToCsv());
    }

    [Theory]
    [InlineData("")]
    [InlineData("loss,epoch\n0.1,1\n")]
    [InlineData("epoch,loss,loss\n1,2,3\n")]
    [InlineData("epoch,loss\n1,0,1\n")]
    [InlineData("epoch,loss\n1,0.1\n1,0.2\n")]
    [InlineData("epoch,loss\n0,0.1\n")]
    [InlineData("epoch,loss\n1,zero\n")]
    [InlineData("epoch,\"loss\n1,1\n")]
    public void A_damaged_file_is_named(string text)
    {
        string path = Path.Combine(folder, "damaged.csv");
        File.WriteAllText(path, text);
        Assert.Contains(path, Assert.Throws<InvalidDataException>(() => History.ReadCsv(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Rows_ascend_and_names_are_names()
    {
        var history = new History();
        history.Record(5, "loss", 1);

        Assert.Throws<ArgumentException>(() => history.Record(4, "loss", 1));
        Assert.Throws<ArgumentException>(() => history.Record(5, "epoch", 1));
        Assert.Throws<ArgumentException>(() => history.Record(5, "two\nlines", 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => history.Record(0, "loss", 1));
        Assert.Equal([5], history.Epochs);
    }

    [Fact]
    public void A_file_that_cannot_be_written_leaves_nothing()
    {
        var history = new History();
        Directory.CreateDirectory(Path.Combine(folder, "taken"));

        Assert.ThrowsAny<Exception>(() => history.WriteCsv(Path.Combine(folder, "taken")));
        Assert.Throws<DirectoryNotFoundException>(() => history.WriteCsv(Path.Combine(folder, "none", "history.csv")));
        Assert.Empty(Directory.GetFiles(folder));
    }
}
