using Autograd;
using Autograd.NN;
using Autograd.Optim;
using Autograd.Training;
using F = Autograd.NN.Functional;

namespace Experiments;

/// <summary>
/// Batch normalisation, and learning rates 5 and 30 times as large, against the plain network: steps to a given accuracy. The network is that of Ioffe and Szegedy
/// (2015, section 4.1): three layers of 100 sigmoids from small normal weights, batches of 60; the rates are those of their section 4.2.
/// </summary>
internal sealed class BatchNormalisation : IExperiment
{
    private const int Width = 100;
    private const int BatchSize = 60;
    private const double BaseRate = 0.1;

    public string Name => "batch-norm";

    public string Title => "Batch normalisation with learning rates x1, x5, x30 against the plain network";

    public bool NeedsData => true;

    /// <summary>A network's accuracy on the validation part as it learns.</summary>
    /// <param name="IsNormalised">Whether there is batch normalisation.</param>
    /// <param name="Factor">Of the learning rate.</param>
    /// <param name="Steps">When the accuracy was measured.</param>
    /// <param name="Accuracies">The accuracies.</param>
    public sealed record Course(bool IsNormalised, int Factor, double[] Steps, double[] Accuracies)
    {
        /// <summary>The first step at which an accuracy was reached; null where it never was.</summary>
        public int? StepsTo(double accuracy)
        {
            int at = Array.FindIndex(Accuracies, a => a >= accuracy);
            return at < 0 ? null : (int)Steps[at];
        }
    }

    public Findings Run(ExperimentOptions options)
    {
        double goal = options.Size(0.95, 0.75);
        int steps = options.Size(4000, 400);
        var courses = Courses(options, steps, options.Size(25, 20));
        string Text(Course c) => c.StepsTo(goal) is { } reached ? TextTable.Cell(reached) : FormattableString.Invariant($"not in {steps}");
        string Steps(bool isNormalised, int factor) => Text(courses.Single(c => c.IsNormalised == isNormalised && c.Factor == factor));
        var plot = new Plot("Accuracy on 1,000 digits not trained on") { XLabel = "step", YLabel = "accuracy" };
        foreach (var c in courses) plot = plot.Line(Label(c), c.Steps, c.Accuracies);
        return new Findings(
            FormattableString.Invariant($"steps to {goal:P0}: plain x1 {Steps(false, 1)}; normalised x1 {Steps(true, 1)}, x5 {Steps(true, 5)}, x30 {Steps(true, 30)}"),
            [plot],
            [
                .. TextTable.Of(["network", FormattableString.Invariant($"steps to {goal:P0}"), "best accuracy"], courses.Select(c => (string[])[Label(c), Text(c), TextTable.Cell(c.Accuracies.Max(), "F3")])), "",
                "The plain network bears the larger rates here as well: its sigmoids saturate where a rectifier's activations would run away.",
            ]);
    }

    /// <summary>All six: with and without, at each rate.</summary>
    public static IReadOnlyList<Course> Courses(ExperimentOptions options, int steps, int every)
    {
        var digits = DigitImages.Load(options);
        int[] factors = [1, 5, 30];
        return Trials.Run(6, 11, i =>
        {
            // One seed for all: the same first weights and the same batches.
            Generator.ManualSeed(11);
            return Train(digits, i >= 3, factors[i % 3], steps, every);
        });
    }

    private static Course Train(DigitImages digits, bool isNormalised, int factor, int steps, int every)
    {
        var net = Net(isNormalised);
        var optimizer = new SGD(net.Parameters(), lr: BaseRate * factor);
        var (at, accuracies) = (new List<double>(), new List<double>());
        int step = 0;
        foreach (var (x, y) in DigitImages.Batches(digits.Train, BatchSize).Take(steps))
        {
            optimizer.ZeroGrad();
            F.CrossEntropy(net.Forward(x), y).Backward();
            optimizer.Step();
            if (++step % every != 0) continue;
            at.Add(step);
            accuracies.Add(DigitImages.Accuracy(net, digits.Validation));
        }
        return new Course(isNormalised, factor, [.. at], [.. accuracies]);
    }

    private static Sequential Net(bool isNormalised)
    {
        var net = new Sequential();
        for (int layer = 0; layer < 3; layer++)
        {
            var linear = new Linear(layer == 0 ? 784 : Width, Width);
            Init.Normal(linear.Weight, std: 0.1);
            Init.Zeros(linear.Bias!);
            net.Append(linear);
            if (isNormalised) net.Append(new BatchNorm1d(Width));
            net.Append(new Sigmoid());
        }
        return net.Append(new Linear(Width, 10));
    }

    private static string Label(Course c) => FormattableString.Invariant($"{(c.IsNormalised ? "normalised" : "plain")} x{c.Factor}");
}
