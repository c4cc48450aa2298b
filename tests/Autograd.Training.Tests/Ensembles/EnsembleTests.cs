using Autograd.Data;
using Autograd.NN;
using Autograd.Optim;

namespace Autograd.Training.Tests;

/// <summary>Several models as one, from samples and from one run.</summary>
public sealed class EnsembleTests
{
    [Fact]
    public void Probabilities_and_values_are_averaged()
    {
        var (a, b) = (Problem.Model(1, dropout: 0), Problem.Model(2, dropout: 0));
        var (x, _) = Problem.Data().All;
        using var scope = NoGrad.Scope;
        var probabilities = Ensemble.OfProbabilities(a, b);
        probabilities.Eval();

        var given = probabilities.Forward(x);
        Assert.True(given.AllClose((a.Forward(x).Softmax(1) + b.Forward(x).Softmax(1)) / 2, rtol: 0, atol: 1e-6));
        Assert.True(given.Sum(1).AllClose(Tensor.Ones(Problem.Rows), rtol: 0, atol: 1e-5));
        Assert.True(Ensemble.OfValues(a, b).Forward(x).AllClose((a.Forward(x) + b.Forward(x)) / 2, rtol: 0, atol: 1e-6));
        Assert.Equal([a, b], probabilities.Members);
        Assert.Contains("members.1.0.weight", probabilities.StateDict().Keys);
        Assert.Throws<ArgumentException>(() => Ensemble.OfValues());
    }

    [Fact]
    public void Samples_are_drawn_with_replacement_and_the_rest_is_out_of_the_bag()
    {
        var data = Problem.Data(rows: 1000);
        var sample = Bagging.Bootstrap(data, new Generator(1));
        var rest = Bagging.OutOfBag(data, sample);

        Assert.Equal(1000, sample.Count);
        // 1 - 1/e of the elements.
        Assert.InRange(sample.Indices.Distinct().Count(), 600, 664);
        Assert.Empty(rest.Indices.Intersect(sample.Indices));
        Assert.Equal(1000, rest.Count + sample.Indices.Distinct().Count());
        Assert.Throws<ArgumentException>(() => Bagging.Bootstrap(new TensorDataset(Tensor.Zeros(0, 2))));
    }

    [Fact]
    public void Members_do_not_depend_on_the_number_of_threads_and_differ()
    {
        static Module Train(Subset sample)
        {
            var model = new Sequential(new Linear(4, 8), new Tanh(), new Linear(8, 3));
            var options = new FitOptions { Epochs = 5, Loss = Problem.Loss, Optimizer = new SGD(model.Parameters(), lr: 0.2) };
            Trainer.Fit(model, new DataLoader(sample, 8, shuffle: true), null, options);
            return model;
        }
        var one = Bagging.Fit(4, Problem.Data(), Train, seed: 5, threads: 1);
        var three = Bagging.Fit(4, Problem.Data(), Train, seed: 5, threads: 3);

        Assert.Equal(one.Select(Problem.Bits), three.Select(Problem.Bits));
        Assert.Equal(4, one.Select(static m => Problem.Bits(m)[0]).Distinct(StringComparer.Ordinal).Count());
        var accuracy = new Accuracy(3);
        var (x, y) = Problem.Data(seed: 4).All;
        Assert.InRange(accuracy.Of(Ensemble.OfProbabilities(one).Forward(x), y), 0.6, 1);
        Assert.Equal("planted", Assert.Throws<InvalidOperationException>(() => Bagging.Fit(3, Problem.Data(), static _ => throw new InvalidOperationException("planted"), threads: 2)).Message);
    }

    [Fact]
    public void Snapshots_are_the_models_at_the_ends_of_the_cycles()
    {
        var model = Problem.Model(dropout: 0);
        var options = Problem.Options(model, epochs: 6);
        var (snapshots, rates) = (new Snapshots(cycle: 2), new LearningRateMonitor());
        var seen = new Ends();
        var result = Trainer.Fit(model, Problem.Loader(), null, options with { Scheduler = new CosineAnnealingWarmRestarts(options.Optimizer, t0: 2), Callbacks = [snapshots, seen, rates] });

        Assert.Equal(3, snapshots.Count);
        Assert.Equal(seen.Bits, snapshots.Members.Select(Problem.Bits));
        Assert.All(snapshots.Members, static m => Assert.False(m.Training));
        Assert.Equal([0.1, 0.05, 0.1, 0.05, 0.1, 0.05], result.History["lr"].Select(static lr => Math.Round(lr, 9)));
        var loaded = new Snapshots(cycle: 2);
        loaded.LoadStateDict(snapshots.StateDict());
        Assert.Equal(3, loaded.Count);
        using var scope = NoGrad.Scope;
        Assert.Equal([Problem.Rows, 3], Ensemble.OfProbabilities(snapshots.Members).Forward(Problem.Data().All[0]).Shape.ToArray());
    }

    private sealed class Ends : Callback
    {
        public List<string[]> Bits { get; } = [];

        public override void OnEpochEnd(FitState state)
        {
            if (state.Epoch % 2 == 0) Bits.Add(Problem.Bits(state.Model));
        }
    }
}
