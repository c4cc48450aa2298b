using Autograd.Optim;

namespace Autograd.Benchmarks;

/// <summary>Optimisers alone, on eight parameters of 250,000 elements: these, their gradients and their states are read, and all but the gradients written.</summary>
internal static class OptimizerWorkloads
{
    private static readonly (string Name, int States, Func<Tensor[], Optimizer> Make)[] Optimizers =
    [
        ("sgd-momentum", 1, p => new SGD(p, 0.1, momentum: 0.9)),
        ("adam", 2, p => new Adam(p)),
        ("adamw", 2, p => new AdamW(p)),
        ("rmsprop", 1, p => new RMSprop(p)),
        ("adagrad", 1, p => new Adagrad(p)),
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
    })
    { Traffic = Traffic.Of(2_000_000, 2 + o.States, 1 + o.States) });
}
