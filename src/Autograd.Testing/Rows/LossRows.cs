using static Autograd.Testing.Differentiability;
using F = Autograd.NN.Functional;

namespace Autograd.Testing;

/// <summary>Losses of margins, likelihoods and relative errors.</summary>
internal static class LossRows
{
    public static IEnumerable<OpRow> All()
    {
        OpRow[] rows =
        [
            Signed("HingeEmbeddingLoss", "hinge_embedding_loss", Piecewise, (x, y, r) => F.HingeEmbeddingLoss(x, y, 0.5, r))
                .WithinBinary(new HingeEmbeddingFormula(0.5), Row.OnGrid(0), Row.OnGrid(0.4)),
            Signed("SoftMarginLoss", "soft_margin_loss", Smooth, (x, y, r) => F.SoftMarginLoss(x, y, r))
                .WithinBinary(default(SoftMarginFormula), Row.NonZero, Row.NonZero),
            new OpRow("MarginRankingLoss", "torch.nn.functional.margin_ranking_loss", Piecewise)
                .On(d => [d.OnGrid(0, 2, 3), d.OnGrid(0.4, 2, 3), d.Mask(2, 3)], xs => F.MarginRankingLoss(xs[0], xs[1], Sign(xs[2])))
                .On(d => [d.OnGrid(0, 4), d.OnGrid(0.4, 4), d.Mask(4)], xs => F.MarginRankingLoss(xs[0], xs[1], Sign(xs[2]), 0.1, Reduction.None)),
            new OpRow("MultiMarginLoss", "torch.nn.functional.multi_margin_loss", Piecewise)
                .On(d => [d.OnGrid(0, 4, 3), d.Index(3, 4)], xs => F.MultiMarginLoss(xs[0], xs[1], margin: 0.5))
                .On(d => [d.OnGrid(0, 4, 3), d.Index(3, 4)], xs => F.MultiMarginLoss(xs[0], xs[1], 2, 0.5, Tensor.From([0.5, 1, 2.0]).To(xs[0].DType), Reduction.None))
                .On(d => [d.OnGrid(0, 3), d.Index(3)], xs => F.MultiMarginLoss(xs[0], xs[1], margin: 0.5, reduction: Reduction.Sum)),
            // Differences of 0.7 k: away from the margin, which is 1.
            new OpRow("MultilabelMarginLoss", "torch.nn.functional.multilabel_margin_loss", Piecewise)
                .On(d => [d.OnGrid(0, 3, 4)], xs => F.MultilabelMarginLoss(xs[0] * 0.7, Tensor.From(new long[,] { { 3, 0, -1, 1 }, { -1, 2, 2, 2 }, { 1, 2, 3, 0 } })))
                .On(d => [d.OnGrid(0, 4)], xs => F.MultilabelMarginLoss(xs[0] * 0.7, Tensor.From([2L, 1, -1, 0]), Reduction.Sum)),
            new OpRow("MultilabelSoftMarginLoss", "torch.nn.functional.multilabel_soft_margin_loss")
                .On(d => [d.Real(d.Size(), 3), d.Positive(3)], xs => F.MultilabelSoftMarginLoss(xs[0], xs[0].Detach().Gt(0).To(xs[0].DType), xs[1], Reduction.None))
                .On(d => [d.Real(2, 3), d.Between(0.2, 0.8, 2, 3)], xs => F.MultilabelSoftMarginLoss(xs[0], xs[1])),
            new OpRow("PoissonNllLoss", "torch.nn.functional.poisson_nll_loss", Piecewise)
                .WithinBinary(default(PoissonLogFormula), Row.Real, Row.Positive)
                .WithinBinary(new PoissonFormula(1e-8), Row.Positive, Row.Positive)
                .Within(default(StirlingFormula), Row.Between(1.2, 4))
                .On(d => [d.Real(2, 3), d.Positive(2, 3)], xs => F.PoissonNllLoss(xs[0], xs[1]))
                .On(d => [d.Positive(2, 3), d.Positive(2, 3)], xs => F.PoissonNllLoss(xs[0], xs[1], logInput: false, reduction: Reduction.Sum))
                .On(d => [d.Real(2, 3), d.Between(1.2, 4, 2, 3)], xs => F.PoissonNllLoss(xs[0], xs[1], full: true, reduction: Reduction.None)),
            new OpRow("GaussianNllLoss", "torch.nn.functional.gaussian_nll_loss")
                .WithinTernary(default(GaussianFormula), Row.Real, Row.Real, Row.Positive)
                .On(d => [d.Real(2, 3), d.Real(2, 3), d.Positive(2, 3)], xs => F.GaussianNllLoss(xs[0], xs[1], xs[2]))
                .On(d => [d.Real(2, 3), d.Real(2, 3), d.Positive(2)], xs => F.GaussianNllLoss(xs[0], xs[1], xs[2], full: true, reduction: Reduction.None)),
            FunctionalRows.Loss("LogCoshLoss", "", Smooth, (x, y, r) => F.LogCoshLoss(x, y, r))
                .WithinBinary(default(LogCoshFormula), Row.OnGrid(0), Row.OnGrid(0.4)),
            FunctionalRows.Loss("MapeLoss", "", Piecewise, (x, y, r) => F.MapeLoss(x, y, reduction: r))
                .WithinBinary(new PercentageErrorFormula(1e-6), Row.OnGrid(0), Row.OnGrid(0.4)),
            FunctionalRows.Loss("QuantileLoss", "", Piecewise, (x, y, r) => F.QuantileLoss(x, y, 0.3, r))
                .WithinBinary(new QuantileFormula(0.3), Row.OnGrid(0), Row.OnGrid(0.4)),
            new OpRow("SigmoidFocalLoss", "torchvision.ops.sigmoid_focal_loss")
                .On(d => [d.Real(2, 3), d.Between(0.2, 0.8, 2, 3)], xs => F.SigmoidFocalLoss(xs[0], xs[1]))
                .On(d => [d.Real(2, 3), d.Mask(2, 3)], xs => F.SigmoidFocalLoss(xs[0], xs[1].To(xs[0].DType), alpha: -1, gamma: 1.5, Reduction.Mean)),
            new OpRow("CtcLoss", "torch.nn.functional.ctc_loss")
                .On(d => [d.Real(5, 2, 4)], xs => F.CtcLoss(xs[0], Tensor.From([[1L, 2], [3L, 3]]), [5, 4], [2, 2], reduction: Reduction.None))
                .On(d => [d.Real(4, 3, 3)], xs => F.CtcLoss(xs[0].LogSoftmax(-1), Tensor.From([1L, 0, 1]), [4, 2, 0], [2, 1, 0], blank: 2))
                .On(d => [d.Real(4, 3)], xs => F.CtcLoss(xs[0], Tensor.From([1L, 2, 1]), [4], [3], reduction: Reduction.Sum)),
            new OpRow("DiceLoss", "")
                .On(d => [d.Between(0.2, 0.8, 2, 3, 2), d.Between(0.2, 0.8, 2, 3, 2)], xs => F.DiceLoss(xs[0], xs[1]))
                .On(d => [d.Between(0.2, 0.8, 4), d.Between(0.2, 0.8, 4)], xs => F.DiceLoss(xs[0], xs[1], 0.1, Reduction.None)),
        ];
        foreach (var row in rows) row.OnIntegers(IntegerResult.Untested);
        return rows;
    }

    /// <summary>A loss whose target is 1 or -1.</summary>
    private static OpRow Signed(string name, string torch, Differentiability kind, Func<Tensor, Tensor, Reduction, Tensor> f) =>
        new OpRow(name, "torch.nn.functional." + torch, kind)
            .On(d => [d.OnGrid(0, 2, 3), d.Mask(2, 3)], xs => f(xs[0], Sign(xs[1]), Reduction.Mean))
            .On(d => Alike(d), xs => f(xs[0], Sign(xs[1]), Reduction.None));

    private static Tensor[] Alike(Dice d)
    {
        var shape = d.Shape();
        return [d.OnGrid(0, shape), d.Mask(shape)];
    }

    private static Tensor Sign(Tensor mask) => mask.Long() * 2 - 1;
}
