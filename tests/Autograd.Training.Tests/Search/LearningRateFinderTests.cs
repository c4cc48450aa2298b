using Autograd.Data;
using Autograd.Optim;

namespace Autograd.Training.Tests;

/// <summary>The range test of the learning rate, which leaves everything as it was.</summary>
public sealed class LearningRateFinderTests
{
    [Fact]
    public void It_suggests_a_rate_that_learns_and_leaves_no_trace()
    {
        var model = Problem.Model(dropout: 0.3);
        model[1].Eval();
        var options = Problem.Options(model) with { Optimizer = new Adam(model.Parameters(), lr: 0.005) };
        var loader = Problem.Loader();
        Trainer.Fit(model, loader, null, options with { Epochs = 1 });
        var (weights, state, draws) = (Problem.Bits(model), State(options.Optimizer), Generator.Default.GetState());

        var curve = LearningRateFinder.Run(model, loader, options, from: 1e-6, to: 100, steps: 200);

        Assert.Equal(weights, Problem.Bits(model));
        Assert.Equal(state, State(options.Optimizer));
        Assert.Equal(draws, Generator.Default.GetState());
        Assert.False(model[1].Training);
        Assert.Equal(curve.Rates.Count, curve.Losses.Count);
        Assert.True(curve.Rates.Count is > 20 and <= 200);
        Assert.InRange(curve.Suggestion, 1e-5, 10);
    }

    [Fact]
    public void After_an_error_everything_is_as_it_was_too()
    {
        var model = Problem.Model();
        int calls = 0;
        var options = Problem.Options(model) with { Loss = (p, t) => ++calls == 5 ? throw new InvalidOperationException("planted") : Problem.Loss(p, t) };
        var (weights, draws) = (Problem.Bits(model), Generator.Default.GetState());

        Assert.Throws<InvalidOperationException>(() => LearningRateFinder.Run(model, Problem.Loader(), options));
        Assert.Equal(weights, Problem.Bits(model));
        Assert.Equal(draws, Generator.Default.GetState());
        Assert.Equal(0.1, options.Optimizer.ParamGroups[0].Lr);
        Assert.True(model.Training);
    }

    [Fact]
    public void What_is_no_range_is_named()
    {
        var model = Problem.Model();
        var options = Problem.Options(model);
        Assert.Throws<ArgumentException>(() => LearningRateFinder.Run(model, Problem.Loader(), options, from: 1, to: 0.1));
        Assert.Throws<ArgumentException>(() => LearningRateFinder.Run(model, Problem.Loader(), options, from: 0));
        Assert.Contains("LBFGS", Assert.Throws<ArgumentException>(() => LearningRateFinder.Run(model, Problem.Loader(), options with { Optimizer = new LBFGS(model.Parameters()) })).Message, StringComparison.Ordinal);
        var empty = new DataLoader(new TensorDataset(Tensor.Zeros(0, 4), Tensor.Zeros([0], DType.Int64)), 8);
        Assert.Throws<AutogradException>(() => LearningRateFinder.Run(model, empty, options));
    }

    [Fact]
    public void The_suggestion_is_the_steepest_place()
    {
        double[] rates = [.. Enumerable.Range(0, 60).Select(static i => Math.Pow(10, (i / 10.0) - 5))];
        double[] losses = [.. Enumerable.Range(0, 60).Select(static i => 1 / (1 + Math.Exp((i - 35) / 3.0)))];
        Assert.Equal(rates[35], new LearningRateCurve(rates, losses).Suggestion);
        Assert.True(double.IsNaN(new LearningRateCurve(rates, rates).Suggestion));
        Assert.True(double.IsNaN(new LearningRateCurve([], []).Suggestion));
    }

    private static string State(Optimizer optimizer) =>
        string.Join('\n', optimizer.StateDict().Select(static s => $"{s.Key} {string.Join(' ', s.Value.To(DType.Float64).ToArray<double>().Select(BitConverter.DoubleToInt64Bits))}"));
}
