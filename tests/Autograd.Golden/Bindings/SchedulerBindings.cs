using System.Text.Json;
using Autograd.Optim;

namespace Autograd.Golden;

/// <summary>The learning rates that schedulers set on SGD, and its momentum.</summary>
internal static class SchedulerBindings
{
    private static readonly Dictionary<string, Func<Optimizer, Arguments, EpochScheduler>> ByEpoch = new(StringComparer.Ordinal)
    {
        ["StepLR"] = static (o, k) => new StepLR(o, k.Int("step_size"), k.Double("gamma", 0.1)),
        ["MultiStepLR"] = static (o, k) => new MultiStepLR(o, k.Ints("milestones"), k.Double("gamma", 0.1)),
        ["ConstantLR"] = static (o, k) => new ConstantLR(o, k.Double("factor", 1.0 / 3), k.Int("total_iters", 5)),
        ["LinearLR"] = static (o, k) => new LinearLR(o, k.Double("start_factor", 1.0 / 3), k.Double("end_factor", 1), k.Int("total_iters", 5)),
        ["ExponentialLR"] = static (o, k) => new ExponentialLR(o, k.Double("gamma")),
        ["PolynomialLR"] = static (o, k) => new PolynomialLR(o, k.Int("total_iters", 5), k.Double("power", 1)),
        ["CosineAnnealingLR"] = static (o, k) => new CosineAnnealingLR(o, k.Int("T_max"), k.Double("eta_min", 0)),
        ["CosineAnnealingWarmRestarts"] = static (o, k) => new CosineAnnealingWarmRestarts(o, k.Int("T_0"), k.Int("T_mult", 1), k.Double("eta_min", 0)),
        ["LambdaLR"] = static (o, k) => new LambdaLR(o, epoch => 1 / (1 + k.Double("decay") * epoch)),
        ["MultiplicativeLR"] = static (o, k) => new MultiplicativeLR(o, _ => k.Double("factor")),
        ["OneCycleLR"] = static (o, k) => new OneCycleLR(
            o, Numbers(k, "max_lr", 0), k.OptionalInt("total_steps"), k.OptionalInt("epochs"), k.OptionalInt("steps_per_epoch"), k.Double("pct_start", 0.3), Strategy(k),
            k.Bool("cycle_momentum", true), Numbers(k, "base_momentum", 0.85), Numbers(k, "max_momentum", 0.95), k.Double("div_factor", 25), k.Double("final_div_factor", 1e4), k.Bool("three_phase")),
        ["CyclicLR"] = static (o, k) => new CyclicLR(
            o, Numbers(k, "base_lr", 0), Numbers(k, "max_lr", 0), k.Int("step_size_up", 2000), k.OptionalInt("step_size_down"),
            k.Text("mode", "triangular") switch { "triangular" => CyclicMode.Triangular, "triangular2" => CyclicMode.Triangular2, _ => CyclicMode.ExpRange }, k.Double("gamma", 1),
            cycleMomentum: k.Bool("cycle_momentum", true), baseMomentum: Numbers(k, "base_momentum", 0.8), maxMomentum: Numbers(k, "max_momentum", 0.9)),
        ["SWALR"] = static (o, k) => new SWALR(o, Numbers(k, "swa_lr", 0), k.Int("anneal_epochs", 10), Strategy(k)),
    };

    public static BindingTable Table { get; } = Make();

    private static BindingTable Make()
    {
        var table = new BindingTable
        {
            { "sched.ReduceLROnPlateau", a => Follow(a, static (o, k) => Plateau(o, k), static (s, a, step) => s.Step(a.Tensor("metrics").ToArray<double>()[step])) },
            { "sched.SequentialLR", a => Follow(a, static (o, k) => new SequentialLR(o, Several(o, k), k.Ints("milestones"))) },
            { "sched.ChainedScheduler", a => Follow(a, static (o, k) => new ChainedScheduler(Several(o, k))) },
        };
        foreach (var (name, make) in ByEpoch) table.Add("sched." + name, a => Follow(a, make, static (s, a, step) => Step(s, a, step)));
        return table;
    }

    private static void Step(EpochScheduler scheduler, CaseArguments a, int step)
    {
        if (a.Argument("epochs") is not { } epochs) scheduler.Step();
        else if (scheduler is CosineAnnealingWarmRestarts restarts) restarts.Step(GoldenTensor.ToDouble(epochs[step]));
        else throw new UnboundException("a step to an epoch, which PyTorch deprecates");
    }

    private static Tensor[] Follow(CaseArguments a, Func<Optimizer, Arguments, LRScheduler> make) => Follow(a, make, static (s, _, _) => s.Step());

    private static Tensor[] Follow<T>(CaseArguments a, Func<Optimizer, Arguments, T> make, Action<T, CaseArguments, int> step)
        where T : Scheduler
    {
        var parameter = Tensor.Zeros([1], DType.Float64).RequiresGradInPlace();
        parameter.Grad = Tensor.Zeros([1], DType.Float64);
        var sgd = new SGD([parameter], a.Double("lr"), a.Double("momentum", 0));
        var scheduler = make(sgd, new Arguments(a.Argument("kwargs") ?? default(JsonElement)));
        var group = sgd.ParamGroups[0].Options;
        var (rates, momenta) = (new List<double> { group.Lr }, new List<double> { group.Momentum });
        for (int i = 0; i < a.Int("steps"); i++)
        {
            sgd.Step();
            step(scheduler, a, i);
            group = sgd.ParamGroups[0].Options;
            rates.Add(group.Lr);
            momenta.Add(group.Momentum);
        }
        return a.Argument("momentum") is null ? [From(rates)] : [From(rates), From(momenta)];
    }

    private static ReduceLROnPlateau Plateau(Optimizer o, Arguments k) => new(
        o, k.Text("mode", "min") == "max" ? PlateauMode.Max : PlateauMode.Min, k.Double("factor", 0.1), k.Int("patience", 10), k.Double("threshold", 1e-4),
        k.Text("threshold_mode", "rel") == "abs" ? ThresholdMode.Abs : ThresholdMode.Rel, k.Int("cooldown", 0), Numbers(k, "min_lr", 0), k.Double("eps", 1e-8));

    private static EpochScheduler[] Several(Optimizer o, Arguments k) =>
        [.. k.Argument("schedulers")!.Value.EnumerateArray().Select(s => ByEpoch[s.GetProperty("name").GetString()!](o, new Arguments(s.GetProperty("kwargs"))))];

    private static AnnealStrategy Strategy(Arguments k) => k.Text("anneal_strategy", "cos") == "linear" ? AnnealStrategy.Linear : AnnealStrategy.Cos;

    private static PerGroup Numbers(Arguments k, string name, double absent) => k.Argument(name) is not { } value ? absent
        : value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray().Select(GoldenTensor.ToDouble)]
        : GoldenTensor.ToDouble(value);

    private static Tensor From(List<double> values) => Tensor.From<double>([.. values], values.Count);
}
