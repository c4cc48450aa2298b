namespace Autograd.NN;

/// <summary>What cells do with what reaches their gates from the input and from the state, <c>[N, gates * H]</c> each.</summary>
internal static class RecurrentSteps
{
    /// <summary>f(a + s).</summary>
    public static Tensor RNN(Tensor fromInput, Tensor fromState, RNNNonlinearity nonlinearity)
    {
        var sum = fromInput + fromState;
        return nonlinearity == RNNNonlinearity.Tanh ? sum.Tanh() : sum.ReLU();
    }

    /// <summary>r = sigmoid(a_r + s_r), z = sigmoid(a_z + s_z), n = tanh(a_n + r s_n), h' = n + z (h - n).</summary>
    public static Tensor GRU(Tensor fromInput, Tensor fromState, Tensor h)
    {
        Tensor[] a = fromInput.Chunk(3, 1), s = fromState.Chunk(3, 1);
        var r = BinaryOp.Apply(a[0], s[0], default(SigmoidOfSumFormula));
        var z = BinaryOp.Apply(a[1], s[1], default(SigmoidOfSumFormula));
        var n = TernaryOp.Apply(a[2], s[2], r, default(TanhOfGatedFormula));
        return n.Lerp(h, z);
    }

    /// <summary>i, f, o = sigmoid(a + s), g = tanh(a_g + s_g), c' = f c + i g, h' = o tanh(c').</summary>
    public static (Tensor H, Tensor C) LSTM(Tensor fromInput, Tensor fromState, Tensor c)
    {
        var gates = (fromInput + fromState).Chunk(4, 1);
        var added = BinaryOp.Apply(gates[0], gates[2], default(GatedTanhFormula));
        var next = TernaryOp.Apply(gates[1], c, added, default(GatedSumFormula));
        return (BinaryOp.Apply(gates[3], next, default(GatedTanhFormula)), next);
    }
}
