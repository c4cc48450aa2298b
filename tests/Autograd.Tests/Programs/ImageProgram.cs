using Autograd.Data;
using Autograd.NN;
using Autograd.Optim;

namespace Autograd.Tests.Programs;

/// <summary>Images: batch norm, dropout of channels and of elements, AdamW by groups, OneCycle, clipping, a validation set by RandomSplit.</summary>
internal static class ImageProgram
{
    public static Progress Run()
    {
        var (x, y) = (Tensor.Randn(96, 1, 8, 8), Tensor.RandInt(0, 4, [96]));
        x[.., 0, 0, 0] += y;
        var (train, test) = new TensorDataset(x, y).RandomSplit([80, 16]) is [var first, var second] ? (first, second) : default;
        var model = new Sequential(
            new Conv2d(1, 8, 3, padding: 1, bias: false), new BatchNorm2d(8), new ReLU(), new Dropout2d(0.2), new MaxPool2d(2),
            new Conv2d(8, 8, 3, bias: false), new BatchNorm2d(8), new GELU(), new Flatten(), new Dropout(0.3), new Linear(32, 4));
        var (loader, held) = (new DataLoader(train, 16, shuffle: true), new DataLoader(test, 16));
        var (decayed, free) = WeightDecay.Split(model);
        var optimizer = new AdamW(decayed, lr: 1e-3, weightDecay: 0.05);
        optimizer.AddParamGroup(free, static o => o with { WeightDecay = 0 });
        var scheduler = new OneCycleLR(optimizer, maxLr: 0.02, epochs: 4, stepsPerEpoch: loader.Count);
        var progress = new Progress();
        for (int epoch = 0; epoch < 4; epoch++)
        {
            foreach (var (a, b) in loader)
            {
                progress.Step(optimizer, Functional.CrossEntropy(model.Forward(a), b, labelSmoothing: 0.1), () => Utils.ClipGradNorm(model.Parameters(), 1));
                scheduler.Step();
            }
            progress.Test(model, () => held.Sum(batch => Functional.CrossEntropy(model.Forward(batch[0]), batch[1]).Item()));
        }
        return progress;
    }
}
