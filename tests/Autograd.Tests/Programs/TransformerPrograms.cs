using Autograd.Data;
using Autograd.NN;
using Autograd.Optim;

namespace Autograd.Tests.Programs;

/// <summary>Transformers: dropout of attention, of its output and between the linear layers.</summary>
internal static class TransformerPrograms
{
    /// <summary>Padding or a causal mask; a warm-up before a cosine.</summary>
    public static Progress Encoder(bool normFirst, bool batchFirst)
    {
        var tokens = Tensor.RandInt(1, 11, [64, 6]);
        if (batchFirst)
        {
            for (int row = 0; row < 64; row += 3) tokens[row, 4..] = 0;
        }
        var labels = tokens[.., 0].Gt(tokens[.., 3]).Long();
        var model = new EncoderModel(normFirst, batchFirst);
        var loader = new DataLoader(new TensorDataset(tokens, labels), 16, shuffle: true, dropLast: true);
        var optimizer = new Adam(model.Parameters(), lr: 5e-3, betas: (0.9, 0.98), weightDecay: 1e-4);
        var (warm, cosine) = (new LinearLR(optimizer, 0.1, totalIters: 4), new CosineAnnealingLR(optimizer, 12));
        var scheduler = new SequentialLR(optimizer, [warm, cosine], [4]);
        var progress = new Progress();
        for (int epoch = 0; epoch < 4; epoch++)
        {
            foreach (var (a, b) in loader)
            {
                progress.Step(optimizer, Functional.CrossEntropy(model.Forward(a), b), () => Utils.ClipGradNorm(model.Parameters(), 1));
                scheduler.Step();
            }
            progress.Test(model, () => Functional.CrossEntropy(model.Forward(tokens), labels).Item());
        }
        return progress;
    }

    /// <summary>From sequence to sequence: a whole Transformer, teacher forcing, label smoothing, Noam's rate.</summary>
    public static Progress Translator()
    {
        var source = Tensor.RandInt(1, 8, [36, 5]);
        var target = Tensor.Cat([Tensor.Zeros([36, 1], DType.Int64), source.Flip(1)], 1);
        var (embedding, head) = (new Embedding(8, 12), new Linear(12, 8));
        var model = new Transformer(12, 3, numEncoderLayers: 1, numDecoderLayers: 2, dimFeedforward: 20, dropout: 0.2);
        var both = new ModuleList<Module>(embedding, model, head);
        var loader = new DataLoader(new TensorDataset(source, target), 12, shuffle: true);
        var optimizer = new Adam(both.Parameters(), lr: 1, betas: (0.9, 0.98), eps: 1e-9);
        var scheduler = new LambdaLR(optimizer, static i => Math.Pow(12, -0.5) * Math.Min(Math.Pow(i + 1, -0.5), (i + 1) * Math.Pow(6, -1.5)) * 0.2);
        var mask = Transformer.GenerateSquareSubsequentMask(5);
        var progress = new Progress();
        for (int epoch = 0; epoch < 4; epoch++)
        {
            foreach (var (a, b) in loader)
            {
                progress.Step(optimizer, Cost(a, b));
                scheduler.Step();
            }
            progress.Test(both, () => Cost(source, target).Item());
        }
        return progress;

        Tensor Cost(Tensor a, Tensor b)
        {
            var scores = head.Forward(model.Forward(embedding.Forward(a.T), embedding.Forward(b[.., ..^1].T), tgtMask: mask));
            return Functional.CrossEntropy(scores.Flatten(0, 1), b[.., 1..].T.Flatten(), labelSmoothing: 0.1);
        }
    }

    private sealed class EncoderModel(bool normFirst, bool batchFirst) : Module
    {
        private readonly Embedding embedding = new(11, 16);
        private readonly Parameter position = new(Tensor.Randn(6, 16) * 0.02);
        private readonly TransformerEncoder encoder = new(
            new TransformerEncoderLayer(16, 4, 32, dropout: 0.1, activation: static x => Functional.GELU(x), normFirst: normFirst, batchFirst: batchFirst),
            2, normFirst ? new LayerNorm(16) : null);

        private readonly Linear head = new(16, 2);

        protected override Tensor ForwardCore(Tensor input)
        {
            if (batchFirst)
            {
                var padding = input.Eq(0);
                var x = encoder.Forward(embedding.Forward(input) + position, srcKeyPaddingMask: padding);
                return head.Forward(x.MaskedFill(padding.Unsqueeze(-1), 0).Sum(1) / padding.LogicalNot().Sum(1, keepDim: true));
            }
            var mask = Tensor.Full([6, 6], double.NegativeInfinity).Triu(1);
            return head.Forward(encoder.Forward(embedding.Forward(input.T) + position.Unsqueeze(1), mask)[-1]);
        }
    }
}
