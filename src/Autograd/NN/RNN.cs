namespace Autograd.NN;

/// <summary>What <see cref="RNN"/> and <see cref="GRU"/> have in common: their state is one tensor.</summary>
public abstract class SingleStateRNN : RNNBase
{
    private protected SingleStateRNN(int gates, int inputSize, int hiddenSize, int numLayers, bool bias, bool batchFirst, double dropout, bool bidirectional, DType dtype)
        : base(gates, inputSize, hiddenSize, numLayers, bias, batchFirst, dropout, bidirectional, 0, dtype)
    {
    }

    /// <summary>Runs over a batch of sequences of one length, or over one sequence. Hooks see input and state as a tuple.</summary>
    /// <param name="input"><c>[T, N, inputSize]</c>, with batchFirst <c>[N, T, inputSize]</c>; or <c>[T, inputSize]</c>.</param>
    /// <param name="hx">The first state: <c>[layers * directions, N, H]</c>, without N for one sequence; zeros when not given.</param>
    /// <returns>The states of the last layer, of the input's shape but for the last size, directions * H; and the last state of every layer and direction, of the shape of hx.</returns>
    /// <exception cref="ShapeException">The shapes do not fit, or there is no step.</exception>
    /// <exception cref="DTypeException">The dtypes of input, state and weights differ.</exception>
    public new (Tensor Output, Tensor State) Forward(Tensor input, Tensor? hx = null) =>
        IsBare ? ForwardCore(input, hx) : Around((Input: input, Hx: hx), static (module, x) => ((SingleStateRNN)module).ForwardCore(x.Input, x.Hx));

    /// <summary>Runs over a packed batch of sequences of several lengths.</summary>
    /// <param name="input">The sequences.</param>
    /// <param name="hx">The first state: <c>[layers * directions, N, H]</c>; zeros when not given.</param>
    /// <returns>The states of the last layer, packed; and the state of every layer and direction after the last step of each sequence.</returns>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    /// <exception cref="DTypeException">The dtypes of input, state and weights differ.</exception>
    public (PackedSequence Output, Tensor State) Forward(PackedSequence input, Tensor? hx = null) =>
        IsBare ? ForwardCore(input, hx) : Around((Input: input, Hx: hx), static (module, x) => ((SingleStateRNN)module).ForwardCore(x.Input, x.Hx));

    private new (Tensor Output, Tensor State) ForwardCore(Tensor input, Tensor? hx)
    {
        var (output, state) = Run(input, hx is null ? null : [hx]);
        return (output, state[0]);
    }

    private (PackedSequence Output, Tensor State) ForwardCore(PackedSequence input, Tensor? hx)
    {
        var (output, state) = Run(input, hx is null ? null : [hx]);
        return (output, state[0]);
    }
}

/// <summary>
/// A plain recurrent network (Elman, 1990; <c>torch.nn.RNN</c>): h' = f(x W_ih^T + b_ih + h W_hh^T + b_hh) in every layer, f being tanh or ReLU.
/// </summary>
/// <param name="inputSize">The features of the input.</param>
/// <param name="hiddenSize">H, the features of the state.</param>
/// <param name="numLayers">How many layers stand one on the other.</param>
/// <param name="nonlinearity">f.</param>
/// <param name="bias">Whether there are biases.</param>
/// <param name="batchFirst">Whether padded input and output are <c>[N, T, ..]</c>; states are not.</param>
/// <param name="dropout">The probability with which elements between two layers are zeroed in training.</param>
/// <param name="bidirectional">Whether a second cell a layer runs from the last step to the first.</param>
/// <param name="dtype">Float32 or float64.</param>
public sealed class RNN(
    int inputSize, int hiddenSize, int numLayers = 1, RNNNonlinearity nonlinearity = RNNNonlinearity.Tanh, bool bias = true, bool batchFirst = false,
    double dropout = 0, bool bidirectional = false, DType dtype = DType.Float32)
    : SingleStateRNN(1, inputSize, hiddenSize, numLayers, bias, batchFirst, dropout, bidirectional, dtype)
{
    /// <summary>f.</summary>
    public RNNNonlinearity Nonlinearity { get; } = nonlinearity;

    private protected override Tensor FromInput(Tensor input, RecurrentWeights weights) => weights.FromInputWithBiases(input);

    private protected override Tensor[] Step(Tensor fromInput, Tensor[] state, RecurrentWeights weights) =>
        [RecurrentSteps.RNN(weights.AddState(fromInput, state[0]), Nonlinearity)];
}
