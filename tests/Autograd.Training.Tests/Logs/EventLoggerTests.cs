using System.Buffers.Binary;

namespace Autograd.Training.Tests.Logs;

/// <summary>A run leaves its numbers as events.</summary>
public sealed class EventLoggerTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("logger").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Every_number_of_every_epoch_is_an_event()
    {
        var model = Problem.Model();
        var result = Trainer.Fit(model, Problem.Loader(), Problem.Validation, Problem.Options(model) with { Callbacks = [new EventLogger(folder, weights: 2)] });

        var scalars = Scalars();
        foreach (string column in result.History.Columns)
        {
            for (int row = 0; row < result.History.Epochs.Count; row++)
                Assert.Equal((float)result.History[column][row], scalars[(column, result.History.Epochs[row])]);
        }
        Assert.Contains("weights/0.weight", Events().Select(static e => e.Tag));
    }

    [Fact]
    public void Without_a_folder_it_says_so()
    {
        var model = Problem.Model();
        var error = Assert.Throws<AutogradException>(() => Trainer.Fit(model, Problem.Loader(), null, Problem.Options(model) with { Callbacks = [new EventLogger()] }));
        Assert.Contains("FitOptions.Folder", error.ToString(), StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(static () => new EventLogger(weights: 0));
    }

    private Dictionary<(string, long), float> Scalars() =>
        Events().Where(static e => e.Value.Contains(2)).ToDictionary(static e => (e.Tag, e.Step), static e => BinaryPrimitives.ReadSingleLittleEndian(e.Value[2].Single()));

    private IEnumerable<(string Tag, long Step, ILookup<int, byte[]> Value)> Events() =>
        from record in EventFile.Records(Directory.GetFiles(folder).Single()).Skip(1)
        let read = EventFile.Fields(record)
        let value = EventFile.Fields(EventFile.Fields(read[5].Single())[1].Single())
        select (EventFile.Text(value[1].Single()), BitConverter.ToInt64(read[2].Single()), value);
}
