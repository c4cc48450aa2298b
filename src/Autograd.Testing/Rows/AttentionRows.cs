using static Autograd.Testing.IntegerResult;
using F = Autograd.NN.Functional;

namespace Autograd.Testing;

/// <summary>
/// Attention, with each kind of mask; longer than a block in a test of its own. Keys or values that are all the same would make gradients of 0 that are
/// sums of what cancels.
/// </summary>
internal static class AttentionRows
{
    public static IEnumerable<OpRow> All() =>
    [
        new OpRow("ScaledDotProductAttention", "torch.nn.functional.scaled_dot_product_attention").OnIntegers(Untested)
            .On(d => [d.Real(d.Size(), 3, 2), d.Distinct(1, 4, 2), d.Distinct(4, 3)], xs => F.ScaledDotProductAttention(xs[0], xs[1], xs[2]))
            .On(d => [d.Real(2, d.Size(), 2), d.Distinct(2, 3, 2), d.Distinct(2, 3, 2)], xs => F.ScaledDotProductAttention(xs[0], xs[1], xs[2], isCausal: true, scale: 0.7) + Size(xs))
            .On(d => [d.Real(2, 2, 3, 2), d.Distinct(2, 2, 4, 2), d.Distinct(2, 2, 4, 2), d.Real(2, 1, 3, 4)], xs => F.ScaledDotProductAttention(xs[0], xs[1], xs[2], xs[3]))
            .On(OfSomeKeys, Masked)
            .On(d => [d.Real(2, 3, 2), d.Distinct(2, 4, 2), d.Distinct(2, 4, 2)], xs => F.ScaledDotProductAttention(xs[0], xs[1], xs[2], dropoutP: 0.3, generator: new Generator(7))),
    ];

    private static Tensor[] OfSomeKeys(Dice d)
    {
        int keys = d.Size();
        return [d.Real(3, 2), d.Distinct(keys, 2), d.Distinct(keys, 2)];
    }

    /// <summary>A mask of bools that leaves out every third score, and all of the last query.</summary>
    private static Tensor Masked(Tensor[] xs)
    {
        int keys = xs[1].Shape[0];
        var mask = Tensor.From([.. Enumerable.Range(0, 3 * keys).Select(i => i % 3 != 0 && i < 2 * keys)]).Reshape(3, keys);
        return F.ScaledDotProductAttention(xs[0], xs[1], xs[2], mask) + Size(xs);
    }

    /// <summary>A query that sees one key has the gradient 0, again what cancels; with a summand it has a size to be judged by.</summary>
    private static Tensor Size(Tensor[] xs) => xs[0].Sum() + xs[1].Sum();
}
