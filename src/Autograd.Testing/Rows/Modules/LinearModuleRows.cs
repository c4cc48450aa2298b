using Autograd.NN;

namespace Autograd.Testing;

/// <summary>Affine and bilinear maps, tables.</summary>
internal static class LinearModuleRows
{
    public static IEnumerable<ModuleRow> All() =>
    [
        new ModuleRow<Linear>()
            .On(() => new Linear(3, 2), d => d.Real(4, 3))
            .On(() => new Linear(3, 2, bias: false), d => d.Real(2, 2, 3))
            .On(() => new Linear(3, 2), d => d.Real(3)),
        new ModuleRow<Bilinear>()
            .On(() => new Bilinear(2, 3, 2), d => d.Real(2, 2), d => d.Real(2, 3))
            .On(() => new Bilinear(2, 3, 2, bias: false), d => d.Real(2), d => d.Real(3)),
        // Padding and scaled gradients are conventions, no derivatives of the value: tests of their own look at them.
        new ModuleRow<NN.Embedding>()
            .On(() => new NN.Embedding(5, 3), d => d.Index(5, 2, 3))
            .On(() => NN.Embedding.FromPretrained(Tensor.Randn([4, 2]), freeze: false), d => d.Index(4, 3)),
        new ModuleRow<EmbeddingBag>()
            .On(() => new EmbeddingBag(5, 3), d => d.Index(5, 2, 3))
            .On(() => new EmbeddingBag(5, 3, paddingIdx: 1), d => d.Index(5, 6), _ => Tensor.From([0L, 2, 2]))
            .On(() => new EmbeddingBag(5, 3, mode: EmbeddingBagMode.Sum, includeLastOffset: true), d => d.Index(5, 6), _ => Tensor.From([0L, 2, 6]), d => d.Real(6))
            .On(() => new EmbeddingBag(5, 3, mode: EmbeddingBagMode.Max), d => d.Index(5, 2, 3)),
        new ModuleRow<CosineSimilarity>()
            .On(() => new CosineSimilarity(), d => d.NonZero(2, 3), d => d.NonZero(2, 3))
            .On(() => new CosineSimilarity(dim: 0), d => d.NonZero(3), d => d.NonZero(3)),
        new ModuleRow<PairwiseDistance>()
            .On(() => new PairwiseDistance(), d => d.OnGrid(0, 2, 3), d => d.OnGrid(0.4, 2, 3))
            .On(() => new PairwiseDistance(3, keepDim: true), d => d.OnGrid(0, 2, 3), d => d.OnGrid(0.4, 2, 3)),
    ];
}
