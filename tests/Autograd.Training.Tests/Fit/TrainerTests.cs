using Autograd.Data;
using Autograd.NN;
using Autograd.Optim;

namespace Autograd.Training.Tests;

/// <summary>The trainer does what a hand-written loop does, and what it is told besides.</summary>
public sealed class TrainerTests
{
    [Fact]
    public void It_is_the_hand_written_loop_to_the_bit()
    {
        var byHand = Problem.Model();
        var optimizer = new SGD(byHand.Parameters(), lr: 0.1, momentum: 0.9);
        var loader = Problem.Loader();
        Generator.ManualSeed(7);
        for (int epoch = 0; epoch < 3; epoch++)
        {
            foreach (var (x, y) in loader)
            {
                optimizer.ZeroGrad();
                Problem.Loss(byHand.Forward(x), y).Backward();
                optimizer.Step();
            }
        }

        var model = Problem.Model();
        var result = Trainer.Fit(model, Problem.Loader(), null, Problem.Options(model));

        Assert.Equal(Problem.Bits(byHand), Problem.Bits(model));
        Assert.Equal((3, 18L, null), (result.Epochs, result.Steps, result.StopReason));
        Assert.Equal([1, 2, 3], result.History.Epochs);
        Assert.Equal(["loss", "seconds"], result.History.Columns);
        Assert.True(result.History["loss"][2] < result.History["loss"][0]);
    }

    [Fact]
    public void Accumulated_gradients_are_those_of_one_batch_of_all_rows()
    {
        var whole = Plain();
        // 44 rows: batches of 24 and 20, against 8, 8, 8 and 8, 8, 4 of which the last are a smaller group and a smaller batch.
        Trainer.Fit(whole, Problem.Loader(24, shuffle: false), null, Steep(whole));
        var parts = Plain();
        var result = Trainer.Fit(parts, Problem.Loader(8, shuffle: false), null, Steep(parts) with { Accumulate = 3 });

        Assert.Equal(4, result.Steps);
        foreach (var (key, value) in whole.StateDict()) Assert.True(value.AllClose(parts.StateDict()[key], rtol: 0, atol: 1e-6), key);

        var incomplete = Plain();
        Trainer.Fit(incomplete, Problem.Loader(8, shuffle: false), null, Steep(incomplete) with { Accumulate = 4, Epochs = 1 });
        var expected = Plain();
        var optimizer = new SGD(expected.Parameters(), lr: 0.5);
        foreach (var part in (Range[])[0..32, 32..44])
        {
            var (x, y) = Problem.Data().All;
            optimizer.ZeroGrad();
            Problem.Loss(expected.Forward(x[part]), y[part]).Backward();
            optimizer.Step();
        }
        foreach (var (key, value) in expected.StateDict()) Assert.True(value.AllClose(incomplete.StateDict()[key], rtol: 0, atol: 1e-6), key);
    }

    [Fact]
    public void Validation_is_measured_in_evaluation_mode_and_every_module_has_its_mode_back()
    {
        var model = Problem.Model();
        model[1].Eval();
        var statistics = model.StateDict()["1.running_mean"].Clone();
        var modes = model.Modules().Select(static m => m.Training).ToArray();
        var seen = new Modes();
        var options = Problem.Options(model, epochs: 1) with { Metrics = [new Accuracy(3)], Callbacks = [seen] };

        var result = Trainer.Fit(model, Problem.Loader(), Problem.Validation, options);

        Assert.Equal(modes, model.Modules().Select(static m => m.Training));
        Assert.True(seen.AllTraining);
        Assert.False(statistics.Equal(model.StateDict()["1.running_mean"]));
        Assert.Equal(["loss", "val_loss", "accuracy", "val_accuracy", "seconds"], result.History.Columns);
        var before = Problem.Bits(model);
        var measured = Trainer.Evaluate(model, Problem.Validation, options);
        Assert.Equal(measured["loss"], result.History["val_loss"][^1]);
        Assert.Equal(measured["accuracy"], result.History["val_accuracy"][^1]);
        using (model.EvalScope)
        using (NoGrad.Scope)
        {
            var (x, y) = Problem.Data(seed: 4).All;
            Assert.Equal(Problem.Loss(model.Forward(x), y).Item(), measured["loss"], 6);
        }
        Assert.Equal(before, Problem.Bits(model));
    }

