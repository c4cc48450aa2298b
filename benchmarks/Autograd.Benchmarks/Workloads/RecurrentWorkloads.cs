using Autograd.NN;
using Autograd.Optim;

namespace Autograd.Benchmarks;

/// <summary>Training steps of recurrent networks that read characters.</summary>
internal static class RecurrentWorkloads
{
    /// <summary>The characters there are.</summary>
    internal const int Vocabulary = 65;

    /// <summary>The elements of a character.</summary>
    internal const int Embed = 64;

    /// <summary>The elements of a state.</summary>
    internal const int Hidden = 256;

    private const int Steps = 50;
    private const int Batch = 32;

    public static IEnumerable<Workload> All { get; } =
    [
        Characters("lstm", () => new LSTM(Embed, Hidden, batchFirst: true)),
        Characters("gru", () => new GRU(Embed, Hidden, batchFirst: true)),
        Characters("rnn", () => new RNN(Embed, Hidden, batchFirst: true)),
    ];

    private static Workload Characters(string cell, Func<RNNBase> make) => new($"step/char-{cell}-256-t50-batch32-adam", () =>
    {
        var text = Tensor.RandInt(0, Vocabulary, [Batch, Steps + 1]);
        var model = new CharRnn(make());
        return Models.TrainingStep(model, text[.., ..^1], text[.., 1..].Flatten(), new CrossEntropyLoss(), new Adam(model.Parameters(), 1e-3));
    });

    /// <summary>Characters in, scores of the next one out: <c>[N, T] -> [N T, vocabulary]</c>.</summary>
    internal sealed class CharRnn(RNNBase rnn) : Module
    {
        private readonly Embedding embedding = new(Vocabulary, Embed);
        private readonly RNNBase rnn = rnn;
        private readonly Linear head = new(Hidden, Vocabulary);

        protected override Tensor ForwardCore(Tensor input)
        {
            var x = embedding.Forward(input);
            var output = rnn is LSTM lstm ? lstm.Forward(x).Output : ((SingleStateRNN)rnn).Forward(x).Output;
            return head.Forward(output).Flatten(0, 1);
        }
    }
}
