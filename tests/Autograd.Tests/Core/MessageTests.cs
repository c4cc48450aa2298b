using F = Autograd.NN.Functional;

namespace Autograd.Tests.Core;

/// <summary>What the common mistakes say: the op, both sides, the way out.</summary>
public sealed class MessageTests
{
    public static TheoryData<string, string> Table
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var (name, (_, text)) in Mistakes) data.Add(name, text);
            return data;
        }
    }

    private static Dictionary<string, (Action Do, string Text)> Mistakes { get; } = new(StringComparer.Ordinal)
    {
        ["inner sizes"] = (() => Zeros(32, 784).MatMul(Zeros(512, 10)), "MatMul: [32, 784] x [512, 10]: inner sizes 784 and 512 differ"),
        ["inner sizes of a batch"] = (() => Zeros(5, 32, 784).MatMul(Zeros(512, 10)), "MatMul: [5, 32, 784] x [512, 10]: inner sizes 784 and 512 differ"),
        ["inner sizes of vectors"] = (() => Zeros(3).MatMul(Zeros(4)), "MatMul: [3] x [4]: inner sizes 3 and 4 differ"),
        ["batches"] = (() => Zeros(2, 3, 4).MatMul(Zeros(5, 4, 3)), "MatMul: [2, 3, 4] x [5, 4, 3]: the batch dimensions do not broadcast"),
        ["a scalar in a product"] = (() => Tensor.Scalar(1).MatMul(Zeros(2)), "MatMul: [] x [2]: a scalar has no inner size; use * instead"),
        ["broadcast"] = (() => _ = Zeros(2, 3) + Zeros(4), "Add: shapes [2, 3] and [4] do not broadcast: aligned at the right, each pair of sizes must be equal or contain a 1"),
        ["too large a broadcast"] = (() => _ = Zeros(65536, 1) * Zeros(65536), "Mul: the shape [65536, 65536] has more than 2147483647 elements, the most that a tensor has"),
        ["too large a blend"] = (() => Zeros(65536, 1).Lerp(Zeros(65536), Zeros(1)), "Lerp: the shape [65536, 65536] has more than 2147483647 elements, the most that a tensor has"),
        ["too large a product"] = (() => Zeros(65536, 1).MatMul(Zeros(1, 65536)), "MatMul: the shape [65536, 65536] has more than 2147483647 elements, the most that a tensor has"),
        ["too large a gather"] = (() => Zeros(65536, 1).IndexSelect(1, Tensor.Zeros([65536], DType.Int64)), "IndexSelect: the shape [65536, 65536] has more than 2147483647 elements, the most that a tensor has"),
        ["too many dimensions"] = (() => Tensor.Zeros([.. Enumerable.Repeat(1, 64)]).Unsqueeze(0), "Unsqueeze: 65 dimensions are more than 64, the most that a tensor has"),
        ["too many pieces"] = (() => Zeros(5).TensorSplit(int.MaxValue), "TensorSplit: there is no memory for 2147483647 pieces of dimension 0 of [5]"),
        ["too many empty pieces"] = (() => Zeros(0).Chunk(int.MaxValue), "Chunk: there is no memory for 2147483647 pieces of dimension 0 of [0]"),
        ["expand"] = (() => Zeros(2).Expand(3), "Expand: shape [2] does not expand to [3]: only sizes of 1 are repeated, and new dimensions come on the left"),
        ["reshape"] = (() => Zeros(2, 3).Reshape(4, 2), "Reshape: shape [2, 3] has 6 elements, [4, 2] has 8"),
        ["reshape with -1"] = (() => Zeros(2, 3).Reshape(-1, 4), "Reshape: 6 elements of a tensor of shape [2, 3] do not fill [-1, 4] for any size in place of -1"),
        ["reshape with two -1"] = (() => Zeros(2, 3).Reshape(-1, -1), "Reshape: [-1, -1] is no shape: sizes are at least 0, and one of them may be -1"),
        ["view of strides"] = (() => Zeros(2, 3).Transpose(0, 1).View(6), "View: a tensor of shape [3, 2] with strides [1, 3] cannot be seen as [6] without a copy; use Reshape, or Contiguous() first"),
        ["cat"] = (() => Tensor.Cat([Zeros(2, 3), Zeros(2, 4)]), "Cat: shapes [2, 3] and [2, 4] differ outside of dimension 0"),
        ["cat of nothing"] = (() => Tensor.Cat([]), "Cat: there are no tensors to join"),
        ["cat of scalars"] = (() => Tensor.Cat([Tensor.Scalar(1)]), "Cat: scalars have no dimension to join; use Stack"),
        ["stack"] = (() => Tensor.Stack([Zeros(2), Zeros(3)]), "Stack: shapes [2] and [3] differ"),
        ["dimension"] = (() => Zeros(2, 3).Sum(2), "Sum: dimension 2 is out of range for a tensor of rank 2; it must lie in [-2, 1]"),
        ["dimension of softmax"] = (() => Zeros(2, 3).Softmax(-3), "Softmax: dimension -3 is out of range for a tensor of rank 2; it must lie in [-2, 1]"),
        ["dimension twice"] = (() => Zeros(2, 3).Sum([0, -2]), "Sum: dimension -2 appears twice in [0, -2] of a tensor of rank 2"),
        ["select"] = (() => Zeros(2, 3).Select(1, 3), "Select: index 3 leaves dimension 1 of [2, 3]: it must lie in [-3, 2]"),
        ["narrow"] = (() => Zeros(5).Narrow(0, 3, 3), "Narrow: 3 elements from 3 on leave dimension 0 of [5]"),
        ["slice backward"] = (() => Zeros(5).Slice(0, step: -1), "Slice: a step of -1 is not positive; Flip the dimension to go backward"),
        ["split"] = (() => Zeros(5).Split([2, 2]), "Split: lengths [2, 2] do not add up to dimension 0 of [5]"),
        ["gather"] = (() => Zeros(2, 3).Gather(1, Longs(0)), "Gather: an index of shape [1] does not fit [2, 3]: it needs the same rank, and sizes no larger outside of dimension 1"),
        ["item"] = (() => Zeros(2).Item(), "Item: a tensor of shape [2] has 2 elements, not one; reduce it first, or use ToArray()"),
        ["element type"] = (() => Zeros(1).Item<double>(), "Item<Double>: the tensor is float32, not float64; convert with To(DType.Float64) first"),
        ["integer gradient"] = (() => Longs(1).RequiresGrad = true, "RequiresGrad: a tensor of int64 has no gradient; only float32 and float64 have"),
        ["half arithmetic"] = (() => _ = Tensor.Ones([1], DType.Float16).Exp(), "Exp: a tensor of float16 is not supported: it computes in float32 and float64; convert with To(DType.Float32)"),
        ["bits of floats"] = (() => Zeros(1).BitwiseAnd(Zeros(1)), "BitwiseAnd: a tensor of float32 is not supported: it works on the bits of integers and bools; convert with To(DType.Int64)"),
        ["backward of many"] = (() => (Zeros(2).RequiresGradInPlace() * 2.0).Backward(), "Backward: only a tensor of one element has an implied gradient; this one is [2]. Pass a gradient of that shape, or reduce it with Sum() or Mean()"),
        ["classes"] = (() => F.CrossEntropy(Zeros(2, 3), Longs(0, 3)), "CrossEntropy: the target 3 of row 1 is no class: targets lie in [0, 2] for logits of shape [2, 3], or are ignoreIndex (-100)"),
    };

    [Theory]
    [MemberData(nameof(Table))]
    public void A_mistake_names_the_op_both_sides_and_the_way_out(string name, string text) =>
        Assert.Equal(text, Assert.ThrowsAny<Exception>(Mistakes[name].Do).Message);

    private static Tensor Zeros(params int[] shape) => Tensor.Zeros(shape);

    private static Tensor Longs(params long[] values) => Tensor.From(values);
}
