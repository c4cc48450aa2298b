using F = Autograd.NN.Functional;

namespace Autograd.Tests.Determinism;

/// <summary>
/// Functions of <c>[N, D]</c> in which a row of the result depends on the same row of the input alone: whatever else is in
/// the batch, wherever the row lies, its value and its gradient are the same bits.
/// </summary>
internal static class RowOps
{
    public const int Outputs = 17;

    // Parameters that depend on the number of columns alone.
    private static Tensor Weights(Tensor x, params ReadOnlySpan<int> shape) =>
        Tensor.Randn(shape, x.DType, new Generator((ulong)x.Shape[^1]));

    public static IReadOnlyDictionary<string, Func<Tensor, Tensor>> All { get; } = new SortedDictionary<string, Func<Tensor, Tensor>>(StringComparer.Ordinal)
    {
        ["MatMul"] = x => x.MatMul(Weights(x, x.Shape[1], Outputs)),
        ["MatMul transposed"] = x => x.MatMul(Weights(x, Outputs, x.Shape[1]).T),
        ["MatMul vector"] = x => x.MatMul(Weights(x, x.Shape[1])),
        ["MatMul batched"] = x => x.Unsqueeze(1).MatMul(Weights(x, x.Shape[1], Outputs)).Squeeze(1),
        ["Linear"] = x => F.Linear(x, Weights(x, Outputs, x.Shape[1]), Weights(x, Outputs)),
        ["Add row"] = x => x + Weights(x, x.Shape[1]),
        ["Mul itself"] = x => x * x,
        ["Div column"] = x => x / (x.Narrow(1, 0, 1).Abs() + 1),
        ["Pow"] = x => (x.Abs() + 0.5).Pow(1.7),
        ["Exp"] = x => x.Exp(),
        ["Log"] = x => (x.Abs() + 0.1).Log(),
        ["Tanh"] = x => x.Tanh(),
        ["Sigmoid"] = x => x.Sigmoid(),
        ["GELU"] = x => x.GELU(),
        ["SiLU"] = x => x.SiLU(),
        ["ReLU"] = x => x.ReLU(),
        ["Erf"] = x => x.Erf(),
        ["Sin"] = x => x.Sin(),
        ["Sqrt"] = x => (x.Abs() + 0.1).Sqrt(),
        ["Softplus"] = x => F.Softplus(x),
        ["Where"] = x => Tensor.Where(x.Gt(0), x * 3.0, x.Exp()),
        ["Sum"] = x => x.Sum(1),
        ["Mean"] = x => x.Mean(1),
        ["Var"] = x => x.Var(1),
        ["AMax"] = x => x.AMax(1),
        ["Max"] = x => x.Max(1).Values,
        ["Prod"] = x => x.Prod(1),
        ["LogSumExp"] = x => x.LogSumExp(1),
        ["CumSum"] = x => x.CumSum(1),
        ["Softmax"] = x => x.Softmax(1),
        ["LogSoftmax"] = x => x.LogSoftmax(1),
    };
}
