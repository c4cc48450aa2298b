using F = Autograd.NN.Functional;

namespace Autograd.Benchmarks;

/// <summary>Reductions, scans, normalisation, losses: over rows.</summary>
internal static class ReduceWorkloads
{
    private static readonly (string Name, Func<Tensor, object?> Op)[] Reductions =
    [
        ("sum-all", x => x.Sum()),
        ("sum-dim0", x => x.Sum(0)),
        ("sum-dim1", x => x.Sum(1)),
        ("mean-dim1", x => x.Mean(1)),
        ("var-dim1", x => x.Var(1)),
        ("amax-dim1", x => x.AMax(1)),
        ("argmax-dim1", x => x.ArgMax(1)),
        ("logsumexp-dim1", x => x.LogSumExp(1)),
        ("cumsum-dim1", x => x.CumSum(1)),
        ("softmax", x => x.Softmax(-1)),
        ("log-softmax", x => x.LogSoftmax(-1)),
        ("sort-dim1", x => x.Sort(1)),
        ("topk10-dim1", x => x.TopK(10, 1)),
    ];

    public static IEnumerable<Workload> All { get; } =
    [
        .. Reductions.Select(r => new Workload($"reduce/{r.Name}-1024x1024", 1024 * 1024, "element", () =>
        {
            var x = Tensor.Randn(1024, 1024);
            return () => r.Op(x);
        })),
        new("norm/softmax-fwd-bwd-1024x1024", 1024 * 1024, "element", () =>
        {
            var x = Tensor.Randn(1024, 1024).RequiresGradInPlace();
            return Workload.ForwardBackward(() => x.Softmax(-1), x);
        }),
        new("norm/layernorm-fwd-bwd-1024x1024", 1024 * 1024, "element", () =>
        {
            var (x, w, b) = Inputs([1024, 1024], 1024);
            return Workload.ForwardBackward(() => F.LayerNorm(x, [1024], w, b), x, w, b);
        }),
        new("norm/batchnorm-fwd-bwd-32x64x28x28", 32 * 64 * 28 * 28, "element", () =>
        {
            var (x, w, b) = Inputs([32, 64, 28, 28], 64);
            Tensor mean = Tensor.Zeros(64), variance = Tensor.Ones(64);
            return Workload.ForwardBackward(() => F.BatchNorm(x, mean, variance, w, b, training: true), x, w, b);
        }),
        new("loss/cross-entropy-fwd-bwd-4096x1000", 4096 * 1000, "element", () =>
        {
            Tensor x = Tensor.Randn(4096, 1000).RequiresGradInPlace(), target = Tensor.RandInt(0, 1000, [4096]);
            return Workload.ForwardBackward(() => F.CrossEntropy(x, target), x);
        }),
    ];

    private static (Tensor X, Tensor Weight, Tensor Bias) Inputs(ReadOnlySpan<int> shape, int features) =>
        (Tensor.Randn(shape).RequiresGradInPlace(), Tensor.Ones(features).RequiresGradInPlace(), Tensor.Zeros(features).RequiresGradInPlace());
}
