using F = Autograd.NN.Functional;

namespace Autograd.Benchmarks;

/// <summary>Reductions, scans, normalisation, losses: over rows.</summary>
internal static class ReduceWorkloads
{
    // With how many elements they write for each that they read; 1 / 1024 is a number a row. Indices are twice as wide.
    private static readonly (string Name, double Written, Func<Tensor, object?> Op)[] Reductions =
    [
        ("sum-all", 0, x => x.Sum()),
        ("sum-dim0", 1.0 / 1024, x => x.Sum(0)),
        ("sum-dim1", 1.0 / 1024, x => x.Sum(1)),
        ("mean-dim1", 1.0 / 1024, x => x.Mean(1)),
        ("var-dim1", 1.0 / 1024, x => x.Var(1)),
        ("amax-dim1", 1.0 / 1024, x => x.AMax(1)),
        ("argmax-dim1", 2.0 / 1024, x => x.ArgMax(1)),
        ("logsumexp-dim1", 1.0 / 1024, x => x.LogSumExp(1)),
        ("cumsum-dim1", 1, x => x.CumSum(1)),
        ("softmax", 1, x => x.Softmax(-1)),
        ("log-softmax", 1, x => x.LogSoftmax(-1)),
        ("sort-dim1", 3, x => x.Sort(1)),
        ("topk10-dim1", 30.0 / 1024, x => x.TopK(10, 1)),
    ];

    public static IEnumerable<Workload> All { get; } =
    [
        .. Reductions.Select(r => new Workload($"reduce/{r.Name}-1024x1024", 1024 * 1024, "element", () =>
        {
            var x = Tensor.Randn(1024, 1024);
            return () => r.Op(x);
        }) { Traffic = Traffic.Of(1024 * 1024, 1, r.Written) }),
        new("norm/softmax-fwd-bwd-1024x1024", 1024 * 1024, "element", () =>
        {
            var x = Tensor.Randn(1024, 1024).RequiresGradInPlace();
            return Workload.ForwardBackward(() => x.Softmax(-1), x);
        }) { Traffic = Traffic.Of(1024 * 1024, 3, 2) },
        new("norm/layernorm-fwd-bwd-1024x1024", 1024 * 1024, "element", () =>
        {
            var (x, w, b) = Inputs([1024, 1024], 1024);
            return Workload.ForwardBackward(() => F.LayerNorm(x, [1024], w, b), x, w, b);
        }) { Traffic = Traffic.Of(1024 * 1024, 3, 2) },
        new("norm/batchnorm-fwd-bwd-32x64x28x28", 32 * 64 * 28 * 28, "element", () =>
        {
            var (x, w, b) = Inputs([32, 64, 28, 28], 64);
            Tensor mean = Tensor.Zeros(64), variance = Tensor.Ones(64);
            return Workload.ForwardBackward(() => F.BatchNorm(x, mean, variance, w, b, training: true), x, w, b);
        }) { Traffic = Traffic.Of(32 * 64 * 28 * 28, 3, 2) },
        new("loss/cross-entropy-fwd-bwd-4096x1000", 4096 * 1000, "element", () =>
        {
            Tensor x = Tensor.Randn(4096, 1000).RequiresGradInPlace(), target = Tensor.RandInt(0, 1000, [4096]);
            return Workload.ForwardBackward(() => F.CrossEntropy(x, target), x);
        }) { Traffic = Traffic.Of(4096 * 1000, 2, 1) },
    ];

    private static (Tensor X, Tensor Weight, Tensor Bias) Inputs(ReadOnlySpan<int> shape, int features) =>
        (Tensor.Randn(shape).RequiresGradInPlace(), Tensor.Ones(features).RequiresGradInPlace(), Tensor.Zeros(features).RequiresGradInPlace());
}
