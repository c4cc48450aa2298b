using Autograd.Data;
using Autograd.NN;
using Autograd.Optim;

namespace Autograd.Tests.Programs;

/// <summary>
/// Signals: a convolution there and a transposed one back, group and instance norm, dropout of channels, two schedulers at once, values clipped, an
/// average of weights, a loader with a generator of its own.
/// </summary>
internal static class SignalProgram
{
    public static Progress Run()
    {
        var x = (Tensor.Linspace(0, 6, 16) * (1 + Tensor.Rand(40, 2, 1))).Sin() + 0.1 * Tensor.Randn(40, 2, 16);
        var first = new Conv1d(2, 6, 4, stride: 2, padding: 1, paddingMode: PadMode.Circular);
        var model = new Sequential(
            first, new GroupNorm(2, 6), new Mish(), new Dropout1d(0.2),
            new Conv1d(6, 6, 3, groups: 3, padding: ConvPadding.Same), new InstanceNorm1d(6, affine: true, trackRunningStats: true), new PReLU(6),
            new ConvTranspose1d(6, 2, 4, stride: 2, padding: 1));
        Init.Orthogonal(first.Weight);
        var loader = new DataLoader(new TensorDataset(x), 8, shuffle: true, generator: new Generator(3));
        var optimizer = new Adamax(model.Parameters(), lr: 0.02, weightDecay: 1e-3);
        EpochScheduler[] schedulers = [new ConstantLR(optimizer, 0.5, totalIters: 3), new StepLR(optimizer, 4, gamma: 0.7)];
        var averaged = new AveragedModel<Sequential>(model);
        var progress = new Progress();
        for (int epoch = 0; epoch < 4; epoch++)
        {
            foreach (var batch in loader)
            {
                var penalty = model.Parameters().Select(static p => p.Abs().Sum()).Aggregate(static (sum, one) => sum + one);
                var loss = Functional.HuberLoss(model.Forward(Functional.Dropout(batch[0], 0.1)), batch[0]) + 1e-3 * penalty;
                progress.Step(optimizer, loss, () => Utils.ClipGradValue(model.Parameters(), 0.05));
                foreach (var scheduler in schedulers) scheduler.Step();
            }
            averaged.UpdateParameters(model);
            progress.Test(averaged, () => Functional.MseLoss(averaged.Forward(x), x).Item());
        }
        return progress;
    }
}
