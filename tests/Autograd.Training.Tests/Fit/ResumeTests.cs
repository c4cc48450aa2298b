using Autograd.Data;
using Autograd.NN;
using Autograd.Optim;
using FsCheck;
using FsCheck.Fluent;

namespace Autograd.Training.Tests;

/// <summary>A run that is stopped after any step and resumed in another process's place gives the bits of one that was not stopped.</summary>
public sealed class ResumeTests : IDisposable
{
    private const int Epochs = 4;

    private static readonly Dictionary<string, Func<IEnumerable<Tensor>, Optimizer>> Optimizers = new(StringComparer.Ordinal)
    {
        ["SGD"] = static p => new SGD(p, lr: 0.1, momentum: 0.9, weightDecay: 1e-3),
        ["Adam"] = static p => new Adam(p, lr: 0.02),
        ["AdamW"] = static p => new AdamW(p, lr: 0.02),
        ["RMSprop"] = static p => new RMSprop(p, lr: 0.01, momentum: 0.5),
        ["LBFGS"] = static p => new LBFGS(p, lr: 0.3, maxIter: 4),
    };

    private readonly string folder = Directory.CreateTempSubdirectory("resume-").FullName;

    public static TheoryData<string> Names { get; } = [.. Optimizers.Keys];

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [MemberData(nameof(Names))]
    public void Stopped_anywhere_it_goes_on_to_the_bit(string optimizer)
    {
        var (expected, whole) = Go(optimizer, null, stopAfter: null);
        int run = 0;
        Prop.ForAll(Gen.Choose(1, (int)whole.Steps).Two().ToArbitrary(), stops =>
        {
            string place = Path.Combine(folder, $"{run++}");
            // Stopped twice: within an epoch, at its end, before the validation.
            Go(optimizer, place, stops.Item1);
            Go(optimizer, place, stops.Item2);
            var (model, result) = Go(optimizer, place, stopAfter: null);
            Assert.Equal(Problem.Bits(expected), Problem.Bits(model));
            Assert.Equal(whole.Steps, result.Steps);
            foreach (string column in whole.History.Columns.Where(static c => c != "seconds")) Assert.Equal(whole.History[column], result.History[column]);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(12));
    }

    [Fact]
    public void A_run_that_early_stopping_ended_stays_ended()
    {
        var (model, first) = Stopping(resume: false);
        var (again, second) = Stopping(resume: true);

        Assert.NotNull(first.StopReason);
        Assert.Equal(first.Steps, second.Steps);
        Assert.NotNull(second.StopReason);
        Assert.Equal(Problem.Bits(model), Problem.Bits(again));
    }

    [Fact]
    public void A_finished_run_goes_on_with_more_epochs()
    {
        var (expected, _) = Go("Adam", null, null);
        var model = Problem.Model();
        Trainer.Fit(model, Problem.Loader(), Measured(), Options("Adam", model, folder) with { Epochs = 2 });
        var (resumed, result) = Go("Adam", folder, null);

        Assert.Equal(Epochs, result.Epochs);
        Assert.Equal(Problem.Bits(expected), Problem.Bits(resumed));
    }

    [Fact]
    public void Without_a_checkpoint_it_begins()
    {
        var (expected, _) = Go("SGD", null, null);
        var (model, _) = Go("SGD", Path.Combine(folder, "new", "place"), null);

        Assert.Equal(Problem.Bits(expected), Problem.Bits(model));
        Assert.True(File.Exists(Path.Combine(folder, "new", "place", "checkpoint.safetensors")));
    }

    [Fact]
    public void A_checkpoint_of_another_run_is_refused_by_name_and_nothing_changes()
    {
        Go("Adam", folder, stopAfter: 8);
        var model = Problem.Model();
        var wide = new Sequential(new Linear(4, 9), new BatchNorm1d(9), new ReLU(), new Dropout(0.3), new Linear(9, 3));
        Refused(model, Options("SGD", model, folder), "optimizer Adam", "optimizer SGD");
        Refused(wide, Options("Adam", wide, folder), "0.weight", "[8, 4]", "[9, 4]");
        var one = new Linear(4, 3);
        Refused(one, Options("Adam", one, folder), "model Sequential", "model Linear");
        var options = Options("Adam", model, folder);
        Refused(model, options with { Scheduler = null }, "scheduler");
        Refused(model, options with { Callbacks = [] }, "EarlyStopping");
        Refused(model, options, "6 batches", "3", batchSize: 16);
        File.WriteAllText(Path.Combine(folder, "checkpoint.safetensors"), "damaged");
        Assert.ThrowsAny<IOException>(() => Trainer.Fit(model, Problem.Loader(), Problem.Validation, options));
    }

    [Fact]
    public void It_is_saved_within_an_epoch_as_often_as_wanted()
    {
        var model = Problem.Model();
        var times = new Times(folder);
        Trainer.Fit(model, Problem.Loader(), Problem.Validation, Options("SGD", model, folder) with { SaveEvery = 4, Epochs = 1, Callbacks = [times], Resume = false });

        Assert.Equal([5L, 6L], times.Steps);
    }

    private static FitOptions Options(string optimizer, Module model, string? folder)
    {
        var stepper = Optimizers[optimizer](model.Parameters());
        return new FitOptions
        {
            Epochs = Epochs,
            Loss = Problem.Loss,
            Optimizer = stepper,
            Scheduler = new CosineAnnealingLR(stepper, tMax: 10),
            ScheduleBy = ScheduleBy.Step,
            Metrics = [new Accuracy(3), new TopKAccuracy(2), new Perplexity()],
            Callbacks = [new EarlyStopping("accuracy", patience: 3), new LearningRateMonitor()],
            Seed = 5,
            Folder = folder,
            Resume = folder is not null,
        };
    }

    private static (Sequential Model, FitResult Result) Go(string optimizer, string? folder, int? stopAfter)
    {
        // As a new process: other weights and draws, which the checkpoint replaces.
        var model = Problem.Model(seed: folder is null || !File.Exists(Path.Combine(folder, "checkpoint.safetensors")) ? 1UL : 99);
        var options = Options(optimizer, model, folder);
        using var source = new CancellationTokenSource();
        if (stopAfter is { } step) options = options with { Callbacks = [.. options.Callbacks, new StopAfter(step, source)] };
        return (model, Trainer.Fit(model, Problem.Loader(), Measured(), options, source.Token));
    }

    /// <summary>A validation that draws as well.</summary>
    private static DataLoader Measured() => new(Problem.Data(seed: 4), 16, shuffle: true);

    private (Sequential Model, FitResult Result) Stopping(bool resume)
    {
        var model = Problem.Model(resume ? 99UL : 1);
        var options = Problem.Options(model, epochs: 50) with { Folder = folder, Resume = resume, Callbacks = [new EarlyStopping("val_loss", patience: 2)] };
        return (model, Trainer.Fit(model, Problem.Loader(), Problem.Validation, options));
    }

    private static void Refused(Module model, FitOptions options, params string[] parts) => Refused(model, options, parts, 8);

    private static void Refused(Module model, FitOptions options, string first, string second, int batchSize) => Refused(model, options, [first, second], batchSize);

    private static void Refused(Module model, FitOptions options, string[] parts, int batchSize)
    {
        var before = Problem.Bits(model);
        byte[] draws = Generator.Default.GetState();
        string rates = string.Join(' ', options.Optimizer.ParamGroups.Select(static g => g.Lr));
        string message = Assert.Throws<AutogradException>(() => Trainer.Fit(model, Problem.Loader(batchSize), Problem.Validation, options)).Message;
        foreach (string part in parts) Assert.Contains(part, message, StringComparison.Ordinal);
        Assert.Contains("nothing is changed", message, StringComparison.Ordinal);
        Assert.Equal(before, Problem.Bits(model));
        Assert.Equal(draws, Generator.Default.GetState());
        Assert.Equal(rates, string.Join(' ', options.Optimizer.ParamGroups.Select(static g => g.Lr)));
    }

    private sealed class StopAfter(long step, CancellationTokenSource source) : Callback
    {
        public override void OnBatchEnd(FitState state)
        {
            if (state.Step == step) source.Cancel();
        }
    }

    /// <summary>The steps after which there is a newer checkpoint than one step before.</summary>
    private sealed class Times(string folder) : Callback
    {
        private DateTime last;

        public List<long> Steps { get; } = [];

        public override void OnBatchBegin(FitState state) => Look(state.Step + 1);

        public override void OnFitEnd(FitState state) => Look(state.Step);

        private void Look(long step)
        {
            var file = new FileInfo(Path.Combine(folder, "checkpoint.safetensors"));
            if (!file.Exists || file.LastWriteTimeUtc == last) return;
            last = file.LastWriteTimeUtc;
            Steps.Add(step);
        }
    }
}
