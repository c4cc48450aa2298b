namespace Autograd.NN;

/// <summary>
/// A network of long short-term memory (Hochreiter and Schmidhuber, 1997; <c>torch.nn.LSTM</c>). With a = x W_ih^T + b_ih + h W_hh^T + b_hh in four parts:
/// i, f, o = sigmoid(a_i, a_f, a_o), g = tanh(a_g), c' = f c + i g, h' = o tanh(c'), and with a projection h' W_hr^T (Sak et al., 2014).
/// </summary>
/// <param name="inputSize">The features of the input.</param>
/// <param name="hiddenSize">H, the features of c.</param>
/// <param name="numLayers">How many layers stand one on the other.</param>
/// <param name="bias">Whether there are biases.</param>
/// <param name="batchFirst">Whether padded input and output are <c>[N, T, ..]</c>; states are not.</param>
/// <param name="dropout">The probability with which elements between two layers are zeroed in training.</param>
/// <param name="bidirectional">Whether a second cell a layer runs from the last step to the first.</param>
/// <param name="projSize">P, the features to which h is projected; 0 for none, when h has H.</param>
/// <param name="dtype">Float32 or float64.</param>
public sealed class LSTM(
    int inputSize, int hiddenSize, int numLayers = 1, bool bias = true, bool batchFirst = false, double dropout = 0, bool bidirectional = false, int projSize = 0, DType dtype = DType.Float32)
    : RNNBase(4, inputSize, hiddenSize, numLayers, bias, batchFirst, dropout, bidirectional, projSize, dtype)
{
    private protected override int[] StateSizes => [OutputSize, HiddenSize];

    /// <summary>Runs over a batch of sequences of one length, or over one sequence. Hooks see input and state as a tuple.</summary>
    /// <param name="input"><c>[T, N, inputSize]</c>, with batchFirst <c>[N, T, inputSize]</c>; or <c>[T, inputSize]</c>.</param>
    /// <param name="hx">The first state: h of <c>[layers * directions, N, H or P]</c> and c of <c>[layers * directions, N, H]</c>, without N for one sequence; zeros when not given.</param>
    /// <returns>h of the last layer, of the input's shape but for the last size, directions * (H or P); and the last state of every layer and direction, of the shapes of hx.</returns>
    /// <exception cref="ShapeException">The shapes do not fit, or there is no step.</exception>
    /// <exception cref="DTypeException">The dtypes of input, state and weights differ.</exception>
    public (Tensor Output, (Tensor H, Tensor C) State) Forward(Tensor input, (Tensor H, Tensor C)? hx = null) =>
        IsBare ? ForwardCore(input, hx) : Around((Input: input, Hx: hx), static (module, x) => ((LSTM)module).ForwardCore(x.Input, x.Hx));

    /// <summary>Runs over a packed batch of sequences of several lengths.</summary>
    /// <param name="input">The sequences.</param>
    /// <param name="hx">The first state: h of <c>[layers * directions, N, H or P]</c> and c of <c>[layers * directions, N, H]</c>; zeros when not given.</param>
    /// <returns>h of the last layer, packed; and the state of every layer and direction after the last step of each sequence.</returns>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    /// <exception cref="DTypeException">The dtypes of input, state and weights differ.</exception>
    public (PackedSequence Output, (Tensor H, Tensor C) State) Forward(PackedSequence input, (Tensor H, Tensor C)? hx = null) =>
        IsBare ? ForwardCore(input, hx) : Around((Input: input, Hx: hx), static (module, x) => ((LSTM)module).ForwardCore(x.Input, x.Hx));

    private protected override Tensor FromInput(Tensor input, RecurrentWeights weights) => weights.FromInputWithBiases(input);

    private protected override Tensor[] Step(Tensor fromInput, Tensor[] state, RecurrentWeights weights)
    {
        var (h, c) = RecurrentSteps.LSTM(weights.AddState(fromInput, state[0]), state[1]);
        return [weights.Projection is { } projection ? Functional.Linear(h, projection) : h, c];
    }

    private (Tensor Output, (Tensor H, Tensor C) State) ForwardCore(Tensor input, (Tensor H, Tensor C)? hx)
    {
        var (output, state) = Run(input, Parts(hx));
        return (output, (state[0], state[1]));
    }

    private (PackedSequence Output, (Tensor H, Tensor C) State) ForwardCore(PackedSequence input, (Tensor H, Tensor C)? hx)
    {
        var (output, state) = Run(input, Parts(hx));
        return (output, (state[0], state[1]));
    }

    private static Tensor[]? Parts((Tensor H, Tensor C)? hx) => hx is { } state ? [state.H, state.C] : null;
}
