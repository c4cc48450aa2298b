using System.Globalization;
using Autograd.NN;
using Autograd.Optim;

namespace Autograd.Benchmarks;

/// <summary>Whole training steps: gradients away, forward, loss, backward, optimiser.</summary>
internal static class StepWorkloads
{
    public static IEnumerable<Workload> All { get; } =
    [
        Mlp(32, 2, 16, 16, 2),
        Mlp(64, 784, 128, 10),
        Mlp(128, 784, 512, 512, 10),
        Mlp(256, 64, 256, 256, 256, 256, 1),
        new("step/mlp-784-512-512-10-batch128-batchnorm-dropout-sgd", () =>
        {
            var model = new Sequential(
                new Linear(784, 512), new BatchNorm1d(512), new ReLU(), new Dropout(0.5),
                new Linear(512, 512), new BatchNorm1d(512), new ReLU(), new Dropout(0.5), new Linear(512, 10));
            var optimizer = new SGD(model.Parameters(), 0.1, momentum: 0.9, weightDecay: 1e-4);
            return Models.TrainingStep(model, Tensor.Randn(128, 784), Tensor.RandInt(0, 10, [128]), new CrossEntropyLoss(), optimizer);
        }),
    ];

    // One output is a number to be met (tanh, squared error), several are classes (ReLU, cross-entropy).
    private static Workload Mlp(int batch, params int[] sizes)
    {
        string text = string.Join('-', sizes.Select(n => n.ToString(CultureInfo.InvariantCulture)));
        return new(string.Create(CultureInfo.InvariantCulture, $"step/mlp-{text}-batch{batch}-adam"), () =>
        {
            var x = Tensor.Randn(batch, sizes[0]);
            bool regression = sizes[^1] == 1;
            var model = Models.Mlp(sizes, regression ? () => new Tanh() : () => new ReLU());
            var y = regression ? Tensor.Randn(batch, 1) : Tensor.RandInt(0, sizes[^1], [batch]);
            return Models.TrainingStep(model, x, y, regression ? new MSELoss() : new CrossEntropyLoss(), new Adam(model.Parameters(), 1e-3));
        });
    }
}
