using Autograd.NN;

namespace Autograd.Golden;

/// <summary>Losses and distances as modules, called with their inputs in PyTorch's order.</summary>
internal static class LossModuleBindings
{
    private delegate Module Maker(Arguments init, CaseArguments a);

    public static BindingTable Table { get; } = Build(
        ("HingeEmbeddingLoss", ["input", "target"], (i, _) => new HingeEmbeddingLoss(i.Double("margin", 1), Reduced(i))),
        ("SoftMarginLoss", ["input", "target"], (i, _) => new SoftMarginLoss(Reduced(i))),
        ("MarginRankingLoss", ["input1", "input2", "target"], (i, _) => new MarginRankingLoss(i.Double("margin", 0), Reduced(i))),
        ("MultiMarginLoss", ["input", "target"], (i, a) => new MultiMarginLoss(i.Int("p", 1), i.Double("margin", 1), Weight(a), Reduced(i))),
        ("MultiLabelMarginLoss", ["input", "target"], (i, _) => new MultiLabelMarginLoss(Reduced(i))),
        ("MultiLabelSoftMarginLoss", ["input", "target"], (i, a) => new MultiLabelSoftMarginLoss(Weight(a), Reduced(i))),
        ("PoissonNLLLoss", ["log_input", "target"], (i, _) => new PoissonNLLLoss(i.Bool("log_input", true), i.Bool("full"), i.Double("eps", 1e-8), Reduced(i))),
        ("GaussianNLLLoss", ["input", "target", "var"], (i, _) => new GaussianNLLLoss(i.Bool("full"), i.Double("eps", 1e-6), Reduced(i))),
        ("CosineSimilarity", ["x1", "x2"], (i, _) => new CosineSimilarity(i.Int("dim", 1), i.Double("eps", 1e-8))),
        ("PairwiseDistance", ["x1", "x2"], (i, _) => new PairwiseDistance(i.Double("p", 2), i.Double("eps", 1e-6), i.Bool("keepdim"))),
        ("CosineEmbeddingLoss", ["input1", "input2", "target"], (i, _) => new CosineEmbeddingLoss(i.Double("margin", 0), Reduced(i))),
        ("TripletMarginLoss", ["anchor", "positive", "negative"], (i, _) => new TripletMarginLoss(i.Double("margin", 1), i.Double("p", 2), i.Double("eps", 1e-6), i.Bool("swap"), Reduced(i))),
        ("TripletMarginWithDistanceLoss", ["anchor", "positive", "negative"], (i, _) => new TripletMarginWithDistanceLoss(null, i.Double("margin", 1), i.Bool("swap"), Reduced(i))));

    private static BindingTable Build(params ReadOnlySpan<(string Name, string[] Inputs, Maker Make)> modules)
    {
        var table = new BindingTable();
        foreach (var (name, inputs, make) in modules)
        {
            table.Add("nn." + name, a =>
            {
                var module = make(new Arguments(a.Argument("init") ?? default), a).Train(a.Bool("training", true));
                // A module whose first input has another name in a case takes it as input.
                Tensor[] x = [.. inputs.Select((input, k) => k == 0 && !a.IsTensor(input) ? a.Tensor("input") : a.Tensor(input))];
                return x.Length == 2 ? module.Forward(x[0], x[1]) : module.Forward(x[0], x[1], x[2]);
            });
        }
        return table;
    }

    /// <summary>Losses of more inputs than three, or with more outputs than one.</summary>
    public static BindingTable Others { get; } = new()
    {
        { "nn.AdaptiveLogSoftmaxWithLoss", Adaptive },
        {
            "nn.CTCLoss", a =>
            {
                var i = new Arguments(a.Argument("init") ?? default);
                return new CTCLoss(i.Int("blank", 0), Reduced(i), i.Bool("zero_infinity")).Forward(a.Tensor("log_probs"), a.Tensor("targets"), Lengths(a, "input_lengths"), Lengths(a, "target_lengths"));
            }
        },
    };

    private static Tensor[] Adaptive(CaseArguments a)
    {
        var i = new Arguments(a.Argument("init") ?? default);
        var layer = new AdaptiveLogSoftmaxWithLoss(i.Int("in_features"), i.Int("n_classes"), i.Ints("cutoffs"), i.Double("div_value", 4), i.Bool("head_bias"));
        return ModuleBindings.RunAll(layer, a, _ =>
        {
            var (output, loss) = layer.Forward(a.Tensor("input_"), a.Tensor("target_"));
            return [output, loss];
        });
    }

    /// <summary>Lengths are tensors, or integers of the call.</summary>
    private static Tensor Lengths(CaseArguments a, string name) =>
        a.OptionalTensor(name) ?? Tensor.From(new Arguments(a.Argument("call") ?? default).OptionalInts(name) ?? a.Ints(name));

    private static Tensor? Weight(CaseArguments a) => a.OptionalTensor("init.weight");

    private static Reduction Reduced(Arguments i) => LossBindings.Reduction(i);
}
