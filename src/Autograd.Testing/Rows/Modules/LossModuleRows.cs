using Autograd.NN;

namespace Autograd.Testing;

/// <summary>Losses of classes, numbers and likelihoods; targets are differentiated where they are numbers.</summary>
internal static class LossModuleRows
{
    public static IEnumerable<ModuleRow> All() =>
    [
        new ModuleRow<CrossEntropyLoss>()
            .On(() => new CrossEntropyLoss(), d => d.Real(4, 3), d => d.Index(3, 4))
            .On(() => new CrossEntropyLoss(ClassWeights(), ignoreIndex: 5, Reduction.Sum, labelSmoothing: 0.1), d => d.Real(4, 3), d => d.Index(3, 4))
            .On(() => new CrossEntropyLoss(ClassWeights()), d => d.Real(4, 3), d => d.Positive(4, 3)),
        new ModuleRow<NLLLoss>()
            .On(() => new NLLLoss(), d => d.Real(4, 3), d => d.Index(3, 4))
            .On(() => new NLLLoss(ClassWeights(), reduction: Reduction.None), d => d.Real(2, 3, 2), d => d.Index(3, 2, 2)),
        new ModuleRow<MSELoss>().On(() => new MSELoss(), d => d.Real(2, 3), d => d.Real(2, 3)),
        new ModuleRow<L1Loss>().On(() => new L1Loss(Reduction.Sum), Near, Far),
        new ModuleRow<SmoothL1Loss>().On(() => new SmoothL1Loss(beta: 0.8), Near, Far),
        new ModuleRow<HuberLoss>().On(() => new HuberLoss(Reduction.None, 0.8), Near, Far),
        new ModuleRow<LogCoshLoss>().On(() => new LogCoshLoss(), Near, Far),
        new ModuleRow<MAPELoss>().On(() => new MAPELoss(), Near, Far),
        new ModuleRow<QuantileLoss>().On(() => new QuantileLoss(0.3), Near, Far),
        new ModuleRow<BCELoss>()
            .On(() => new BCELoss(), Share, Share)
            .On(() => new BCELoss(ClassWeights(), Reduction.Sum), Share, Share),
        new ModuleRow<BCEWithLogitsLoss>()
            .On(() => new BCEWithLogitsLoss(), d => d.NonZero(2, 3), Share)
            .On(() => new BCEWithLogitsLoss(ClassWeights(), Reduction.None, ClassWeights()), d => d.NonZero(2, 3), Share),
        new ModuleRow<KLDivLoss>()
            .On(() => new KLDivLoss(), d => d.Real(2, 3), d => d.Positive(2, 3))
            .On(() => new KLDivLoss(Reduction.BatchMean, logTarget: true), d => d.Real(2, 3), d => d.Real(2, 3)),
        new ModuleRow<PoissonNLLLoss>()
            .On(() => new PoissonNLLLoss(), d => d.Real(2, 3), d => d.Positive(2, 3))
            .On(() => new PoissonNLLLoss(logInput: false, full: true), d => d.Positive(2, 3), d => d.Between(1.2, 4, 2, 3)),
        new ModuleRow<GaussianNLLLoss>().On(() => new GaussianNLLLoss(full: true), d => d.Real(2, 3), d => d.Real(2, 3), d => d.Positive(2, 3)),
        new ModuleRow<SigmoidFocalLoss>().On(() => new SigmoidFocalLoss(), d => d.Real(2, 3), Share),
        new ModuleRow<DiceLoss>().On(() => new DiceLoss(), Share, Share),
        new ModuleRow<CTCLoss>().On(
            () => new CTCLoss(),
            d => [d.Real(5, 2, 4), Tensor.From([[1L, 2], [3L, 3]]), Tensor.From([5L, 4]), Tensor.From([2L, 2])],
            (loss, xs) => [loss.Forward(xs[0], xs[1], xs[2], xs[3])]),
        new ModuleRow<AdaptiveLogSoftmaxWithLoss>()
            .On(() => new AdaptiveLogSoftmaxWithLoss(4, 8, [2, 5], divValue: 2), d => [d.Real(4, 4), Tensor.From([1L, 7, 3, 6])], (m, xs) => Both(m.Forward(xs[0], xs[1])))
            .On(() => new AdaptiveLogSoftmaxWithLoss(3, 4, [3], divValue: 1.5, headBias: true), d => [d.Real(3), Tensor.Scalar(3, DType.Int64)], (m, xs) => Both(m.Forward(xs[0], xs[1]))),
    ];

    private static Tensor[] Both((Tensor Output, Tensor Loss) result) => [result.Output, result.Loss];

    private static Tensor ClassWeights() => Tensor.From([0.5f, 1, 2]);

    // Differences that stay away from 0 and from 0.8, where the losses have kinks.
    private static Tensor Near(Dice d) => d.OnGrid(0, 2, 3);

    private static Tensor Far(Dice d) => d.OnGrid(0.4, 2, 3);

    private static Tensor Share(Dice d) => d.Between(0.2, 0.8, 2, 3);
}
