using Autograd.Optim;

namespace Autograd.Benchmarks;

/// <summary>Optimisers alone, on eight parameters of 250,000 elements.</summary>
internal static class OptimizerWorkloads
{
    private static readonly (string Name, Func<Tensor[], Optimizer> Make)[] Optimizers =
    [
        ("sgd-momentum", p => new SGD(p, 0.1, momentum: 0.9)),
        ("adam", p => new Adam(p)),
        ("adamw", p => new AdamW(p)),
        ("rmsprop", p => new RMSprop(p)),
        ("adagrad", p => new Adagrad(p)),
    ];

    public static IEnumerable<Workload> All { get; } = Optimizers.Select(o => new Workload($"optimizer/{o.Name}-8x250000", 2_000_000, "element", () =>
    {
        Tensor[] parameters = [.. Enumerable.Range(0, 8).Select(_ => Tensor.Randn(250_000).RequiresGradInPlace())];
        foreach (var p in parameters) p.Grad = Tensor.RandnLike(p);
        var optimizer = o.Make(parameters);
        return () =>
        {
            optimizer.Step();
            return null;
        };
    }));
}