    [Fact]
    public void Penalties_hold_weights_and_not_biases()
    {
        var model = Plain();
        var expected = Plain();
        var (x, y) = Problem.Data().All;
        var result = Trainer.Fit(model, Problem.Loader(64, shuffle: false), null, Steep(model) with { Epochs = 1, L1 = 0.01, L2 = 0.02 });

        var weights = expected.NamedParameters().Where(static p => p.Name.EndsWith("weight", StringComparison.Ordinal)).Select(static p => p.Parameter).ToList();
        var penalty = weights.Select(static w => (w.Abs().Sum() * 0.01) + (w.Square().Sum() * 0.02)).Aggregate(static (a, b) => a + b);
        var loss = Problem.Loss(expected.Forward(x), y);
        (loss + penalty).Backward();
        new SGD(expected.Parameters(), lr: 0.5).Step();

        foreach (var (key, value) in expected.StateDict()) Assert.True(value.AllClose(model.StateDict()[key], rtol: 0, atol: 1e-6), key);
        Assert.Equal(loss.Item(), result.History["loss"][0], 6);
        Assert.Equal(penalty.Item(), result.History["penalty"][0], 6);
    }

    [Fact]
    public void Gradients_are_clipped_before_the_step()
    {
        var model = Plain();
        var norms = new Norms();
        Trainer.Fit(model, Problem.Loader(), null, Steep(model) with { ClipNorm = 0.01, ClipValue = 1e-3, Callbacks = [norms] });

        Assert.All(norms.Before, static n => Assert.True(n > 0.01));
        Assert.All(norms.After, static n => Assert.True(n <= 0.01));
    }

    [Fact]
    public void Schedulers_go_on_by_epoch_or_by_step()
    {
        var model = Plain();
        var options = Steep(model);
        var byEpoch = Trainer.Fit(model, Problem.Loader(), null, options with { Epochs = 3, Scheduler = new StepLR(options.Optimizer, 1, 0.1), Callbacks = [new LearningRateMonitor()] });
        Assert.Equal([0.5, 0.05, 0.005], byEpoch.History["lr"].Select(static lr => Math.Round(lr, 6)));

        options = Steep(model);
        var byStep = Trainer.Fit(model, Problem.Loader(), null, options with { Epochs = 2, Scheduler = new StepLR(options.Optimizer, 6, 0.1), ScheduleBy = ScheduleBy.Step, Callbacks = [new LearningRateMonitor()] });
        Assert.Equal([0.5, 0.05], byStep.History["lr"].Select(static lr => Math.Round(lr, 6)));
    }

