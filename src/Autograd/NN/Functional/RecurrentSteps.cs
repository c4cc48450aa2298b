namespace Autograd.NN;

/// <summary>What cells do with what reaches their gates, <c>[N, gates * H]</c>.</summary>
internal static class RecurrentSteps
{
    /// <summary>f(a).</summary>
    public static Tensor RNN(Tensor sum, RNNNonlinearity nonlinearity) => nonlinearity == RNNNonlinearity.Tanh ? sum.Tanh() : sum.ReLU();

    /// <summary>Of what comes from the input, a, and from the state, s: r = sigmoid(a_r + s_r), z = sigmoid(a_z + s_z), n = tanh(a_n + r s_n), h' = n + z (h - n).</summary>
    public static Tensor GRU(Tensor fromInput, Tensor fromState, Tensor h)
    {
        Tensor[] a = fromInput.Chunk(3, 1), s = fromState.Chunk(3, 1);
        var r = BinaryOp.Apply(a[0], s[0], default(SigmoidOfSumFormula));
        var z = BinaryOp.Apply(a[1], s[1], default(SigmoidOfSumFormula));
        var n = TernaryOp.Apply(a[2], s[2], r, default(TanhOfGatedFormula));
        return n.Lerp(h, z);
    }

    /// <summary>i, f, o = sigmoid(a), g = tanh(a_g), c' = f c + i g, h' = o tanh(c').</summary>
    public static (Tensor H, Tensor C) LSTM(Tensor sum, Tensor c)
    {
        var gates = sum.Chunk(4, 1);
        var added = BinaryOp.Apply(gates[0], gates[2], default(GatedTanhFormula));
        var next = TernaryOp.Apply(gates[1], c, added, default(GatedSumFormula));
        return (BinaryOp.Apply(gates[3], next, default(GatedTanhFormula)), next);
    }
}
