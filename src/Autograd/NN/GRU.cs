namespace Autograd.NN;

/// <summary>
/// A network of gated recurrent units (Cho et al., 2014; <c>torch.nn.GRU</c>). With a = x W_ih^T + b_ih and s = h W_hh^T + b_hh in three parts each:
/// r = sigmoid(a_r + s_r), z = sigmoid(a_z + s_z), n = tanh(a_n + r s_n), h' = (1 - z) n + z h. The reset gate stands outside the product, as in PyTorch and cuDNN.
/// </summary>
/// <param name="inputSize">The features of the input.</param>
/// <param name="hiddenSize">H, the features of the state.</param>
/// <param name="numLayers">How many layers stand one on the other.</param>
/// <param name="bias">Whether there are biases.</param>
/// <param name="batchFirst">Whether padded input and output are <c>[N, T, ..]</c>; states are not.</param>
/// <param name="dropout">The probability with which elements between two layers are zeroed in training.</param>
/// <param name="bidirectional">Whether a second cell a layer runs from the last step to the first.</param>
/// <param name="dtype">Float32 or float64.</param>
public sealed class GRU(
    int inputSize, int hiddenSize, int numLayers = 1, bool bias = true, bool batchFirst = false, double dropout = 0, bool bidirectional = false, DType dtype = DType.Float32)
    : SingleStateRNN(3, inputSize, hiddenSize, numLayers, bias, batchFirst, dropout, bidirectional, dtype)
{
    private protected override Tensor[] Step(Tensor fromInput, Tensor[] state, RecurrentWeights weights) =>
        [RecurrentSteps.GRU(fromInput, weights.FromState(state[0]), state[0])];
}
