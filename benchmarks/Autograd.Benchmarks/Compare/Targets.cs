using System.IO.Enumeration;

namespace Autograd.Benchmarks;

/// <summary>What the project promises itself: a row is to be so many times as fast as its peer.</summary>
internal static class Targets
{
    /// <summary>Geometric mean of whole training steps: the figure that counts.</summary>
    public const double Headline = 2.0;

    // Patterns of names, `*` for anything; the first that fits counts.
    private static readonly (string Pattern, double Ratio)[] Rows =
    [
        ("matmul/f32/16", 6),
        ("matmul/f32/64", 1.1),
        ("matmul/f32/128", 1.1),
        ("matmul/f32/batched-*", 1.1),
        ("matmul/f32/skinny-*", 1.1),
        ("matmul/f32/tall-*", 1.1),
        ("matmul/*", 1.0),
        ("*nary/*/100", 12),
        ("unary/relu/10000", 1.2),
        ("unary/sqrt/10000", 1.2),
        ("unary/gelu/10000", 1.2),
        ("binary/add/10000", 1.2),
        ("binary/mul-f64/10000", 1.2),
        ("*nary/*/10000", 2),
        ("*nary/*/10000000", 4),
        ("unary/relu/*", 1.0),
        ("unary/sqrt/*", 1.0),
        ("unary/gelu/*", 1.0),
        ("unary/*", 1.5),
        ("binary/*", 1.0),
        ("chain/*", 1.5),
        ("copy/transpose-*", 3),
        ("copy/permute-*", 3),
        ("copy/*", 1.0),
        ("reduce/var-*", 15),
        ("reduce/argmax-*", 6),
        ("reduce/softmax-*", 1.6),
        ("reduce/log-softmax-*", 1.6),
        ("reduce/logsumexp-*", 1.6),
        ("reduce/sort-*", 1.5),
        ("reduce/topk*", 1.5),
        ("reduce/*", 1.0),
        ("norm/*", 1.5),
        ("loss/*", 1.5),
        ("index/masked-fill-*", 20),
        ("index/*", 1.0),
        ("conv2d/fwd-bwd-*k7s2", 1.5),
        ("conv2d/*", 1.0),
        ("conv1d/*", 1.0),
        ("conv-transpose2d/*", 2),
        ("pool/maxpool*", 8),
        ("pool/avgpool*", 4),
        ("pool/*", 2),
        ("overhead/*", 18),
        ("step/mlp-2-16-16-2-*", 20),
        ("step/mlp-*", 1.6),
        ("step/cnn-mnist-*", 1.5),
        ("step/resnet18-cifar-*", 1.15),
        ("step/char-*", 2),
        ("step/gpt-*", 1.6),
        ("step/transformer-*", 1.6),
        ("optimizer/sgd-*", 1.6),
        ("optimizer/adam-*", 3),
        ("optimizer/adamw-*", 3),
        ("optimizer/*", 2),
        ("transform/*", 10),
        ("gradcheck/*", 20),
        ("infer/tanh-*", 2),
        ("infer/gelu-*", 2),
        ("infer/*", 1.0),
    ];

    // Below this a row is a defect, whatever the others of its group reach.
    private static readonly (string Pattern, double Ratio)[] Floors =
    [
        ("step/*", 1.1),
        ("infer/*", 0.85),
    ];

    public static double? Of(string name) => First(Rows, name);

    public static double? FloorOf(string name) => First(Floors, name);

    private static double? First((string Pattern, double Ratio)[] list, string name) =>
        list.Where(t => FileSystemName.MatchesSimpleExpression(t.Pattern, name, ignoreCase: false)).Select(t => (double?)t.Ratio).FirstOrDefault();
}
