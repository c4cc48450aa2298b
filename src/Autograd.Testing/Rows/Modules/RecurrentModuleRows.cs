using Autograd.NN;

namespace Autograd.Testing;

/// <summary>Recurrent networks, over padded and packed batches and over one sequence, and their cells.</summary>
internal static class RecurrentModuleRows
{
    /// <summary>Two sequences of two and three steps.</summary>
    private static readonly PackedSequence Sequences = Utils.PackPaddedSequence(Tensor.Zeros(3, 2, 2), [2, 3], enforceSorted: false);

    public static IEnumerable<ModuleRow> All() =>
    [
        new ModuleRow<RNN>()
            .On(() => new RNN(2, 3), d => [d.Real(3, 2, 2)], (m, xs) => Pair(m.Forward(xs[0])))
            .On(() => new RNN(2, 3, 1, RNNNonlinearity.ReLU, bias: false), d => [d.Real(2, 2), d.Real(1, 3)], (m, xs) => Pair(m.Forward(xs[0], xs[1])))
            .On(() => new RNN(2, 2, 2, bidirectional: true), d => [d.Real(5, 2)], (m, xs) => Packed(m, xs[0])),
        new ModuleRow<GRU>()
            .On(() => new GRU(2, 2, 2, batchFirst: true, dropout: 0.5, bidirectional: true), d => [d.Real(2, 3, 2)], (m, xs) => Pair(m.Forward(xs[0])))
            .On(() => new GRU(2, 3, bias: false), d => [d.Real(2, 2), d.Real(1, 3)], (m, xs) => Pair(m.Forward(xs[0], xs[1])))
            .On(() => new GRU(2, 2), d => [d.Real(5, 2)], (m, xs) => Packed(m, xs[0])),
        new ModuleRow<LSTM>()
            .On(() => new LSTM(2, 2, 2, dropout: 0.5, bidirectional: true), d => [d.Real(3, 2, 2)], (m, xs) => Triple(m.Forward(xs[0])))
            .On(() => new LSTM(2, 3, bias: false, batchFirst: true, projSize: 2), d => [d.Real(2, 2, 2), d.Real(1, 2, 2), d.Real(1, 2, 3)], (m, xs) => Triple(m.Forward(xs[0], (xs[1], xs[2]))))
            .On(() => new LSTM(2, 2), d => [d.Real(3, 2)], (m, xs) => Triple(m.Forward(xs[0])))
            .On(() => new LSTM(2, 2, bidirectional: true), d => [d.Real(5, 2)], (m, xs) =>
            {
                var (packed, (h, c)) = m.Forward(Sequences with { Data = xs[0] });
                return [packed.Data, h, c];
            }),
        new ModuleRow<RNNCell>()
            .On(() => new RNNCell(2, 3), d => d.Real(2, 2))
            .On(() => new RNNCell(2, 3, bias: false, RNNNonlinearity.ReLU), d => [d.Real(2), d.Real(3)], (m, xs) => [m.Forward(xs[0], xs[1])]),
        new ModuleRow<GRUCell>()
            .On(() => new GRUCell(2, 3), d => d.Real(2, 2))
            .On(() => new GRUCell(2, 3, bias: false), d => d.Real(2, 2), d => d.Real(2, 3)),
        new ModuleRow<LSTMCell>()
            .On(() => new LSTMCell(2, 3), d => [d.Real(2)], (m, xs) => Pair(m.Forward(xs[0])))
            .On(() => new LSTMCell(2, 3, bias: false), d => [d.Real(2, 2), d.Real(2, 3), d.Real(2, 3)], (m, xs) => Pair(m.Forward(xs[0], (xs[1], xs[2])))),
    ];

    private static Tensor[] Pair((Tensor First, Tensor Second) pair) => [pair.First, pair.Second];

    private static Tensor[] Triple((Tensor Output, (Tensor H, Tensor C) State) result) => [result.Output, result.State.H, result.State.C];

    private static Tensor[] Packed(SingleStateRNN network, Tensor data)
    {
        var (packed, state) = network.Forward(Sequences with { Data = data });
        return [packed.Data, state];
    }
}
