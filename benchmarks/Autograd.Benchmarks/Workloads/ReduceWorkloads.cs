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
        new("loss/cross-entropy-fwd-bwd-4096x1000", 4096 * 1000, "element", () =>
        {
            Tensor x = Tensor.Randn(4096, 1000).RequiresGradInPlace(), target = Tensor.RandInt(0, 1000, [4096]);
            return Workload.ForwardBackward(() => F.CrossEntropy(x, target), x);
        }),
    ];
}
