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
        Tensor r = (a[0] + s[0]).Sigmoid(), z = (a[1] + s[1]).Sigmoid();
        var n = (a[2] + r * s[2]).Tanh();
        return n + z * (h - n);
    }

    /// <summary>i, f, o = sigmoid(a + s), g = tanh(a_g + s_g), c' = f c + i g, h' = o tanh(c').</summary>
    public static (Tensor H, Tensor C) LSTM(Tensor fromInput, Tensor fromState, Tensor c)
    {
        var gates = (fromInput + fromState).Chunk(4, 1);
        var next = gates[1].Sigmoid() * c + gates[0].Sigmoid() * gates[2].Tanh();
        return (gates[3].Sigmoid() * next.Tanh(), next);
    }
}
