using Autograd.Memory;

namespace Autograd.NN;

public static partial class Functional
{
    /// <summary>One step of a plain recurrent cell, tanh(x W_ih^T + b_ih + h W_hh^T + b_hh) (<c>torch.rnn_tanh_cell</c>).</summary>
    /// <param name="input">x: <c>[N, inputSize]</c>, float32 or float64.</param>
    /// <param name="hx">h: <c>[N, H]</c>.</param>
    /// <param name="weightIH">W_ih: <c>[H, inputSize]</c>.</param>
    /// <param name="weightHH">W_hh: <c>[H, H]</c>.</param>
    /// <param name="biasIH">b_ih: <c>[H]</c>, or none.</param>
    /// <param name="biasHH">b_hh: <c>[H]</c>, or none.</param>
    /// <returns>The next h: <c>[N, H]</c>.</returns>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    /// <exception cref="DTypeException">The dtypes differ, or are not float32 or float64.</exception>
    public static Tensor RNNTanhCell(Tensor input, Tensor hx, Tensor weightIH, Tensor weightHH, Tensor? biasIH = null, Tensor? biasHH = null)
    {
        var (a, s) = Gates(nameof(RNNTanhCell), 1, input, hx, new RecurrentWeights(weightIH, weightHH, biasIH, biasHH));
        return RecurrentSteps.RNN(a + s, RNNNonlinearity.Tanh);
    }

    /// <summary>One step of a plain recurrent cell, ReLU(x W_ih^T + b_ih + h W_hh^T + b_hh) (<c>torch.rnn_relu_cell</c>).</summary>
    /// <inheritdoc cref="RNNTanhCell"/>
    public static Tensor RNNReLUCell(Tensor input, Tensor hx, Tensor weightIH, Tensor weightHH, Tensor? biasIH = null, Tensor? biasHH = null)
    {
        var (a, s) = Gates(nameof(RNNReLUCell), 1, input, hx, new RecurrentWeights(weightIH, weightHH, biasIH, biasHH));
        return RecurrentSteps.RNN(a + s, RNNNonlinearity.ReLU);
    }

    /// <summary>One step of a gated recurrent unit, see <see cref="NN.GRU"/> (<c>torch.gru_cell</c>).</summary>
    /// <param name="input">x: <c>[N, inputSize]</c>, float32 or float64.</param>
    /// <param name="hx">h: <c>[N, H]</c>.</param>
    /// <param name="weightIH">W_ih: <c>[3 H, inputSize]</c>, of r, z and n.</param>
    /// <param name="weightHH">W_hh: <c>[3 H, H]</c>.</param>
    /// <param name="biasIH">b_ih: <c>[3 H]</c>, or none.</param>
    /// <param name="biasHH">b_hh: <c>[3 H]</c>, or none.</param>
    /// <returns>The next h: <c>[N, H]</c>.</returns>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    /// <exception cref="DTypeException">The dtypes differ, or are not float32 or float64.</exception>
    public static Tensor GRUCell(Tensor input, Tensor hx, Tensor weightIH, Tensor weightHH, Tensor? biasIH = null, Tensor? biasHH = null)
    {
        var (a, s) = Gates(nameof(GRUCell), 3, input, hx, new RecurrentWeights(weightIH, weightHH, biasIH, biasHH));
        return RecurrentSteps.GRU(a, s, hx);
    }

    /// <summary>One step of long short-term memory, see <see cref="NN.LSTM"/> (<c>torch.lstm_cell</c>).</summary>
    /// <param name="input">x: <c>[N, inputSize]</c>, float32 or float64.</param>
    /// <param name="hx">h and c: <c>[N, H]</c> each.</param>
    /// <param name="weightIH">W_ih: <c>[4 H, inputSize]</c>, of i, f, g and o.</param>
    /// <param name="weightHH">W_hh: <c>[4 H, H]</c>.</param>
    /// <param name="biasIH">b_ih: <c>[4 H]</c>, or none.</param>
    /// <param name="biasHH">b_hh: <c>[4 H]</c>, or none.</param>
    /// <returns>The next h and c: <c>[N, H]</c> each.</returns>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    /// <exception cref="DTypeException">The dtypes differ, or are not float32 or float64.</exception>
    public static (Tensor H, Tensor C) LSTMCell(Tensor input, (Tensor H, Tensor C) hx, Tensor weightIH, Tensor weightHH, Tensor? biasIH = null, Tensor? biasHH = null)
    {
        var (a, s) = Gates(nameof(LSTMCell), 4, input, hx.H, new RecurrentWeights(weightIH, weightHH, biasIH, biasHH));
        ArgumentNullException.ThrowIfNull(hx.C, nameof(hx));
        if (hx.C.Shape != hx.H.Shape) throw new ShapeException($"LSTMCell: c of shape {hx.C.Shape} does not fit h of shape {hx.H.Shape}");
        if (hx.C.DType != hx.H.DType) throw new DTypeException($"LSTMCell: c is {hx.C.DType.Name}, h {hx.H.DType.Name}; convert with To");
        return RecurrentSteps.LSTM(a + s, hx.C);
    }

    /// <summary>What input and state give to the gates: <c>[N, gates * H]</c> each.</summary>
    private static (Tensor FromInput, Tensor FromState) Gates(string name, int gates, Tensor input, Tensor hx, RecurrentWeights weights)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(hx);
        ArgumentNullException.ThrowIfNull(weights.InputHidden, "weightIH");
        ArgumentNullException.ThrowIfNull(weights.HiddenHidden, "weightHH");
        if (input.Rank != 2 || hx.Rank != 2 || input.Shape[0] != hx.Shape[0])
            throw new ShapeException($"{name}: an input of shape {input.Shape} and a state of shape {hx.Shape} do not fit; they must be [N, inputSize] and [N, H]");
        long rows = gates * (long)hx.Shape[1];
        foreach (var w in (ReadOnlySpan<Tensor>)[weights.InputHidden, weights.HiddenHidden])
        {
            if (w.Rank != 2 || w.Shape[0] != rows) throw new ShapeException($"{name}: a weight of shape {w.Shape} does not fit a state of shape {hx.Shape}: it must have {rows} rows, {gates} for each feature of the state");
        }
        using var face = Face.Of(name);
        return (weights.FromInput(input), weights.FromState(hx));
    }
}
