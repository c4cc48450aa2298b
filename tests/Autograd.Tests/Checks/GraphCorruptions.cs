using Autograd.Checks;
using static Autograd.Checks.GradCheckCause;
using static Autograd.Tests.Checks.Planting;

namespace Autograd.Tests.Checks;

/// <summary>Graphs that are cut, and rules that are wrong only in a mode or at an order.</summary>
internal static class GraphCorruptions
{
    private static readonly PlantedOp Exp = PlantedOp.Map(x => x.Exp(), x => x.Exp());

    public static IReadOnlyList<Corruption> All { get; } =
    [
        Cut("a detached input", "Sin", xs => xs[0].Sin() * xs[1], xs => xs[0].Detach().Sin() * xs[1]),
        Cut("a part under NoGrad", "Exp", xs => xs[0].Exp() * xs[1], xs => NoGrad.Run(() => xs[0].Exp()) * xs[1]),
        Cut("values read and made a tensor again", "Tanh", xs => xs[0].Tanh() * xs[1], xs => Tensor.From<double>(xs[0].Tanh().ToArray<double>(), xs[0].Shape) * xs[1]),
        Cut("a rule that gives nothing", "PlantedBackward", xs => xs[0] * xs[1], xs => new PlantedOp(v => v[0] * v[1], (v, g) => [null, g * v[0]], (v, t) => (t[0] ?? Tensor.ZerosLike(v[0])) * v[1] + v[0] * (t[1] ?? Tensor.ZerosLike(v[1]))).Apply(xs)),
        Cut("a rule that gives zeros", "PlantedBackward", xs => xs[0] * xs[1], xs => new PlantedOp(v => v[0] * v[1], (v, g) => [g * 0.0, g * v[0]], (v, t) => (t[0] ?? Tensor.ZerosLike(v[0])) * v[1] + v[0] * (t[1] ?? Tensor.ZerosLike(v[1]))).Apply(xs)),
        new("one of two equal factors detached", 1, GradCheckKind.Backward, 1, One, xs => xs[0] * xs[0], xs => xs[0] * xs[0].Detach(), Factor),
        At2("the slope held constant", xs => xs[0].Sin(), x => x.Sin(), x => x.Detach().Cos()),
        At2("the slope computed under NoGrad", xs => xs[0].Exp(), x => x.Exp(), x => NoGrad.Run(() => x.Exp())),
        At2("the slope read and made a tensor again", xs => xs[0].Exp(), x => x.Exp(), x => Tensor.From<double>(x.Exp().ToArray<double>(), x.Shape)),
        At2("one of two factors of the slope held constant", xs => xs[0] * xs[0] * xs[0], x => x * x * x, x => 3 * x * x.Detach()),
        Forward("forward mode: the sign", (v, t) => -(t[0]! * v[0].Exp())),
        Forward("forward mode: the slope forgotten", (v, t) => t[0]!),
        Forward("forward mode: one element", (v, t) => (t[0]! * v[0].Exp()).Reshape(-1).SetItem(0.5, 3).Reshape(2, 3)),
        new("wrong when recorded, in one element", 2, GradCheckKind.Recorded, 1, One, xs => Exp.Apply(xs[0]), xs => PlantedOp.Map(x => x.Exp(), x => EnableGrad.IsEnabled ? x.Exp().Reshape(-1).SetItem(0.5, 3).Reshape(2, 3) : x.Exp()).Apply(xs[0]), RecordedPass),
        new("strides taken for those of the transpose", 1, GradCheckKind.Backward, 1, Strided, xs => PlantedOp.Map(x => x.Sin(), x => x.Cos()).Apply(xs[0]), xs => PlantedOp.Map(x => x.Sin(), x => x.IsContiguous ? x.Cos() : x.Cos() * 1.5).Apply(xs[0]), StridedInput),
    ];

    private static Tensor[] One() => [Random(1, 2, 3)];

    private static Tensor[] Strided() => [Random(1, 3, 4).Detach().Transpose(0, 1).RequiresGradInPlace()];

    private static Corruption Cut(string name, string op, Func<Tensor[], Tensor> right, Func<Tensor[], Tensor> wrong) =>
        new(name, 1, GradCheckKind.Backward, 1, () => [Random(1, 2, 3), Random(2, 2, 3)], right, wrong, Zero, op);

    private static Corruption At2(string name, Func<Tensor[], Tensor> right, Func<Tensor, Tensor> value, Func<Tensor, Tensor> slope) =>
        new(name, 2, GradCheckKind.Backward, 2, One, right, xs => PlantedOp.Map(value, slope).Apply(xs[0]), HigherOrder);

    private static Corruption Forward(string name, Func<Tensor[], Tensor?[], Tensor> forward) =>
        new(name, 1, GradCheckKind.Forward, 1, One, xs => Exp.Apply(xs[0]), xs => (Exp with { Forward = forward }).Apply(xs[0]), ForwardMode);
}
