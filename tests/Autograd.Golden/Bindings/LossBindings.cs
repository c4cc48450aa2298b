using F = Autograd.NN.Functional;

namespace Autograd.Golden;

/// <summary>Layers and losses as functions.</summary>
internal static class LossBindings
{
    public static BindingTable Table { get; } = new()
    {
        { "nn.functional.linear", a => F.Linear(a.Tensor("input"), a.Tensor("weight"), a.OptionalTensor("bias")) },
        { "nn.functional.dropout", a => F.Dropout(a.Tensor("input"), a.Double("p", 0.5), a.Bool("training", true)) },
        { "nn.functional.dropout2d", a => F.Dropout2d(a.Tensor("input"), a.Double("p", 0.5), a.Bool("training", true)) },
        { "nn.functional.cross_entropy", a => F.CrossEntropy(a.Tensor("input"), a.Tensor("target"), a.OptionalTensor("weight"), a.Long("ignore_index", -100), Reduction(a), a.Double("label_smoothing", 0)) },
        { "nn.functional.nll_loss", a => F.NllLoss(a.Tensor("input"), a.Tensor("target"), a.OptionalTensor("weight"), a.Long("ignore_index", -100), Reduction(a)) },
        { "nn.functional.mse_loss", a => F.MseLoss(a.Tensor("input"), a.Tensor("target"), Reduction(a), broadcast: true) },
        { "nn.functional.l1_loss", a => F.L1Loss(a.Tensor("input"), a.Tensor("target"), Reduction(a)) },
        { "nn.functional.smooth_l1_loss", a => F.SmoothL1Loss(a.Tensor("input"), a.Tensor("target"), Reduction(a), a.Double("beta", 1)) },
        { "nn.functional.huber_loss", a => F.HuberLoss(a.Tensor("input"), a.Tensor("target"), Reduction(a), a.Double("delta", 1)) },
        { "nn.functional.binary_cross_entropy", a => F.BinaryCrossEntropy(a.Tensor("input"), a.Tensor("target"), a.OptionalTensor("weight"), Reduction(a)) },
        { "nn.functional.binary_cross_entropy_with_logits", a => F.BinaryCrossEntropyWithLogits(a.Tensor("input"), a.Tensor("target"), a.OptionalTensor("weight"), Reduction(a), a.OptionalTensor("pos_weight")) },
        { "nn.functional.kl_div", a => F.KlDiv(a.Tensor("input"), a.Tensor("target"), Reduction(a), a.Bool("log_target")) },
    };

    public static Reduction Reduction(Arguments a) => a.Text("reduction", "mean") switch
    {
        "mean" => Autograd.Reduction.Mean,
        "sum" => Autograd.Reduction.Sum,
        "batchmean" => Autograd.Reduction.BatchMean,
        "none" => Autograd.Reduction.None,
        var other => throw new UnboundException($"reduction {other}"),
    };
}
