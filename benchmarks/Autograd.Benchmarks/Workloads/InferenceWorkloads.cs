using Autograd.NN;
using Gpt;
using static System.FormattableString;

namespace Autograd.Benchmarks;

/// <summary>Forward passes alone, in <see cref="InferenceMode"/>: the models and shapes that the second peer, ONNX Runtime, is given.</summary>
internal static class InferenceWorkloads
{
    /// <summary>What their names begin with.</summary>
    public const string Prefix = "infer/";

    public static IEnumerable<Workload> All { get; } =
    [
        .. new[] { 256, 1024, 2048 }.Select(n => Of(Invariant($"matmul-{n}"), 2.0 * n * n * n, () =>
        {
            Tensor a = Tensor.Randn(n, n), b = Tensor.Randn(n, n);
            return () => a.MatMul(b);
        })),
        Of("tanh-1000000", () => Over(Tensor.Rand(1000, 1000), x => x.Tanh())) with { Traffic = Traffic.Of(1000 * 1000, 1, 1) },
        Of("gelu-1000000", () => Over(Tensor.Rand(1000, 1000), x => x.GELU())) with { Traffic = Traffic.Of(1000 * 1000, 1, 1) },
        Of("softmax-1024x1024", () => Over(Tensor.Rand(1024, 1024), x => x.Softmax(1))) with { Traffic = Traffic.Of(1024 * 1024, 1, 1) },
        Of("layernorm-1024x1024", () => Over(Tensor.Rand(1024, 1024), new LayerNorm(1024))) with { Traffic = Traffic.Of(1024 * 1024, 1, 1) },
        .. ConvWorkloads.Pictures.Select(p => Of($"conv2d-{p.Name}", p.Flops, () =>
        {
            Tensor x = p.Input(), w = p.Weight(), b = Tensor.Randn(p.Filters);
            return () => p.Run(x, w, b);
        })),
        Of("mlp-784-512-512-10-batch128", () => Over(Tensor.Randn(128, 784), Models.Mlp([784, 512, 512, 10], () => new ReLU()))),
        Of("cnn-mnist-batch64", () => Over(Tensor.Randn(64, 1, 28, 28), ImageWorkloads.Digits())),
        Of("resnet18-cifar-batch16", () => Over(Tensor.Randn(16, 3, 32, 32), ImageWorkloads.ResNet18())),
        Of("gpt-d192-l4-h6-t128-batch8", () => Over(Tensor.RandInt(0, 65, [8, 128]), new GptModel(65, new GptSizes()))),
        Of("char-lstm-256-t50-batch32", () => Over(
            Tensor.RandInt(0, RecurrentWorkloads.Vocabulary, [32, 50]),
            new RecurrentWorkloads.CharRnn(new LSTM(RecurrentWorkloads.Embed, RecurrentWorkloads.Hidden, batchFirst: true)))),
    ];

    private static Func<object?> Over(Tensor x, Func<Tensor, Tensor> f) => () => f(x);

    private static Func<object?> Over(Tensor x, Module model)
    {
        model.Eval();
        return () => model.Forward(x);
    }

    private static Workload Of(string name, Func<Func<object?>> make) => Of(name, null, make);

    private static Workload Of(string name, double? flops, Func<Func<object?>> make) => new(Prefix + name, flops, flops is null ? null : "flop", () =>
    {
        var run = make();
        return () =>
        {
            using var scope = InferenceMode.Scope;
            return run();
        };
    });
}
