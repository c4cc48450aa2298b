using Autograd.NN;
using Autograd.Optim;

namespace Autograd.Benchmarks;

/// <summary>Training steps of convolutional networks: a small one for digits, and the residual network of 18 layers for small pictures (He et al., 2015).</summary>
internal static class ImageWorkloads
{
    public static IEnumerable<Workload> All { get; } =
    [
        new("step/cnn-mnist-batch64-adam", () =>
        {
            var model = Digits();
            return Models.TrainingStep(model, Tensor.Randn(64, 1, 28, 28), Tensor.RandInt(0, 10, [64]), new CrossEntropyLoss(), new Adam(model.Parameters(), 1e-3));
        }),
        new("step/resnet18-cifar-batch16-sgd", () =>
        {
            var model = ResNet18();
            var optimizer = new SGD(model.Parameters(), 0.1, momentum: 0.9, weightDecay: 5e-4);
            return Models.TrainingStep(model, Tensor.Randn(16, 3, 32, 32), Tensor.RandInt(0, 10, [16]), new CrossEntropyLoss(), optimizer);
        }),
    ];

    /// <summary><c>[N, 1, 28, 28] -> [N, 10]</c>.</summary>
    public static Sequential Digits() => new(
        new Conv2d(1, 32, 3, padding: 1), new ReLU(), new MaxPool2d(2), new Conv2d(32, 64, 3, padding: 1), new ReLU(), new MaxPool2d(2),
        new Flatten(), new Linear(64 * 49, 128), new ReLU(), new Linear(128, 10));

    /// <summary><c>[N, 3, H, W] -> [N, 10]</c>.</summary>
    public static Sequential ResNet18()
    {
        var model = new Sequential(new Conv2d(3, 64, 3, padding: 1, bias: false), new BatchNorm2d(64), new ReLU());
        int channels = 64;
        foreach (var (next, stride) in (ReadOnlySpan<(int, int)>)[(64, 1), (128, 2), (256, 2), (512, 2)])
        {
            model.Append(new Residual(channels, next, stride)).Append(new Residual(next, next, 1));
            channels = next;
        }
        return model.Append(new AdaptiveAvgPool2d(1)).Append(new Flatten()).Append(new Linear(512, 10));
    }

    /// <summary>relu(b2(c2(relu(b1(c1(x))))) + skip(x)).</summary>
    private sealed class Residual(int channels, int next, int stride) : Module
    {
        private readonly Conv2d c1 = new(channels, next, 3, stride, padding: 1, bias: false);
        private readonly BatchNorm2d b1 = new(next);
        private readonly Conv2d c2 = new(next, next, 3, padding: 1, bias: false);
        private readonly BatchNorm2d b2 = new(next);

        private readonly Module skip = stride == 1 && channels == next
            ? new Identity()
            : new Sequential(new Conv2d(channels, next, 1, stride, bias: false), new BatchNorm2d(next));

        protected override Tensor ForwardCore(Tensor input) =>
            (b2.Forward(c2.Forward(b1.Forward(c1.Forward(input)).ReLU())) + skip.Forward(input)).ReLU();
    }
}
