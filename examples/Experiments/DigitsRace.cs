using Autograd;
using Autograd.NN;
using F = Autograd.NN.Functional;

namespace Experiments;

/// <summary>A rule's training: losses and accuracies on digits not trained on, and the step at which the goal was reached, if it was.</summary>
internal sealed record Race(string Rule, double Rate, double[] At, double[] Losses, int? Steps);

/// <summary>The rules of descent on handwritten digits, one hidden layer of 100 units; every rule begins at the same weights and sees the same batches.</summary>
internal static class DigitsRace
{
    private const int Every = 10;
    private const int BatchSize = 100;
    private const double Momentum = 0.9;

    // Three a rule, a factor of about three apart, around what is usual for it.
    private static readonly double[][] Rates = [[0.1, 0.3, 1], [0.03, 0.1, 0.3], [0.03, 0.1, 0.3], [0.01, 0.03, 0.1], [0.001, 0.003, 0.01], [0.001, 0.003, 0.01]];

    /// <summary>The share that must be right.</summary>
    public static double Goal(ExperimentOptions options) => options.Size(0.95, 0.85);

    /// <summary>Each rule at the rate at which it reaches the goal first, or comes to the least loss where it does not.</summary>
    public static IReadOnlyList<Race> Run(ExperimentOptions options)
    {
        var digits = DigitImages.Load(options);
        var rules = Rule.All(Momentum, Momentum);
        double goal = Goal(options);
        int steps = options.Size(600, 120);
        var all = Trials.Run(rules.Count * 3, 0, i => Train(digits, rules[i / 3], Rates[i / 3][i % 3], steps, goal));
        return [.. rules.Select((_, r) => all.Skip(3 * r).Take(3).OrderBy(static race => race.Steps ?? int.MaxValue).ThenBy(static race => race.Losses[^1]).First())];
    }

    private static Race Train(DigitImages digits, Rule rule, double rate, int steps, double goal)
    {
        Generator.ManualSeed(13);
        var net = new Sequential(new Linear(784, 100), new ReLU(), new Linear(100, 10));
        var optimizer = rule.Make(net.Parameters(), rate);
        var (at, losses) = (new List<double>(), new List<double>());
        int? reached = null;
        int step = 0;
        foreach (var (x, y) in DigitImages.Batches(digits.Train, BatchSize).Take(steps))
        {
            optimizer.ZeroGrad();
            F.CrossEntropy(net.Forward(x), y).Backward();
            optimizer.Step();
            if (++step % Every != 0) continue;
            var (newX, newY) = digits.Validation.All;
            using var scope = NoGrad.Scope;
            var scores = net.Forward(newX);
            at.Add(step);
            losses.Add(F.CrossEntropy(scores, newY).Item());
            if (scores.ArgMax(1).Eq(newY).Float().Mean().Item() >= goal) reached ??= step;
        }
        return new Race(rule.Name, rate, [.. at], [.. losses], reached);
    }
}
