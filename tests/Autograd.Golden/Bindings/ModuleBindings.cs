using Autograd.NN;

namespace Autograd.Golden;

/// <summary>Modules: made from their constructor arguments, loaded with the case's state, run on its inputs.</summary>
internal static class ModuleBindings
{
    internal delegate Module Maker(Arguments init, CaseArguments a);

    public static BindingTable Table { get; } = Build(
        ("Linear", (i, _) => new Linear(i.Int("in_features"), i.Int("out_features"), i.Bool("bias", true))),
        ("Identity", (_, _) => new Identity()),
        ("Flatten", (i, _) => new Flatten(i.Int("start_dim", 1), i.Int("end_dim", -1))),
        ("Unflatten", (i, _) => new Unflatten(i.Int("dim"), i.Ints("unflattened_size"))),
        ("Dropout", (i, _) => new Dropout(i.Double("p", 0.5))),
        ("ReLU", (_, _) => new ReLU()),
        ("ReLU6", (_, _) => new ReLU6()),
        ("LeakyReLU", (i, _) => new LeakyReLU(i.Double("negative_slope", 0.01))),
        ("PReLU", (i, _) => new PReLU(i.Int("num_parameters", 1), i.Double("init", 0.25))),
        ("ELU", (i, _) => new ELU(i.Double("alpha", 1))),
        ("SELU", (_, _) => new SELU()),
        ("CELU", (i, _) => new CELU(i.Double("alpha", 1))),
        ("GELU", (i, _) => new GELU(string.Equals(i.Text("approximate", "none"), "tanh", StringComparison.Ordinal) ? GELUApproximation.Tanh : GELUApproximation.None)),
        ("SiLU", (_, _) => new SiLU()),
        ("Mish", (_, _) => new Mish()),
        ("Softplus", (i, _) => new Softplus(i.Double("beta", 1), i.Double("threshold", 20))),
        ("Threshold", (i, _) => new Threshold(i.Double("threshold"), i.Double("value"))),
        ("Tanh", (_, _) => new Tanh()),
        ("Sigmoid", (_, _) => new Sigmoid()),
        ("LogSigmoid", (_, _) => new LogSigmoid()),
        ("Softsign", (_, _) => new Softsign()),
        ("Tanhshrink", (_, _) => new Tanhshrink()),
        ("Hardtanh", (i, _) => new Hardtanh(i.Double("min_val", -1), i.Double("max_val", 1))),
        ("Hardsigmoid", (_, _) => new Hardsigmoid()),
        ("Hardswish", (_, _) => new Hardswish()),
        ("Hardshrink", (i, _) => new Hardshrink(i.Double("lambd", 0.5))),
        ("Softshrink", (i, _) => new Softshrink(i.Double("lambd", 0.5))),
        ("Softmax", (i, _) => new Softmax(Dim(i))),
        ("Softmin", (i, _) => new Softmin(Dim(i))),
        ("LogSoftmax", (i, _) => new LogSoftmax(Dim(i))),
        ("CrossEntropyLoss", (i, a) => new CrossEntropyLoss(Weight(a), i.Long("ignore_index", -100), LossBindings.Reduction(i), i.Double("label_smoothing", 0))),
        ("NLLLoss", (i, a) => new NLLLoss(Weight(a), i.Long("ignore_index", -100), LossBindings.Reduction(i))),
        ("MSELoss", (i, _) => new MSELoss(LossBindings.Reduction(i))),
        ("L1Loss", (i, _) => new L1Loss(LossBindings.Reduction(i))),
        ("SmoothL1Loss", (i, _) => new SmoothL1Loss(LossBindings.Reduction(i), i.Double("beta", 1))),
        ("HuberLoss", (i, _) => new HuberLoss(LossBindings.Reduction(i), i.Double("delta", 1))),
        ("BCELoss", (i, a) => new BCELoss(Weight(a), LossBindings.Reduction(i))),
        ("BCEWithLogitsLoss", (i, a) => new BCEWithLogitsLoss(Weight(a), LossBindings.Reduction(i), a.OptionalTensor("init.pos_weight"))),
        ("KLDivLoss", (i, _) => new KLDivLoss(LossBindings.Reduction(i), i.Bool("log_target"))));

    internal static BindingTable Build(params ReadOnlySpan<(string Name, Maker Make)> modules)
    {
        var table = new BindingTable();
        foreach (var (name, make) in modules) table.Add("nn." + name, a => Run(make(new Arguments(a.Argument("init") ?? default), a), a));
        return table;
    }

    public static Tensor Run(Module module, CaseArguments a) =>
        Run(module, a, m => a.OptionalTensor("target") is { } target ? m.Forward(a.Tensor("input"), target) : m.Forward(a.Tensor("input")));

    /// <summary>A module with the case's state, called as its forward takes it.</summary>
    public static Tensor Run(Module module, CaseArguments a, Func<Module, Tensor> call) => RunAll(module, a, m => [call(m)])[0];

    /// <summary>A module of several outputs.</summary>
    public static Tensor[] RunAll(Module module, CaseArguments a, Func<Module, Tensor[]> call)
    {
        module.To(DType.Float64).Train(a.Bool("training", true));
        // Tensors that the constructor was given, weights of losses, are state already.
        var keys = module.StateDict().Keys.Where(key => a.OptionalTensor("init." + key) is null);
        module.LoadStateDict(keys.ToDictionary(static key => key, key => a.Tensor("state." + key), StringComparer.Ordinal), strict: false);
        foreach (var (name, parameter) in module.NamedParameters()) a.SetLeaf("state." + name, parameter);
        return call(module);
    }

    private static int Dim(Arguments i) => i.OptionalInt("dim") ?? throw new UnboundException("a softmax whose dimension follows from the rank, which PyTorch deprecates");

    private static Tensor? Weight(CaseArguments a) => a.OptionalTensor("init.weight");
}
