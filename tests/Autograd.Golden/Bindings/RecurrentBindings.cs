using Autograd.NN;
using F = Autograd.NN.Functional;

namespace Autograd.Golden;

/// <summary>Recurrent networks, their cells, and packed sequences.</summary>
internal static class RecurrentBindings
{
    public static BindingTable Table { get; } = new()
    {
        { "nn.RNN", a => Network(new RNN(Int(a, "input_size"), Int(a, "hidden_size"), Layers(a), Nonlinearity(a), Bias(a), Init(a).Bool("batch_first"), Init(a).Double("dropout", 0), Init(a).Bool("bidirectional")), a) },
        { "nn.GRU", a => Network(new GRU(Int(a, "input_size"), Int(a, "hidden_size"), Layers(a), Bias(a), Init(a).Bool("batch_first"), Init(a).Double("dropout", 0), Init(a).Bool("bidirectional")), a) },
        { "nn.LSTM", LongShortTermMemory },
        { "nn.RNNCell", a => [Cell(new RNNCell(Int(a, "input_size"), Int(a, "hidden_size"), Bias(a), Nonlinearity(a)), a)] },
        { "nn.GRUCell", a => [Cell(new GRUCell(Int(a, "input_size"), Int(a, "hidden_size"), Bias(a)), a)] },
        { "nn.LSTMCell", LongShortTermMemoryCell },
        { "rnn_tanh_cell", a => F.RNNTanhCell(a.Tensor("input"), a.Tensor("hx"), a.Tensor("w_ih"), a.Tensor("w_hh"), a.OptionalTensor("b_ih"), a.OptionalTensor("b_hh")) },
        { "rnn_relu_cell", a => F.RNNReLUCell(a.Tensor("input"), a.Tensor("hx"), a.Tensor("w_ih"), a.Tensor("w_hh"), a.OptionalTensor("b_ih"), a.OptionalTensor("b_hh")) },
        { "gru_cell", a => F.GRUCell(a.Tensor("input"), a.Tensor("hx"), a.Tensor("w_ih"), a.Tensor("w_hh"), a.OptionalTensor("b_ih"), a.OptionalTensor("b_hh")) },
        { "lstm_cell", a => Pair(F.LSTMCell(a.Tensor("input"), State(a)!.Value, a.Tensor("w_ih"), a.Tensor("w_hh"), a.OptionalTensor("b_ih"), a.OptionalTensor("b_hh"))) },
        { "nn.utils.rnn.pad_sequence", a => Utils.PadSequence(a.Tensors("sequences"), a.Bool("batch_first"), a.Double("padding_value", 0)) },
        { "nn.utils.rnn.unpad_sequence", a => Utils.UnpadSequence(a.Tensor("padded_sequences"), Lengths(a), a.Bool("batch_first")) },
        { "nn.utils.rnn.pack_sequence", a => Parts(Utils.PackSequence(a.Tensors("sequences"), a.Bool("enforce_sorted", true))) },
        { "nn.utils.rnn.pack_padded_sequence", a => Parts(Utils.PackPaddedSequence(a.Tensor("input"), Lengths(a), a.Bool("batch_first"), a.Bool("enforce_sorted", true))) },
        {
            "nn.utils.rnn.pad_packed_sequence",
            a => Pair(Utils.PadPackedSequence(
                new PackedSequence(a.Tensor("data"), a.Tensor("batch_sizes"), a.OptionalTensor("sorted_indices")), a.Bool("batch_first"), a.Double("padding_value", 0), a.OptionalInt("total_length")))
        },
        { "nn.utils.rnn.unpack_sequence", a => Utils.UnpackSequence(new PackedSequence(a.Tensor("data"), a.Tensor("batch_sizes"), a.OptionalTensor("sorted_indices"))) },
    };

    /// <summary>A module of the cases that look at first values; null where the name is none of these.</summary>
    public static Module? Named(string name) => name switch
    {
        "LSTM_3_4" => new LSTM(3, 4),
        "GRU_3_4_bidirectional" => new GRU(3, 4, bidirectional: true),
        "RNN_3_4" => new RNN(3, 4),
        "LSTMCell_3_4" => new LSTMCell(3, 4),
        "GRUCell_3_4" => new GRUCell(3, 4),
        "RNNCell_3_4" => new RNNCell(3, 4),
        _ => null,
    };

    private static Tensor[] Network(SingleStateRNN network, CaseArguments a) => ModuleBindings.RunAll(network, a, _ => Pair(network.Forward(a.Tensor("input"), a.OptionalTensor("hx"))));

    private static Tensor[] LongShortTermMemory(CaseArguments a)
    {
        var network = new LSTM(
            Int(a, "input_size"), Int(a, "hidden_size"), Layers(a), Bias(a), Init(a).Bool("batch_first"), Init(a).Double("dropout", 0), Init(a).Bool("bidirectional"), Init(a).Int("proj_size", 0));
        return ModuleBindings.RunAll(network, a, _ =>
        {
            var (output, (h, c)) = network.Forward(a.Tensor("input"), State(a));
            return [output, h, c];
        });
    }

    private static Tensor Cell(SingleStateCell cell, CaseArguments a) => ModuleBindings.Run(cell, a, _ => cell.Forward(a.Tensor("input"), a.OptionalTensor("hx")));

    private static Tensor[] LongShortTermMemoryCell(CaseArguments a)
    {
        var cell = new LSTMCell(Int(a, "input_size"), Int(a, "hidden_size"), Bias(a));
        return ModuleBindings.RunAll(cell, a, _ => Pair(cell.Forward(a.Tensor("input"), State(a))));
    }

    private static (Tensor H, Tensor C)? State(CaseArguments a) => a.Tensors("hx") is [var h, var c] ? (h, c) : null;

    private static Arguments Init(CaseArguments a) => new(a.Argument("init") ?? default);

    private static int Int(CaseArguments a, string name) => Init(a).Int(name);

    private static int Layers(CaseArguments a) => Init(a).Int("num_layers", 1);

    private static bool Bias(CaseArguments a) => Init(a).Bool("bias", true);

    private static RNNNonlinearity Nonlinearity(CaseArguments a) => Enum.Parse<RNNNonlinearity>(Init(a).Text("nonlinearity", "tanh"), ignoreCase: true);

    private static Tensor Lengths(CaseArguments a) => a.OptionalTensor("lengths") ?? Tensor.From(Array.ConvertAll(a.Ints("lengths"), static n => (long)n));

    private static Tensor[] Pair((Tensor First, Tensor Second) pair) => [pair.First, pair.Second];

    private static Tensor[] Parts(PackedSequence packed) => packed.SortedIndices is { } sorted ? [packed.Data, packed.BatchSizes, sorted, packed.UnsortedIndices!] : [packed.Data, packed.BatchSizes];
}
