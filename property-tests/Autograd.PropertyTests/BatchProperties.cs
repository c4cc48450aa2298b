using Autograd.Testing;

namespace Autograd.PropertyTests;

/// <summary>A row of a batch has the bits it has alone, value and gradient, whatever the size of the batch.</summary>
public sealed class BatchProperties
{
    public static TheoryData<string> Ops() => new(ByRow.Keys);

    private static readonly Dictionary<string, Func<Tensor, Tensor, Tensor>> ByRow = new(StringComparer.Ordinal)
    {
        ["MatMul"] = (x, w) => x.MatMul(w),
        ["Linear"] = (x, w) => Autograd.NN.Functional.Linear(x, w.T, w.Sum(0)),
        ["MatMul by a vector"] = (x, w) => x.MatMul(w.Select(1, 0)),
        ["Softmax"] = (x, _) => x.Softmax(1),
        ["LogSoftmax"] = (x, _) => x.LogSoftmax(1),
        ["LogSumExp"] = (x, _) => x.LogSumExp(1),
        ["Sum"] = (x, _) => x.Sum(1),
        ["Var"] = (x, _) => x.Var(1),
        ["CumSum"] = (x, _) => x.CumSum(1),
        ["Prod"] = (x, _) => x.Prod(1),
        ["Max"] = (x, _) => x.Max(1).Values,
    };

    [Theory]
    [MemberData(nameof(Ops))]
    public void A_row_is_the_same_in_any_batch(string name)
    {
        var op = ByRow[name];
        foreach (int inner in (ReadOnlySpan<int>)[1, 7, 64, 301])
        {
            var x = Tensor.Randn([70, inner], DType.Float32, new Generator((ulong)inner));
            var w = Tensor.Randn([inner, 37], DType.Float32, new Generator(2));
            var all = Rows(op, x, w);
            foreach (int size in (ReadOnlySpan<int>)[1, 2, 13, 33])
            {
                var part = Rows(op, x.Narrow(0, 70 - size, size), w);
                Same.Bits(all.Value.Narrow(0, 70 - size, size), part.Value, $"{name}, {inner} wide, value in a batch of {size}");
                Same.Bits(all.Gradient.Narrow(0, 70 - size, size), part.Gradient, $"{name}, {inner} wide, gradient in a batch of {size}");
            }
        }
    }

    private static (Tensor Value, Tensor Gradient) Rows(Func<Tensor, Tensor, Tensor> op, Tensor x, Tensor w)
    {
        var leaf = Run.Leaf(x);
        var y = op(leaf, w);
        return (y, Gradient.Of(y, leaf, y.Detach().Cos()));
    }
}
