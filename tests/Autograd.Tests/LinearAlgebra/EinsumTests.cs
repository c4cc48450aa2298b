namespace Autograd.Tests.LinearAlgebra;

/// <summary>Equations, their errors, and the order of contraction.</summary>
public sealed class EinsumTests
{
    private static Tensor Real(params int[] shape) => Tensor.Randn(shape, DType.Float64, new Generator((ulong)shape.Length));

    [Fact]
    public void Every_order_gives_the_same_sum()
    {
        Tensor[] xs = [Real(3, 4), Real(4, 5), Real(5, 2), Real(2, 3)];
        var chain = xs[0].MatMul(xs[1]).MatMul(xs[2]).MatMul(xs[3]);
        Assert.True(Tensor.Einsum("ab,bc,cd,de->ae", xs).AllClose(chain));
        Assert.True(Tensor.Einsum("ab,bc,cd,de->ae", EinsumOrder.LeftToRight, xs).AllClose(chain));
    }

    [Fact]
    public void The_cheapest_pair_comes_first()
    {
        // From the left: 100 x 100 x 100 multiplications; from the right 100 x 100.
        Tensor[] xs = [Real(100, 100), Real(100, 100), Real(100)];
        long Flops(EinsumOrder order) => ShapesOnly.Run(() => { Tensor.Einsum("ij,jk,k->i", order, xs); }).Flops;
        Assert.True(20 * Flops(EinsumOrder.Greedy) < Flops(EinsumOrder.LeftToRight));
    }

    [Fact]
    public void Without_an_arrow_what_occurs_once_is_kept_in_alphabetical_order()
    {
        Tensor a = Real(2, 3), b = Real(3, 4);
        Assert.True(Tensor.Einsum("kj,ji", a, b).AllClose(a.MatMul(b).T));
        Assert.True(Tensor.Einsum("b...", a).AllClose(a.T));
    }

    [Fact]
    public void Sizes_of_one_broadcast()
    {
        Tensor a = Real(2, 1), b = Real(3, 4);
        Assert.True(Tensor.Einsum("ij,jk->ik", a, b).AllClose(a.MatMul(b.Sum(0, keepDim: true))));
    }

    [Theory]
    [InlineData("ij,jk->ik", "2 operands")]
    [InlineData("ijk->i", "name 3 dimensions of a tensor that has 2")]
    [InlineData("ij->ik", "'k' is in no operand")]
    [InlineData("ij->ii", "twice in the result")]
    [InlineData("i1->i", "'1' is no subscript")]
    [InlineData("i..->i", "no ellipsis")]
    [InlineData("ii->i", "same subscript")]
    public void A_wrong_equation_says_what_is_wrong(string equation, string reason)
    {
        var thrown = Assert.Throws<ShapeException>(() => Tensor.Einsum(equation, Real(2, 3)));
        Assert.StartsWith("Einsum: ", thrown.Message, StringComparison.Ordinal);
        Assert.Contains(reason, thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_chain_is_multiplied_in_the_cheapest_order()
    {
        Tensor[] xs = [Real(10, 100), Real(100, 5), Real(5, 50)];
        Assert.True(Linalg.MultiDot(xs).AllClose(xs[0].MatMul(xs[1]).MatMul(xs[2])));
        Assert.Equal(2 * (10 * 100 * 5 + 10 * 5 * 50), ShapesOnly.Run(() => { Linalg.MultiDot(xs); }).Flops);
    }
}
