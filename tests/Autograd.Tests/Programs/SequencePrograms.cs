using Autograd.Data;
using Autograd.NN;
using Autograd.Optim;

namespace Autograd.Tests.Programs;

/// <summary>Sequences through recurrent networks.</summary>
internal static class SequencePrograms
{
    /// <summary>An embedding with padding, a GRU of two layers and directions with dropout between them, dropout on its output, a rate that falls on a plateau.</summary>
    public static Progress Reader()
    {
        var tokens = Tensor.RandInt(0, 12, [72, 7]);
        var labels = tokens.Sum(1).Remainder(3);
        var parts = new TensorDataset(tokens, labels).RandomSplit([60, 12]);
        var model = new ReaderModel();
        var (loader, held) = (new DataLoader(parts[0], 12, shuffle: true), new DataLoader(parts[1], 6));
        var optimizer = new Adam(model.Parameters(), lr: 0.02, amsgrad: true);
        var scheduler = new ReduceLROnPlateau(optimizer, factor: 0.5, patience: 0);
        var progress = new Progress();
        for (int epoch = 0; epoch < 5; epoch++)
        {
            foreach (var (a, b) in loader) progress.Step(optimizer, Functional.CrossEntropy(model.Forward(a), b), () => Utils.ClipGradNorm(model.Parameters(), 0.5));
            progress.Test(model, () => held.Sum(batch => Functional.CrossEntropy(model.Forward(batch[0]), batch[1], reduction: Reduction.Sum).Item()) / parts[1].Count);
            scheduler.Step(progress.Tests[^1]);
        }
        return progress;
    }

    /// <summary>A language model: tied weights, an LSTM whose state goes on from batch to batch, SGD with Nesterov's momentum, cosines with restarts by fractions of epochs.</summary>
    public static Progress Writer()
    {
        var text = Tensor.RandInt(0, 9, [41, 6]).CumSum(0).Remainder(9);
        var model = new WriterModel();
        var optimizer = new SGD(model.Parameters(), lr: 0.5, momentum: 0.9, nesterov: true, weightDecay: 1e-4);
        var scheduler = new CosineAnnealingWarmRestarts(optimizer, t0: 1, tMult: 2, etaMin: 0.01);
        var progress = new Progress();
        for (int epoch = 0; epoch < 3; epoch++)
        {
            (Tensor H, Tensor C)? state = null;
            for (int i = 0; i < 40; i += 8)
            {
                scheduler.Step(epoch + i / 40.0);
                var (scores, (h, c)) = model.Continue(text[i..(i + 8)], state);
                state = (h.Detach(), c.Detach());
                progress.Step(optimizer, Functional.CrossEntropy(scores, text[(i + 1)..(i + 9)].Flatten()), () => Utils.ClipGradNorm(model.Parameters(), 0.25));
            }
            progress.Test(model, () => Functional.CrossEntropy(model.Continue(text[..40], null).Scores, text[1..].Flatten()).Item());
        }
        return progress;
    }

    private sealed class ReaderModel : Module
    {
        private readonly Embedding embedding = new(12, 8, paddingIdx: 0);
        private readonly GRU gru = new(8, 10, numLayers: 2, batchFirst: true, dropout: 0.3, bidirectional: true);
        private readonly Dropout dropout = new(0.25);
        private readonly Linear head = new(20, 3);

        protected override Tensor ForwardCore(Tensor input) => head.Forward(dropout.Forward(gru.Forward(embedding.Forward(input)).Output).Mean(1));
    }

    private sealed class WriterModel : Module
    {
        private readonly Dropout drop = new(0.2);
        private readonly Embedding encoder = new(9, 12);
        private readonly LSTM lstm = new(12, 12, numLayers: 2, dropout: 0.4);
        private readonly Linear decoder = new(12, 9);

        public WriterModel() => decoder.Weight = encoder.Weight;

        public (Tensor Scores, (Tensor H, Tensor C) State) Continue(Tensor tokens, (Tensor H, Tensor C)? state)
        {
            var (output, last) = lstm.Forward(drop.Forward(encoder.Forward(tokens)), state);
            return (decoder.Forward(drop.Forward(output)).Flatten(0, 1), last);
        }
    }
}
