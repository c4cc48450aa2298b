using Autograd.NN;
using Autograd.Optim;
using Gpt;

namespace Autograd.Benchmarks;

/// <summary>Transformers: a training step of the model of <c>examples/Gpt</c>, and an encoder layer forward and backward.</summary>
internal static class TransformerWorkloads
{
    public static IEnumerable<Workload> All { get; } =
    [
        new("step/gpt-d192-l4-h6-t128-batch8-adamw", () =>
        {
            var model = new GptModel(65, new GptSizes());
            var windows = Tensor.RandInt(0, 65, [8, 129]);
            return Models.TrainingStep(model, windows[.., ..^1], windows[.., 1..].Flatten(), new CrossEntropyLoss(), new AdamW(model.Parameters(), 3e-4));
        }),
        new("step/transformer-encoder-d256-h4-t128-batch8-fwd-bwd", () =>
        {
            var layer = new TransformerEncoderLayer(256, 4, 1024, dropout: 0, activation: x => x.GELU(), batchFirst: true);
            var x = Tensor.Randn(8, 128, 256);
            return () =>
            {
                layer.Forward(x).Sum().Backward();
                layer.ZeroGrad();
                return null;
            };
        }),
    ];
}
