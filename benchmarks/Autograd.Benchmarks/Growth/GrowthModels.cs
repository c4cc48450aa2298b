using Autograd.NN;
using Autograd.Optim;
using Gpt;
using static System.FormattableString;

namespace Autograd.Benchmarks;

/// <summary>Training steps that grow: a perceptron and the model of <c>examples/Gpt</c>, from middle sizes of which one at a time changes.</summary>
internal static class GrowthModels
{
    private const int Vocabulary = 65;

    // Of a head of an attention.
    private const int HeadSize = 32;

    // The optimiser computes as ever and nothing changes: what learns a small batch by heart ends with gradients whose squares are
    // subnormal numbers, and these are slow (a batch of 1 then takes four times as long as one of 32).
    private const double Rate = 0;

    /// <summary>As many layers of one width, ReLU between them; squared error, Adam.</summary>
    public static Workload Perceptron(int batch = 64, int width = 256, int depth = 4) => new(Invariant($"growth/mlp-{width}x{depth}-batch{batch}"), () =>
    {
        var model = Models.Mlp([.. Enumerable.Repeat(width, depth + 1)], () => new ReLU());
        return Models.TrainingStep(model, Tensor.Randn(batch, width), Tensor.Randn(batch, width), new MSELoss(), new Adam(model.Parameters(), Rate));
    });

    /// <summary>Cross-entropy of every next character, AdamW.</summary>
    public static Workload Gpt(int batch = 4, int width = 128, int depth = 4, int length = 128) => new(Invariant($"growth/gpt-d{width}-l{depth}-t{length}-batch{batch}"), () =>
    {
        var model = new GptModel(Vocabulary, new GptSizes(length, width, width / HeadSize, depth));
        var windows = Tensor.RandInt(0, Vocabulary, [batch, length + 1]);
        return Models.TrainingStep(model, windows[.., ..^1], windows[.., 1..].Flatten(), new CrossEntropyLoss(), new AdamW(model.Parameters(), Rate));
    });
}
