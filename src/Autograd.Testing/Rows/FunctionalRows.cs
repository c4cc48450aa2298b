using static Autograd.Testing.Differentiability;
using static Autograd.Testing.IntegerResult;
using F = Autograd.NN.Functional;

namespace Autograd.Testing;

/// <summary>Functions of the functional namespace that are no method of a tensor.</summary>
internal static class FunctionalRows
{
    public static IEnumerable<OpRow> All()
    {
        OpRow[] rows =
        [
            new OpRow("PReLU", "torch.nn.functional.prelu", Piecewise)
                .On(d => [d.NonZero(2, 3, 2), d.Positive(3)], xs => F.PReLU(xs[0], xs[1]))
                .On(d => [d.NonZero(d.Shape(1)), d.Positive(1)], xs => F.PReLU(xs[0], xs[1])),
            new OpRow("Softmin", "torch.nn.functional.softmin").On(d => d.Real(d.Shape(1)), x => F.Softmin(x, -1)),
            new OpRow("Linear", "torch.nn.functional.linear")
                .ByRow(x => F.Linear(x, Row.Weights(x, 17, x.Shape[1]), Row.Weights(x, 17)))
                .On(d => [d.Real(d.Size(), 3), d.Real(2, 3), d.Real(2)], xs => F.Linear(xs[0], xs[1], xs[2]))
                .On(d => [d.Real(2, d.Size(), 3), d.Real(4, 3)], xs => F.Linear(xs[0], xs[1]))
                .On(d => [d.Real(3), d.Real(4, 3), d.Real(4)], xs => F.Linear(xs[0], xs[1], xs[2])),
            new OpRow("Dropout", "torch.nn.functional.dropout").Linear()
                .On(d => d.Real(d.Shape()), x => F.Dropout(x, 0.4, training: true, new Generator(7)))
                .On(d => d.Real(d.Shape()), x => F.Dropout(x, 0.4, training: false)),
            new OpRow("Dropout2d", "torch.nn.functional.dropout2d").Linear()
                .On(d => d.Real(2, 3, 2, 2), x => F.Dropout2d(x, 0.4, training: true, new Generator(7))),
            new OpRow("OneHot", "torch.nn.functional.one_hot", NotDifferentiable).On(d => [d.Index(4, 2, 3)], xs => F.OneHot(xs[0], 4)),
            new OpRow("CrossEntropy", "torch.nn.functional.cross_entropy")
                .On(d => [d.Real(4, 3), d.Index(3, 4)], xs => F.CrossEntropy(xs[0], xs[1]))
                .On(d => [d.Real(4, 3), d.Index(3, 4)], xs => F.CrossEntropy(xs[0], xs[1], reduction: Reduction.Sum, labelSmoothing: 0.1))
                .On(d => [d.Real(4, 3), Ignoring(d)], xs => F.CrossEntropy(xs[0], xs[1], Tensor.From([0.5, 1, 2.0]).To(xs[0].DType), ignoreIndex: 1))
                .On(d => [d.Real(2, 3, 2), d.Index(3, 2, 2)], xs => F.CrossEntropy(xs[0], xs[1], reduction: Reduction.None))
                .On(d => [d.Real(4, 3), d.Positive(4, 3)], xs => F.CrossEntropy(xs[0], xs[1])),
            new OpRow("NllLoss", "torch.nn.functional.nll_loss")
                .On(d => [d.Real(4, 3), d.Index(3, 4)], xs => F.NllLoss(xs[0], xs[1]))
                .On(d => [d.Real(4, 3), Ignoring(d)], xs => F.NllLoss(xs[0], xs[1], Tensor.From([0.5, 1, 2.0]).To(xs[0].DType), ignoreIndex: 1)),
            Loss("MseLoss", "mse_loss", Smooth, (x, y, r) => F.MseLoss(x, y, r))
                .WithinBinary(default(SquaredError), Row.Real, Row.Real),
            Loss("L1Loss", "l1_loss", Piecewise, (x, y, r) => F.L1Loss(x, y, r))
                .WithinBinary(default(AbsoluteError), Row.OnGrid(0), Row.OnGrid(0.5)),
            Loss("SmoothL1Loss", "smooth_l1_loss", Piecewise, (x, y, r) => F.SmoothL1Loss(x, y, r, beta: 0.8)),
            Loss("HuberLoss", "huber_loss", Piecewise, (x, y, r) => F.HuberLoss(x, y, r, delta: 0.8))
                .WithinBinary(new HuberError(0.8, 1), Row.OnGrid(0), Row.OnGrid(0.5)),
            Loss("BinaryCrossEntropyWithLogits", "binary_cross_entropy_with_logits", Smooth, (x, y, r) => F.BinaryCrossEntropyWithLogits(x, y.Sigmoid(), reduction: r))
                .WithinBinary(default(BinaryCrossEntropyWithLogits), Row.NonZero, Row.Between(0.2, 0.8)),
            new OpRow("BinaryCrossEntropy", "torch.nn.functional.binary_cross_entropy")
                .WithinBinary(default(BinaryCrossEntropy), Row.Between(0.2, 0.8), Row.Between(0.2, 0.8))
                .On(d => [d.Between(0.2, 0.8, 2, 3), d.Between(0.2, 0.8, 2, 3)], xs => F.BinaryCrossEntropy(xs[0], xs[1]))
                .On(d => [d.Between(0.2, 0.8, 2, 3), d.Between(0.2, 0.8, 2, 3), d.Positive(3)], xs => F.BinaryCrossEntropy(xs[0], xs[1], xs[2], Reduction.Sum)),
            new OpRow("KlDiv", "torch.nn.functional.kl_div")
                .WithinBinary(default(KlDivergence), Row.Real, Row.Positive)
                .WithinBinary(default(KlDivergenceOfLogs), Row.Real, Row.Real)
                .On(d => [d.Real(2, 3), d.Positive(2, 3)], xs => F.KlDiv(xs[0], xs[1]))
                .On(d => [d.Real(2, 3), d.Positive(2, 3)], xs => F.KlDiv(xs[0], xs[1], Reduction.None))
                .On(d => [d.Real(2, 3), d.Real(2, 3)], xs => F.KlDiv(xs[0], xs[1], Reduction.Sum, logTarget: true)),
            new OpRow("get_T", "torch.Tensor.t").Linear().On(d => d.Real(2, 3), x => x.T),
            new OpRow("get_MT", "torch.Tensor.mT").Linear().On(d => d.Real(2, 3, 2), x => x.MT),
        ];
        foreach (var row in rows) row.OnIntegers(Untested);
        return rows;
    }

    /// <summary>A loss of two tensors, differentiated by both, whose difference stays away from 0 and from 0.8.</summary>
    internal static OpRow Loss(string name, string torch, Differentiability kind, Func<Tensor, Tensor, Reduction, Tensor> f) =>
        new OpRow(name, torch.Length == 0 ? "" : "torch.nn.functional." + torch, kind)
            .On(d => [d.OnGrid(0, 2, 3), d.OnGrid(0.4, 2, 3)], xs => f(xs[0], xs[1], Reduction.Mean))
            .On(d => [d.OnGrid(0, 2, 3), d.OnGrid(0.4, 2, 3)], xs => f(xs[0], xs[1], Reduction.Sum))
            .On(d => Alike(d), xs => f(xs[0], xs[1], Reduction.None));

    private static Tensor[] Alike(Dice d)
    {
        var shape = d.Shape();
        return [d.OnGrid(0, shape), d.OnGrid(0.4, shape)];
    }

    /// <summary>Classes of which one is certainly not the ignored one: a mean of nothing is NaN.</summary>
    private static Tensor Ignoring(Dice d) => Tensor.Cat([d.Index(3, 3), Tensor.From([2L])]);
}
