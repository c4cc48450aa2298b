using Autograd.NN;
using Autograd.Optim;

namespace Autograd.Training.Tests;

/// <summary>Numbers about layers against the same numbers computed by hand.</summary>
public sealed class LayerMonitorTests
{
    [Fact]
    public void The_numbers_of_a_step_are_those_computed_by_hand()
    {
        Generator.ManualSeed(1);
        var first = new Linear(4, 8);
        var last = new Linear(8, 3);
        var model = new Sequential(first, new ReLU(), last);
        // Two units that no row can switch on.
        using (NoGrad.Scope) first.Bias![..2] = Tensor.Full([2], -1000.0);
        var (x, y) = Problem.Data().All;
        var optimizer = new SGD(model.Parameters(), lr: 0.1);
        var before = first.Weight.Detach().Clone();
        var bias = first.Bias!.Detach().Clone();
        Tensor? hidden = null;

        var layers = LayerStatistics.Of(model, () =>
        {
            hidden = model[1].Forward(first.Forward(x));
            Problem.Loss(last.Forward(hidden), y).Backward();
            optimizer.Step();
        });

        Assert.Equal(["0", "1", "2"], layers.Select(static l => l.Layer));
        var activation = hidden!.Detach().To(DType.Float64);
        Assert.Equal(activation.Mean().Item(), layers[1].ActivationMean, 6);
        Assert.Equal(activation.Var(correction: 0).Item(), layers[1].ActivationVariance, 6);
        Assert.Equal(activation.Square().Sum().Sqrt().Item(), layers[1].ActivationNorm, 4);
        Assert.Equal(activation.AMax(0).Eq(0).To(DType.Float64).Mean().Item(), layers[1].DeadShare, 6);
        Assert.True(layers[1].DeadShare >= 0.25);
        Assert.Equal(0, layers[0].DeadShare);
        Assert.True(double.IsNaN(layers[1].WeightNorm) && double.IsNaN(layers[1].UpdateRatio));
        double norm = Math.Sqrt(before.Square().Sum().Item() + bias.Square().Sum().Item());
        double change = Math.Sqrt((first.Weight.Detach() - before).Square().Sum().Item() + (first.Bias!.Detach() - bias).Square().Sum().Item());
        Assert.Equal(change / norm, layers[0].UpdateRatio, 6);
        Assert.Equal(Math.Sqrt(first.Weight.Grad!.Square().Sum().Item() + first.Bias!.Grad!.Square().Sum().Item()), layers[0].WeightGradientNorm, 5);
        Assert.All(layers, static l => Assert.Equal(0, l.NonFinite));
        Assert.All(layers, static l => Assert.True(l.GradientVariance > 0));
    }

    [Fact]
    public void Gradients_of_activations_are_those_that_flow()
    {
        Generator.ManualSeed(1);
        var model = new Sequential(new Linear(4, 8), new Tanh(), new Linear(8, 3));
        var (x, y) = Problem.Data().All;
        var hidden = model[1].Forward(model[0].Forward(x)).Detach().RequiresGradInPlace();
        Problem.Loss(model[2].Forward(hidden), y).Backward();

        var layers = LayerStatistics.Of(model, () => Problem.Loss(model.Forward(x), y).Backward());

        Assert.Equal(hidden.Grad!.Var(correction: 0).Item(), layers[1].GradientVariance, 8);
    }

    [Fact]
    public void A_run_gives_a_row_a_layer_and_epoch_and_takes_its_hooks_off()
    {
        string folder = Directory.CreateTempSubdirectory("layers-").FullName;
        try
        {
            var model = Problem.Model();
            var monitor = new LayerMonitor(every: 4);
            Trainer.Fit(model, Problem.Loader(), Problem.Validation, Problem.Options(model) with { Folder = folder, Callbacks = [monitor] });

            Assert.Equal([1, 2, 3], monitor.Epochs.Keys);
            Assert.Equal(["0", "1", "2", "3", "4"], monitor.Epochs[3].Select(static l => l.Layer));
            Assert.All(monitor.Epochs[2], static l => Assert.True(l.ActivationVariance > 0));
            Assert.InRange(monitor.Epochs[1][0].UpdateRatio, 1e-6, 1);
            string[] lines = File.ReadAllLines(Path.Combine(folder, "layers.csv"));
            Assert.Equal(1 + (3 * 5), lines.Length);
            Assert.StartsWith("epoch,layer,activation_mean,", lines[0], StringComparison.Ordinal);

            var resumed = new LayerMonitor(every: 4);
            resumed.LoadStateDict(monitor.StateDict());
            Assert.Equal(monitor.Epochs[3], resumed.Epochs[3]);

            // The same weights without the monitor: it looks on, and no hook is left.
            var bare = Problem.Model();
            Trainer.Fit(bare, Problem.Loader(), Problem.Validation, Problem.Options(bare));
            Assert.Equal(Problem.Bits(bare), Problem.Bits(model));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void What_is_not_finite_is_counted()
    {
        var model = new Sequential(new Linear(4, 3), new Root());
        var layers = LayerStatistics.Of(model, () => model.Forward(Tensor.Zeros(2, 4)));
        Assert.Equal(6, layers[1].NonFinite);
        Assert.Equal(0, layers[0].NonFinite);
    }

    private sealed class Root : Module
    {
        protected override Tensor ForwardCore(Tensor input) => (input * 0.0 - 1.0).Sqrt();
    }
}
