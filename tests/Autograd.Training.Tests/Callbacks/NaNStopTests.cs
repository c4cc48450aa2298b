using Autograd.Data;
using Autograd.NN;
using Autograd.Optim;

namespace Autograd.Training.Tests;

/// <summary>A run ends before a step by numbers that are none, and says where they were born.</summary>
public sealed class NaNStopTests
{
    [Fact]
    public void The_op_and_its_module_are_named_and_the_weights_are_those_before()
    {
        var model = new Sequential(new Linear(4, 3), new Logarithm(), new Linear(3, 3));
        var seen = new Before();
        var result = Fit(model, seen);

        Assert.Contains("the loss is NaN in epoch 1, step 1", result.StopReason, StringComparison.Ordinal);
        Assert.Contains("Log gave NaN from finite inputs in 1 (Logarithm)", result.StopReason, StringComparison.Ordinal);
        Assert.Equal(seen.Bits, Problem.Bits(model));
        Assert.Equal(0, result.Steps);
    }

    [Fact]
    public void A_gradient_is_named_where_the_loss_is_finite()
    {
        // sqrt(0) = 0, and its slope is infinite.
        var model = new Sequential(new Linear(4, 3), new Root(), new Linear(3, 3));
        var result = Fit(model, new Before());

        Assert.Contains("the gradient of 0.weight holds", result.StopReason, StringComparison.Ordinal);
        Assert.Contains("Sqrt", result.StopReason, StringComparison.Ordinal);
        Assert.Contains("1 (Root)", result.StopReason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_parameter_and_a_batch_are_named()
    {
        var model = new Sequential(new Linear(4, 3));
        using (NoGrad.Scope) model.Parameters().First().FillInPlace(double.NaN);
        Assert.Contains("the parameter 0.weight holds NaN", Fit(model, new Before()).StopReason, StringComparison.Ordinal);

        var (x, y) = Problem.Data().All;
        x[2, 1] = Tensor.Scalar(double.PositiveInfinity);
        var clean = new Sequential(new Linear(4, 3));
        var options = Problem.Options(clean) with { Callbacks = [new NaNStop()] };
        Assert.Contains("tensor 0 of the batch holds an infinity", Trainer.Fit(clean, new DataLoader(new TensorDataset(x, y), 8), null, options).StopReason, StringComparison.Ordinal);
    }

    [Fact]
    public void The_last_checkpoint_is_the_last_whole_one()
    {
        string folder = Directory.CreateTempSubdirectory("nan-").FullName;
        try
        {
            var model = Problem.Model(dropout: 0);
            var spoil = new Spoil(step: 8);
            var options = Problem.Options(model) with { Folder = folder, Callbacks = [spoil, new NaNStop()] };
            Assert.Contains("holds NaN", Trainer.Fit(model, Problem.Loader(), null, options).StopReason, StringComparison.Ordinal);

            var again = Problem.Model(seed: 9, dropout: 0);
            var result = Trainer.Fit(again, Problem.Loader(), null, Problem.Options(again) with { Folder = folder, Resume = true });
            Assert.Equal(3, result.Epochs);
            Assert.All(result.History["loss"], static loss => Assert.True(double.IsFinite(loss)));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void Of_finite_numbers_there_is_no_origin()
    {
        var model = Problem.Model();
        var (x, y) = Problem.Data().All;
        Assert.Null(NonFinite.Origin(model, () => Problem.Loss(model.Forward(x), y).Backward()));
    }

    private static FitResult Fit(Module model, Before seen) =>
        Trainer.Fit(model, Problem.Loader(), null, Problem.Options(model) with { Callbacks = [seen, new NaNStop()] });

    private sealed class Logarithm : Module
    {
        protected override Tensor ForwardCore(Tensor input) => input.Log();
    }

    private sealed class Root : Module
    {
        protected override Tensor ForwardCore(Tensor input) => (input * 0.0).Sqrt() + input;
    }

    private sealed class Before : Callback
    {
        public string[] Bits { get; private set; } = [];

        public override void OnBatchBegin(FitState state) => Bits = Problem.Bits(state.Model);
    }

    private sealed class Spoil(long step) : Callback
    {
        public override void OnBackwardEnd(FitState state)
        {
            if (state.Step != step) return;
            var parameter = state.Model.Parameters().First();
            parameter.Grad = parameter.Grad! * double.NaN;
        }
    }
}
