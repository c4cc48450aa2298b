using F = Autograd.NN.Functional;

namespace Autograd.Golden;

/// <summary>Losses of margins, distances and likelihoods, as functions.</summary>
internal static class MarginLossBindings
{
    public static BindingTable Table { get; } = new()
    {
        { "nn.functional.hinge_embedding_loss", a => F.HingeEmbeddingLoss(a.Tensor("input"), a.Tensor("target"), a.Double("margin", 1), Reduced(a), broadcast: true) },
        { "nn.functional.soft_margin_loss", a => F.SoftMarginLoss(a.Tensor("input"), a.Tensor("target"), Reduced(a), broadcast: true) },
        { "nn.functional.margin_ranking_loss", a => F.MarginRankingLoss(a.Tensor("input1"), a.Tensor("input2"), a.Tensor("target"), a.Double("margin", 0), Reduced(a)) },
        { "nn.functional.multi_margin_loss", a => F.MultiMarginLoss(a.Tensor("input"), a.Tensor("target"), a.Int("p", 1), a.Double("margin", 1), a.OptionalTensor("weight"), Reduced(a)) },
        { "nn.functional.multilabel_margin_loss", a => F.MultilabelMarginLoss(a.Tensor("input"), a.Tensor("target"), Reduced(a)) },
        { "nn.functional.multilabel_soft_margin_loss", a => F.MultilabelSoftMarginLoss(a.Tensor("input"), a.Tensor("target"), a.OptionalTensor("weight"), Reduced(a)) },
        { "nn.functional.poisson_nll_loss", a => F.PoissonNllLoss(a.Tensor("input"), a.Tensor("target"), a.Bool("log_input", true), a.Bool("full"), a.Double("eps", 1e-8), Reduced(a), broadcast: true) },
        { "nn.functional.gaussian_nll_loss", a => F.GaussianNllLoss(a.Tensor("input"), a.Tensor("target"), a.Tensor("var"), a.Bool("full"), a.Double("eps", 1e-6), Reduced(a), broadcast: true) },
        { "nn.functional.ctc_loss", a => F.CtcLoss(a.Tensor("log_probs"), a.Tensor("targets"), a.Ints("input_lengths"), a.Ints("target_lengths"), a.Int("blank", 0), Reduced(a), a.Bool("zero_infinity")) },
        { "nn.functional.cosine_similarity", a => F.CosineSimilarity(a.Tensor("x1"), a.Tensor("x2"), a.Int("dim", 1), a.Double("eps", 1e-8)) },
        { "nn.functional.pairwise_distance", a => F.PairwiseDistance(a.Tensor("x1"), a.Tensor("x2"), a.Double("p", 2), a.Double("eps", 1e-6), a.Bool("keepdim")) },
        { "nn.functional.pdist", a => F.PDist(a.Tensor("input"), a.Double("p", 2)) },
        { "cdist", a => Tensor.CDist(a.Tensor("x1"), a.Tensor("x2"), a.Double("p", 2)) },
        { "nn.functional.cosine_embedding_loss", a => F.CosineEmbeddingLoss(a.Tensor("input1"), a.Tensor("input2"), a.Tensor("target"), a.Double("margin", 0), Reduced(a)) },
        { "nn.functional.triplet_margin_loss", a => F.TripletMarginLoss(a.Tensor("anchor"), a.Tensor("positive"), a.Tensor("negative"), a.Double("margin", 1), a.Double("p", 2), a.Double("eps", 1e-6), a.Bool("swap"), Reduced(a)) },
        { "nn.functional.triplet_margin_with_distance_loss", a => F.TripletMarginWithDistanceLoss(a.Tensor("anchor"), a.Tensor("positive"), a.Tensor("negative"), null, a.Double("margin", 1), a.Bool("swap"), Reduced(a)) },
    };

    private static Reduction Reduced(CaseArguments a) => LossBindings.Reduction(a);
}
