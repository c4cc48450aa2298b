using Autograd.NN;
using static Autograd.Testing.Differentiability;
using static Autograd.Testing.IntegerResult;
using F = Autograd.NN.Functional;

namespace Autograd.Testing;

/// <summary>Rows of tables. Padding and scaled gradients are conventions, no derivatives of the value: tests of their own look at them.</summary>
internal static class EmbeddingRows
{
    public static IEnumerable<OpRow> All()
    {
        OpRow[] rows =
        [
            new OpRow("Embedding", "torch.nn.functional.embedding").Linear()
                .On(d => [d.Index(5, d.Size()), d.Real(5, 3)], xs => F.Embedding(xs[0], xs[1]))
                .On(d => [d.Index(4, 2, d.Size()), d.Real(4, 2)], xs => F.Embedding(xs[0], xs[1])),
            new OpRow("EmbeddingBag", "torch.nn.functional.embedding_bag", Piecewise)
                .On(d => [d.Index(5, d.Size(), 2), d.Real(5, 3), d.Real(1)], xs => F.EmbeddingBag(xs[0], xs[1]))
                .On(d => [d.Index(5, 6), d.Real(5, 3), d.Real(6)], xs => F.EmbeddingBag(xs[0], xs[1], Tensor.From([0L, 2, 2]), mode: EmbeddingBagMode.Sum, perSampleWeights: xs[2]))
                .On(d => [d.Index(5, 6), d.Real(5, 3)], xs => F.EmbeddingBag(xs[0], xs[1], Tensor.From([0L, 2, 2, 6]), includeLastOffset: true, paddingIdx: 1))
                .On(d => [d.Index(5, 6), d.Distinct(5, 3)], xs => F.EmbeddingBag(xs[0], xs[1], Tensor.From([0L, 0, 4]), mode: EmbeddingBagMode.Max, paddingIdx: -1))
                .On(d => [d.Index(5, 4, d.Size()), d.Real(5, 3), d.Real(1)], xs => F.EmbeddingBag(xs[0], xs[1], mode: EmbeddingBagMode.Sum)),
        ];
        foreach (var row in rows) row.OnIntegers(Untested);
        return rows;
    }
}
