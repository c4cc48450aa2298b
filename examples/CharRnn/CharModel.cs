using Autograd;
using Autograd.NN;

namespace CharRnn;

/// <summary>The cells that can be asked for.</summary>
internal enum Cell
{
    Lstm,
    Gru,
}

/// <summary>Characters in, scores of the next character out: a table, a recurrent network, a linear layer.</summary>
internal sealed class CharModel(int vocabulary, int hidden, Cell cell, int embed = 64) : Module
{
    private readonly Embedding embedding = new(vocabulary, embed);
    private readonly RNNBase rnn = cell == Cell.Lstm ? new LSTM(embed, hidden, batchFirst: true) : new GRU(embed, hidden, batchFirst: true);
    private readonly Linear head = new(hidden, vocabulary);

    /// <summary>Scores <c>[N, T, vocabulary]</c> for characters <c>[N, T]</c>, and the state after them.</summary>
    public (Tensor Scores, Tensor[] State) Continue(Tensor characters, Tensor[]? state)
    {
        var x = embedding.Forward(characters);
        if (rnn is LSTM lstm)
        {
            var (output, (h, c)) = lstm.Forward(x, state is null ? null : (state[0], state[1]));
            return (head.Forward(output), [h, c]);
        }
        else
        {
            var (output, h) = ((GRU)rnn).Forward(x, state?[0]);
            return (head.Forward(output), [h]);
        }
    }

    /// <summary>Goes on from some characters, each drawn by its probability.</summary>
    public IEnumerable<long> Sample(Tensor prompt, int count, Generator generator)
    {
        using var scope = NoGrad.Scope;
        Tensor characters = prompt.Unsqueeze(0);
        Tensor[]? state = null;
        var drawn = new List<long>();
        while (drawn.Count < count)
        {
            (var scores, state) = Continue(characters, state);
            characters = scores[0, -1].Softmax(-1).Multinomial(1, generator: generator).Unsqueeze(0);
            drawn.Add(characters.Item<long>());
        }
        return drawn;
    }

    protected override Tensor ForwardCore(Tensor input) => Continue(input, null).Scores;
}
