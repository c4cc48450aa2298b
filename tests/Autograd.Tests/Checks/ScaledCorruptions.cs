using Autograd.Checks;

namespace Autograd.Tests.Checks;

/// <summary>Errors in small elements beside large ones, which no norm over all of them shows.</summary>
internal static class ScaledCorruptions
{
    public static IReadOnlyList<Corruption> All { get; } =
    [
        Map("small elements beside a large one", x => x.Exp(), x => x.Exp(), x => x.Exp() * Tensor.From([-1.0, 5, 1]), 0, 20, 40),
        Map("one wrong sign beside a square of 1e16", x => x.Square(), x => 2 * x, x => 2 * x.Abs(), -1, 1e8),
        Map("one wrong sign beside a square of 1e-16", x => x.Square(), x => 2 * x, x => 2 * x.Abs(), 1, -1e-8),
        Map("wrong only at large x", x => x.Exp(), x => x.Exp(), x => x.Exp() * (1 + 1e-4 * x.Gt(30).Double()), 1, 2, 40),
        Map("wrong only at small x", x => x.Log(), x => 1 / x, x => 1 / x + 1e6 * x.Lt(1e-6).Double(), 1e-8, 1, 1e8),
        Map("an angle too large to step over", x => x.Sin(), x => x.Cos(), x => x.Cos() * (1 - 2 * x.Gt(1e6).Double()), 1, 1e8),
        Feature("one wrong sign beside a feature of 1e8", 1e8),
        Feature("one wrong sign beside a feature of 1e12", 1e12),
        Feature("one wrong sign of a feature of 1e-8", 1e-8, -1e-8),
    ];

    private static Corruption Map(string name, Func<Tensor, Tensor> f, Func<Tensor, Tensor> right, Func<Tensor, Tensor> wrong, params double[] at) => new(
        name,
        1,
        GradCheckKind.Backward,
        1,
        () => [Tensor.From(at).RequiresGradInPlace()],
        xs => PlantedOp.Map(f, right).Apply(xs[0]),
        xs => PlantedOp.Map(f, wrong).Apply(xs[0]));

    /// <summary>The sum of weighted features 1 and <paramref name="other"/>, differentiated by the weights; one slope has the wrong sign.</summary>
    private static Corruption Feature(string name, double other, double? slope = null)
    {
        var features = Tensor.From([1, other]);
        var wrong = slope is { } s ? Tensor.From([1, s]) : Tensor.From([-1, other]);
        PlantedOp Weigh(Tensor slopes) => new(ws => (ws[0] * features).Sum(), (_, g) => [g * slopes], (_, t) => (t[0]! * slopes).Sum());
        return new(name, 1, GradCheckKind.Backward, 1, () => [Tensor.From([0.5, 0.25]).RequiresGradInPlace()], ws => Weigh(features).Apply(ws[0]), ws => Weigh(wrong).Apply(ws[0]));
    }
}
