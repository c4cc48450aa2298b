using Autograd.Data;
using Autograd.IO;
using Autograd.NN;
using Autograd.Optim;

namespace Autograd.Training.Tests;

/// <summary>When callbacks are called, what those of the library do, and what happens when one throws.</summary>
public sealed class CallbackTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("callbacks-").FullName;

    public static TheoryData<string> Moments { get; } =
        ["OnFitBegin", "OnEpochBegin", "OnBatchBegin", "OnBackwardEnd", "OnBatchEnd", "OnEpochEnd", "OnFitEnd"];

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void They_are_called_in_order()
    {
        var model = Problem.Model();
        var log = new Log(null, 0);
        Trainer.Fit(model, Problem.Loader(batchSize: 32), null, Problem.Options(model, epochs: 2) with { Callbacks = [log] });

        string epoch = "OnEpochBegin " + string.Concat(Enumerable.Repeat("OnBatchBegin OnBackwardEnd OnBatchEnd ", 2)) + "OnEpochEnd ";
        Assert.Equal("OnFitBegin " + epoch + epoch + "OnFitEnd", string.Join(' ', log.Calls));
    }

    [Theory]
    [MemberData(nameof(Moments))]
    public void One_that_throws_is_named_and_everything_is_put_back(string moment)
    {
        var model = Problem.Model();
        model[3].Eval();
        bool[] modes = [.. model.Modules().Select(static m => m.Training)];
        var options = Problem.Options(model) with { Folder = folder };
        var (before, behind) = (new Log(null, 0), new Log(null, 0));
        // The second time: there is a checkpoint of the first epoch where there are several.
        var thrown = Assert.Throws<AutogradException>(() => Trainer.Fit(model, Problem.Loader(), null, options with { Callbacks = [before, new Log(moment, 8), behind] }));

        Assert.Contains("Log", thrown.Message, StringComparison.Ordinal);
        Assert.Contains(moment, thrown.Message, StringComparison.Ordinal);
        Assert.Equal("planted", thrown.InnerException!.Message);
        Assert.Equal(modes, model.Modules().Select(static m => m.Training));
        Assert.Equal("OnFitEnd", before.Calls[^1]);
        Assert.Equal(moment != "OnFitBegin", behind.Calls.Contains("OnFitEnd"));
        Assert.True(EnableGrad.IsEnabled);
        // What is there is whole, and goes on.
        var again = Problem.Model();
        Assert.Equal(3, Trainer.Fit(again, Problem.Loader(), null, Problem.Options(again) with { Folder = folder, Resume = true }).Epochs);
        Assert.DoesNotContain(Directory.GetFiles(folder), static f => f.EndsWith(".partial", StringComparison.Ordinal));
    }

    [Fact]
    public void Early_stopping_ends_with_the_best_weights()
    {
        var model = Problem.Model(dropout: 0);
        var stopping = new EarlyStopping(patience: 2);
        var seen = new Weights();
        var result = Trainer.Fit(model, Problem.Loader(), Problem.Validation, Problem.Options(model, epochs: 100) with { Callbacks = [seen, stopping] });

        var losses = result.History["val_loss"];
        int best = losses.Select(static (v, i) => (v, i)).MinBy(static p => p.v).i;
        Assert.True(result.Epochs < 100);
        Assert.Equal((best + 1, losses[best]), (stopping.BestEpoch, stopping.Best));
        Assert.Equal(best + 1 + 2, result.Epochs);
        Assert.Contains("EarlyStopping", result.StopReason, StringComparison.Ordinal);
        Assert.Equal(seen.Epochs[best], Problem.Bits(model));
        Assert.Equal(losses[best], Trainer.Evaluate(model, Problem.Validation, Problem.Options(model))["loss"]);
    }

    [Fact]
    public void What_is_better_a_metric_says()
    {
        var model = Problem.Model(dropout: 0);
        var stopping = new EarlyStopping("val_accuracy", patience: 1, minDelta: 0.9);
        var options = Problem.Options(model, epochs: 10) with { Metrics = [new Accuracy(3)], Callbacks = [stopping] };
        Assert.Equal(2, Trainer.Fit(model, Problem.Loader(), Problem.Validation, options).Epochs);

        var unknown = options with { Callbacks = [new LearningRateMonitor(), new EarlyStopping("lr")] };
        Assert.Contains("mode", Assert.Throws<AutogradException>(() => Trainer.Fit(model, Problem.Loader(), null, unknown)).Message, StringComparison.Ordinal);
        var missing = options with { Callbacks = [new EarlyStopping("val_loss")] };
        Assert.Contains("loss, accuracy, seconds", Assert.Throws<AutogradException>(() => Trainer.Fit(model, Problem.Loader(), null, missing)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_best_and_the_last_weights_are_files()
    {
        var model = Problem.Model(dropout: 0);
        var (keeper, seen) = (new ModelCheckpoint(), new Weights());
        var result = Trainer.Fit(model, Problem.Loader(), Problem.Validation, Problem.Options(model, epochs: 12) with { Folder = folder, Callbacks = [keeper, seen] });

        var best = Problem.Model(seed: 2);
        best.LoadStateDict(SafeTensors.Load(Path.Combine(folder, "best.safetensors")));
        Assert.Equal(seen.Epochs[keeper.BestEpoch - 1], Problem.Bits(best));
        Assert.Equal(result.History["val_loss"].Min(), keeper.Best);
        best.LoadStateDict(SafeTensors.Load(Path.Combine(folder, "last.safetensors")));
        Assert.Equal(Problem.Bits(model), Problem.Bits(best));
        using var file = SafeTensors.Open(Path.Combine(folder, "last.safetensors"));
        Assert.Equal("12", file.Metadata["epoch"]);
    }

    [Fact]
    public void The_history_is_a_file_after_each_epoch()
    {
        var model = Problem.Model();
        var rows = new List<int>();
        string path = Path.Combine(folder, "deep", "history.csv");
        var options = Problem.Options(model) with { Callbacks = [new LearningRateMonitor(), new CsvLogger(path), new Do(_ => rows.Add(History.ReadCsv(path).Epochs.Count))] };
        var result = Trainer.Fit(model, Problem.Loader(), Problem.Validation, options);

        Assert.Equal([1, 2, 3], rows);
        var read = History.ReadCsv(path);
        Assert.Equal(result.History.Columns, read.Columns);
        Assert.Equal(result.History["val_loss"], read["val_loss"]);
        Assert.Equal([0.1, 0.1, 0.1], read["lr"]);
        string message = Assert.Throws<AutogradException>(() => Trainer.Fit(model, Problem.Loader(), null, Problem.Options(model) with { Callbacks = [new CsvLogger()] })).Message;
        Assert.Contains("Folder", message, StringComparison.Ordinal);
        // The mistake of naming a folder is told before the first epoch.
        long steps = 0;
        message = Assert.Throws<AutogradException>(() => Trainer.Fit(model, Problem.Loader(), null, Problem.Options(model) with { Callbacks = [new CsvLogger(folder), new Do(state => steps = state.Step)] })).Message;
        Assert.Contains(Path.Combine(folder, "history.csv"), message, StringComparison.Ordinal);
        Assert.Equal(0, steps);
    }

    [Fact]
    public void A_place_that_cannot_be_written_is_named_and_leaves_the_model_as_it_is()
    {
        string taken = Path.Combine(folder, "taken");
        File.WriteAllText(taken, "");
        var model = Problem.Model();
        var before = Problem.Bits(model);

        Assert.Contains("taken", Assert.ThrowsAny<IOException>(() => Trainer.Fit(model, Problem.Loader(), null, Problem.Options(model) with { Folder = taken })).Message, StringComparison.Ordinal);
        Assert.Contains("ModelCheckpoint", Assert.Throws<AutogradException>(() => Trainer.Fit(model, Problem.Loader(), null, Problem.Options(model) with { Callbacks = [new ModelCheckpoint(folder: taken)] })).Message, StringComparison.Ordinal);
        Assert.Equal(before, Problem.Bits(model));
    }

    [Fact]
    public void A_time_limit_and_a_cancellation_end_after_a_step()
    {
        var model = Problem.Model();
        var limited = Trainer.Fit(model, Problem.Loader(), null, Problem.Options(model, epochs: 1000) with { Callbacks = [new TimeLimit(TimeSpan.FromTicks(1))] });
        Assert.Equal((0, 1L), (limited.Epochs, limited.Steps));
        Assert.Contains("TimeLimit", limited.StopReason, StringComparison.Ordinal);

        var cancelled = Trainer.Fit(model, Problem.Loader(), null, Problem.Options(model), new CancellationToken(canceled: true));
        Assert.Equal((0, 0L, true), (cancelled.Epochs, cancelled.Steps, cancelled.IsCancelled));
    }

    private sealed class Do(Action<FitState> action) : Callback
    {
        public override void OnEpochEnd(FitState state) => action(state);
    }

    private sealed class Weights : Callback
    {
        public List<string[]> Epochs { get; } = [];

        public override void OnEpochEnd(FitState state) => Epochs.Add(Problem.Bits(state.Model));
    }

    /// <summary>Writes down its calls, and throws at the last of some moments: when there were so many calls, or at the end.</summary>
    private sealed class Log(string? throwAt, int after) : Callback
    {
        public List<string> Calls { get; } = [];

        public override void OnFitBegin(FitState state) => Called(nameof(OnFitBegin));

        public override void OnEpochBegin(FitState state) => Called(nameof(OnEpochBegin));

        public override void OnBatchBegin(FitState state) => Called(nameof(OnBatchBegin));

        public override void OnBackwardEnd(FitState state) => Called(nameof(OnBackwardEnd));

        public override void OnBatchEnd(FitState state) => Called(nameof(OnBatchEnd));

        public override void OnEpochEnd(FitState state) => Called(nameof(OnEpochEnd));

        public override void OnFitEnd(FitState state) => Called(nameof(OnFitEnd));

        private void Called(string moment)
        {
            Calls.Add(moment);
            if (moment == throwAt && (Calls.Count > after || moment is nameof(OnFitBegin))) throw new InvalidOperationException("planted");
        }
    }
}
