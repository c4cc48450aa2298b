using static Autograd.Testing.IntegerResult;
using F = Autograd.NN.Functional;

namespace Autograd.Testing;

/// <summary>Steps of recurrent cells.</summary>
internal static class RecurrentRows
{
    public static IEnumerable<OpRow> All()
    {
        OpRow[] rows =
        [
            Cell(new OpRow("RNNTanhCell", "torch.rnn_tanh_cell"), 1, (x, h, w, u, b, v) => F.RNNTanhCell(x, h, w, u, b, v)),
            new OpRow("RNNReLUCell", "torch.rnn_relu_cell", Differentiability.Piecewise)
                .On(Kinked, xs => F.RNNReLUCell(xs[0], xs[1], xs[2], xs[3], xs[4], xs[5])),
            Cell(new OpRow("GRUCell", "torch.gru_cell"), 3, (x, h, w, u, b, v) => F.GRUCell(x, h, w, u, b, v))
                .WithinBinary(default(SigmoidOfSumFormula), Row.Real, Row.Real)
                .WithinTernary(default(TanhOfGatedFormula), Row.Real, Row.Real, Row.Real),
            new OpRow("LSTMCell", "torch.lstm_cell")
                .WithinBinary(default(GatedTanhFormula), Row.Real, Row.Real)
                .WithinTernary(default(GatedSumFormula), Row.Real, Row.Real, Row.Real)
                .On(d => [.. Inputs(d, 4), d.Real(2, 3)], xs => Pair(F.LSTMCell(xs[0], (xs[1], xs[6]), xs[2], xs[3], xs[4], xs[5])))
                .On(d => [.. Inputs(d, 4), d.Real(2, 3)], xs => F.LSTMCell(xs[0], (xs[1], xs[6]), xs[2], xs[3]).H)
                .On(d => [.. Inputs(d, 4), d.Real(2, 3)], xs => F.LSTMCell(xs[0], (xs[1], xs[6]), xs[2], xs[3], xs[4], xs[5]).C),
        ];
        foreach (var row in rows) row.OnIntegers(Untested);
        return rows;
    }

    private static OpRow Cell(OpRow row, int gates, Func<Tensor, Tensor, Tensor, Tensor, Tensor?, Tensor?, Tensor> f) => row
        .On(d => Inputs(d, gates), xs => f(xs[0], xs[1], xs[2], xs[3], xs[4], xs[5]))
        .On(d => Inputs(d, gates)[..4], xs => f(xs[0], xs[1], xs[2], xs[3], null, null));

    /// <summary>x: [2, I], h: [2, 3], W_ih, W_hh, b_ih, b_hh.</summary>
    private static Tensor[] Inputs(Dice d, int gates)
    {
        int size = d.Size();
        return [d.Real(2, size), d.Real(2, 3), d.Real(gates * 3, size), d.Real(gates * 3, 3), d.Real(gates * 3), d.Real(gates * 3)];
    }

    /// <summary>Rows of the weights are all positive or all negative, as their biases are: no sum comes near 0.</summary>
    private static Tensor[] Kinked(Dice d)
    {
        var signs = Tensor.From([1.0, -1, 1]);
        return
        [
            d.Positive(2, 2), d.Positive(2, 3), d.Positive(3, 2) * signs.Unsqueeze(1), d.Positive(3, 3) * signs.Unsqueeze(1), d.Positive(3) * signs, d.Positive(3) * signs,
        ];
    }

    private static Tensor[] Pair((Tensor First, Tensor Second) pair) => [pair.First, pair.Second];
}
