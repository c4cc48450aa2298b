using Autograd.NN;

namespace Autograd.Testing;

/// <summary>Losses of margins, away from the margin.</summary>
internal static class MarginLossModuleRows
{
    public static IEnumerable<ModuleRow> All() =>
    [
        new ModuleRow<HingeEmbeddingLoss>().On(() => new HingeEmbeddingLoss(0.5), Near, Sign(2, 3)),
        new ModuleRow<SoftMarginLoss>().On(() => new SoftMarginLoss(), Near, Sign(2, 3)),
        new ModuleRow<MarginRankingLoss>().On(() => new MarginRankingLoss(0.1), Near, Far, Sign(2, 3)),
        new ModuleRow<MultiMarginLoss>()
            .On(() => new MultiMarginLoss(margin: 0.5), d => d.OnGrid(0, 4, 3), d => d.Index(3, 4))
            .On(() => new MultiMarginLoss(2, 0.5, Tensor.From([0.5f, 1, 2])), d => d.OnGrid(0, 4, 3), d => d.Index(3, 4)),
        // Differences below 1, the margin.
        new ModuleRow<MultiLabelMarginLoss>().On(() => new MultiLabelMarginLoss(), d => d.Between(-0.4, 0.4, 2, 4), _ => Tensor.From(new long[,] { { 3, 0, -1, 1 }, { -1, 2, 2, 2 } })),
        new ModuleRow<MultiLabelSoftMarginLoss>()
            .On(() => new MultiLabelSoftMarginLoss(), d => d.Real(2, 3), d => d.Between(0.2, 0.8, 2, 3))
            .On(() => new MultiLabelSoftMarginLoss(Tensor.From([0.5f, 1, 2])), d => d.Real(2, 3), d => d.Between(0.2, 0.8, 2, 3)),
        new ModuleRow<CosineEmbeddingLoss>().On(() => new CosineEmbeddingLoss(), d => d.Positive(2, 3), d => d.Positive(2, 3), Sign(2)),
        new ModuleRow<TripletMarginLoss>().On(() => new TripletMarginLoss(3), Near, Far, d => d.OnGrid(0.2, 2, 3)),
        new ModuleRow<TripletMarginWithDistanceLoss>()
            .On(() => new TripletMarginWithDistanceLoss(margin: 3), Near, Far, d => d.OnGrid(0.2, 2, 3))
            .On(() => new TripletMarginWithDistanceLoss((x, y) => (x - y).Square().Sum(-1)), Near, Far, d => d.OnGrid(0.2, 2, 3)),
    ];

    private static Tensor Near(Dice d) => d.OnGrid(0, 2, 3);

    private static Tensor Far(Dice d) => d.OnGrid(0.4, 2, 3);

    /// <summary>1 or -1.</summary>
    private static Func<Dice, Tensor> Sign(params int[] shape) => d => d.Mask(shape).Long() * 2 - 1;
}
