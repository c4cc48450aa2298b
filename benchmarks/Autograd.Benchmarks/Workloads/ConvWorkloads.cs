using Autograd.NN;
using F = Autograd.NN.Functional;

namespace Autograd.Benchmarks;

/// <summary>Convolutions and pools of pictures and of one dimension, forward alone and with the gradients of all inputs.</summary>
internal static class ConvWorkloads
{
    /// <summary>The two-dimensional ones: <c>[N, C, H, H]</c> by <c>[M, C / groups, K, K]</c>.</summary>
    public static IReadOnlyList<Picture> Pictures { get; } =
    [
        new("8x64x56-64k3", 8, 64, 56, 64, 3, 1, 1),
        new("8x3x224-64k7s2", 8, 3, 224, 64, 7, 2, 3),
        new("16x128x28-256k1", 16, 128, 28, 256, 1),
        new("64x1x28-32k3", 64, 1, 28, 32, 3, 1, 1),
        new("8x128x28-depthwise-k3", 8, 128, 28, 128, 3, 1, 1, 128),
    ];

    public static IEnumerable<Workload> All { get; } =
    [
        .. Pictures.SelectMany(p => new Workload[]
        {
            new($"conv2d/fwd-{p.Name}", p.Flops, "flop", () =>
            {
                Tensor x = p.Input(), w = p.Weight(), b = Tensor.Randn(p.Filters);
                return () => p.Run(x, w, b);
            }),
            new($"conv2d/fwd-bwd-{p.Name}", 3 * p.Flops, "flop", () =>
            {
                Tensor x = Learned(p.Input()), w = Learned(p.Weight()), b = Learned(Tensor.Randn(p.Filters));
                return Workload.ForwardBackward(() => p.Run(x, w, b), x, w, b);
            }),
        }),
        new("conv1d/fwd-bwd-16x64x1000-64k5", 3 * 2.0 * 16 * 64 * 1000 * 64 * 5, "flop", () =>
        {
            Tensor x = Learned(Tensor.Randn(16, 64, 1000)), w = Learned(Tensor.Randn(64, 64, 5)), b = Learned(Tensor.Randn(64));
            return Workload.ForwardBackward(() => F.Conv1d(x, w, b, padding: 2), x, w, b);
        }),
        new("conv-transpose2d/fwd-bwd-8x64x28-32k4s2", 3 * 2.0 * 8 * 64 * 28 * 28 * 32 * 4 * 4, "flop", () =>
        {
            Tensor x = Learned(Tensor.Randn(8, 64, 28, 28)), w = Learned(Tensor.Randn(64, 32, 4, 4)), b = Learned(Tensor.Randn(32));
            return Workload.ForwardBackward(() => F.ConvTranspose2d(x, w, b, stride: 2, padding: 1), x, w, b);
        }),
        // A result is a quarter of the elements; the positions of the largest are as many, twice as wide, written and read again.
        Pool("maxpool2", 1 + 0.25 + 0.5, 0.25 + 0.5 + 1, x => F.MaxPool2d(x, 2)),
        Pool("avgpool2", 1 + 0.25, 0.25 + 1, x => F.AvgPool2d(x, 2)),
    ];

    private static Workload Pool(string name, double read, double written, Func<Tensor, Tensor> pool) => new($"pool/{name}-fwd-bwd-32x64x56x56", 32 * 64 * 56 * 56, "element", () =>
    {
        var x = Learned(Tensor.Randn(32, 64, 56, 56));
        return Workload.ForwardBackward(() => pool(x), x);
    })
    { Traffic = Traffic.Of(32 * 64 * 56 * 56, read, written) };

    private static Tensor Learned(Tensor x) => x.RequiresGradInPlace();

    /// <summary>A convolution of square pictures by square filters.</summary>
    internal sealed record Picture(string Name, int Batch, int Channels, int Side, int Filters, int Kernel, int Stride = 1, int Padding = 0, int Groups = 1)
    {
        /// <summary>Of the forward pass; each of the two gradients has as many.</summary>
        public double Flops => 2.0 * Batch * Filters * OutputSide * OutputSide * (Channels / Groups) * Kernel * Kernel;

        private int OutputSide => (Side + 2 * Padding - Kernel) / Stride + 1;

        public Tensor Input() => Tensor.Randn(Batch, Channels, Side, Side);

        public Tensor Weight() => Tensor.Randn(Filters, Channels / Groups, Kernel, Kernel);

        public Tensor Run(Tensor x, Tensor w, Tensor b) => F.Conv2d(x, w, b, Stride, Padding, groups: Groups);
    }
}