    [Fact]
    public void The_plateau_is_that_of_the_monitored_value()
    {
        var model = Plain();
        var options = Steep(model) with { Epochs = 4, Metrics = [new Accuracy(3)] };
        // An accuracy that has to double each epoch does not.
        var scheduler = new ReduceLROnPlateau(options.Optimizer, PlateauMode.Max, patience: 0, threshold: 1);
        Trainer.Fit(model, Problem.Loader(), Problem.Validation, options with { Scheduler = scheduler, Monitor = "val_accuracy" });
        Assert.Equal(0.0005, options.Optimizer.ParamGroups[0].Lr, 9);

        var error = Assert.Throws<AutogradException>(() => Trainer.Fit(model, Problem.Loader(), null, options with { Scheduler = scheduler, Monitor = "val_accuracy" }));
        Assert.Contains("'val_accuracy'", error.Message, StringComparison.Ordinal);
        Assert.Contains("loss, accuracy", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Optimisers_with_a_closure_get_one()
    {
        foreach (var make in (Func<IEnumerable<Tensor>, Optimizer>[])[static p => new LBFGS(p), static p => new SCG(p)])
        {
            var model = Plain();
            var options = Steep(model) with { Optimizer = make(model.Parameters()), L2 = 1e-3, Metrics = [new Accuracy(3)], Epochs = 3 };
            var result = Trainer.Fit(model, Problem.Loader(16, shuffle: false), null, options with { Accumulate = 3 });

            Assert.Equal(3, result.Steps);
            Assert.True(result.History["loss"][2] < 0.7 * result.History["loss"][0], options.Optimizer.GetType().Name);
            Assert.InRange(result.History["accuracy"][2], 0.5, 1);
            string message = Assert.Throws<ArgumentException>(() => Trainer.Fit(model, Problem.Loader(), null, options with { ClipNorm = 1 })).Message;
            Assert.Contains(options.Optimizer.GetType().Name, message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Batches_of_any_form_are_read_by_functions()
    {
        var (x, y) = Problem.Data().All;
        var model = new Bilinear(4, 4, 3);
        var options = Problem.Options(model) with { Optimizer = new SGD(model.Parameters(), lr: 0.01) };
        var two = Trainer.Fit(model, new DataLoader(new TensorDataset(x, x, y), 8), null, options);
        Assert.Equal(18, two.Steps);

        var plain = Plain();
        var swapped = Steep(plain) with { Predict = static (m, batch) => m.Forward(batch[1]), Target = static batch => batch[0] };
        Assert.Equal(12, Trainer.Fit(plain, new DataLoader(new TensorDataset(y, x), 8), null, swapped).Steps);

        string message = Assert.Throws<AutogradException>(() => Trainer.Fit(plain, new DataLoader(new TensorDataset(x), 8), null, Steep(plain))).Message;
        Assert.Contains("Predict", message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_trained_is_named_before_anything_changes()
    {
        var model = Plain();
        var options = Steep(model);
        var other = new SGD(Plain().Parameters(), lr: 0.1);
        var before = Problem.Bits(model);

        Assert.Contains("Epochs is 0", Wrong(model, options with { Epochs = 0 }), StringComparison.Ordinal);
        Assert.Contains("Accumulate is 0", Wrong(model, options with { Accumulate = 0 }), StringComparison.Ordinal);
        Assert.Contains("ClipNorm is -1", Wrong(model, options with { ClipNorm = -1 }), StringComparison.Ordinal);
        Assert.Contains("ClipValue is NaN", Wrong(model, options with { ClipValue = double.NaN }), StringComparison.Ordinal);
        Assert.Contains("L1 is NaN", Wrong(model, options with { L1 = double.NaN }), StringComparison.Ordinal);
        Assert.Contains("SaveEvery is 0", Wrong(model, options with { SaveEvery = 0, Folder = "x" }), StringComparison.Ordinal);
        Assert.Contains("Folder", Wrong(model, options with { Resume = true }), StringComparison.Ordinal);
        Assert.Contains("steps no parameter", Wrong(model, options with { Optimizer = other }), StringComparison.Ordinal);
        Assert.Contains("another optimiser", Wrong(model, options with { Scheduler = new StepLR(other, 1) }), StringComparison.Ordinal);
        Assert.Contains("once an epoch", Wrong(model, options with { Scheduler = new ReduceLROnPlateau(options.Optimizer), ScheduleBy = ScheduleBy.Step }), StringComparison.Ordinal);
        Assert.Contains("'accuracy'", Wrong(model, options with { Metrics = [new Accuracy(3), new Accuracy(3)] }), StringComparison.Ordinal);
        Assert.Contains("no parameter", Wrong(model, options with { L2 = 1, Penalised = static (_, _) => false }), StringComparison.Ordinal);
        Assert.Equal(before, Problem.Bits(model));
    }

    [Fact]
    public void Data_without_rows_and_losses_that_are_no_scalar_are_named()
    {
        var model = Plain();
        var empty = new DataLoader(new TensorDataset(Tensor.Zeros(0, 4), Tensor.Zeros([0], DType.Int64)), 8);

        Assert.Contains("no rows in epoch 1", Assert.Throws<AutogradException>(() => Trainer.Fit(model, empty, null, Steep(model))).Message, StringComparison.Ordinal);
        Assert.Contains("no rows", Assert.Throws<AutogradException>(() => Trainer.Fit(model, Problem.Loader(), empty, Steep(model))).Message, StringComparison.Ordinal);
        var unreduced = Steep(model) with { Loss = static (p, t) => p.Sum(1) };
        Assert.Contains("[8]", Assert.Throws<ShapeException>(() => Trainer.Fit(model, Problem.Loader(), null, unreduced)).Message, StringComparison.Ordinal);
        Assert.True(model.Modules().All(static m => m.Training));
    }

    private static Sequential Plain()
    {
        Generator.ManualSeed(1);
        return new Sequential(new Linear(4, 8), new Tanh(), new Linear(8, 3));
    }

    private static FitOptions Steep(Module model) => new() { Epochs = 2, Loss = Problem.Loss, Optimizer = new SGD(model.Parameters(), lr: 0.5) };

    private static string Wrong(Module model, FitOptions options) =>
        Assert.Throws<ArgumentException>(() => Trainer.Fit(model, Problem.Loader(), Problem.Validation, options)).Message;

    private sealed class Modes : Callback
    {
        public bool AllTraining { get; private set; } = true;

        public override void OnBatchEnd(FitState state) => AllTraining &= state.Model.Modules().All(static m => m.Training);
    }

    private sealed class Norms : Callback
    {
        public List<double> Before { get; } = [];

        public List<double> After { get; } = [];

        public override void OnBackwardEnd(FitState state) => Before.Add(Norm(state));

        public override void OnBatchEnd(FitState state) => After.Add(Norm(state));

        private static double Norm(FitState state) => Math.Sqrt(state.Model.Parameters().Sum(static p => p.Grad!.Square().Sum().Item()));
    }
}
