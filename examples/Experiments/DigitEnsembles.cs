using Autograd;
using Autograd.Data;
using Autograd.NN;
using Autograd.Optim;
using F = Autograd.NN.Functional;

namespace Experiments;

/// <summary>Classifiers whose probabilities are averaged, on the test part.</summary>
internal sealed record DigitEnsemble(string Name, int Steps, double[] MemberAccuracies, double[] MemberLosses, double Accuracy, double Loss);

/// <summary>
/// One classifier, bagging (Breiman, 1996: each trained on a sample drawn with replacement) and snapshots (Huang et al., 2017: one run whose learning rate falls to
/// 0 and begins anew, a classifier at the end of each cycle). The loss of a mean of probabilities is at most the mean of the losses (Jensen).
/// </summary>
internal static class DigitEnsembles
{
    private const int Members = 5;
    private const int BatchSize = 100;
    private const double Rate = 0.2;

    public static IReadOnlyList<DigitEnsemble> Train(ExperimentOptions options)
    {
        var digits = DigitImages.Load(options);
        int cycle = options.Size(480, 60);
        // As many steps for each, and bagging again with as many for each of its members.
        var single = Trials.Run(1, 20, _ => Course(digits.Train, Members * cycle, 1, digits.Test)[0]);
        var bagged = Trials.Run(Members, 30, _ => Course(Resampled(digits.Train), cycle, 1, digits.Test)[0]);
        var whole = Trials.Run(Members, 30, _ => Course(Resampled(digits.Train), Members * cycle, 1, digits.Test)[0]);
        var snapshots = Trials.Run(1, 20, _ => Course(digits.Train, cycle, Members, digits.Test))[0];
        var labels = digits.Test.All[1];
        return
        [
            Together("alone", Members * cycle, single, labels), Together("bagging", Members * cycle, bagged, labels),
            Together("bagging, whole runs", Members * Members * cycle, whole, labels), Together("snapshots", Members * cycle, snapshots, labels),
        ];
    }

    // Log-probabilities on the test part at the end of each cycle, in which the rate falls to 0 along a cosine.
    private static List<Tensor> Course(TensorDataset train, int cycle, int cycles, TensorDataset test)
    {
        var net = new Sequential(new Linear(784, 64), new ReLU(), new Linear(64, 10));
        var optimizer = new SGD(net.Parameters(), lr: Rate, momentum: 0.9);
        var schedule = new CosineAnnealingWarmRestarts(optimizer, cycle);
        var probabilities = new List<Tensor>();
        int step = 0;
        foreach (var (x, y) in DigitImages.Batches(train, BatchSize).Take(cycle * cycles))
        {
            optimizer.ZeroGrad();
            F.CrossEntropy(net.Forward(x), y).Backward();
            optimizer.Step();
            schedule.Step();
            if (++step % cycle != 0) continue;
            using var scope = NoGrad.Scope;
            probabilities.Add(net.Forward(test.All[0]).LogSoftmax(1));
        }
        return probabilities;
    }

    private static TensorDataset Resampled(TensorDataset part)
    {
        var (x, y) = part.Fetch(Tensor.RandInt(0, part.Count, [part.Count]));
        return new TensorDataset(x, y);
    }

    private static DigitEnsemble Together(string name, int steps, IReadOnlyList<Tensor> members, Tensor labels)
    {
        var mean = Tensor.Stack(members).LogSumExp(0) - Math.Log(members.Count);
        return new DigitEnsemble(name, steps, [.. members.Select(Accuracy)], [.. members.Select(Loss)], Accuracy(mean), Loss(mean));

        double Accuracy(Tensor p) => p.ArgMax(1).Eq(labels).Float().Mean().Item();
        double Loss(Tensor p) => F.NllLoss(p, labels).Item();
    }
}
