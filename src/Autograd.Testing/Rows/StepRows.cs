using static Autograd.Testing.Differentiability;
using static Autograd.Testing.Row;

namespace Autograd.Testing;

/// <summary>Steps, whose derivative is zero, and comparisons, which have none.</summary>
internal static class StepRows
{
    public static IEnumerable<OpRow> All() =>
    [
        Map("Sign", "torch.sign", default(SignFormula), x => x.Sign(), NonZero, ZeroAlmostEverywhere),
        Map("Floor", "torch.floor", default(FloorFormula), x => x.Floor(), OnGrid(0.25), ZeroAlmostEverywhere).OnIntegers(IntegerResult.Kept),
        Map("Ceil", "torch.ceil", default(CeilFormula), x => x.Ceil(), OnGrid(0.25), ZeroAlmostEverywhere).OnIntegers(IntegerResult.Kept),
        Map("Round", "torch.round", default(RoundFormula), x => x.Round(), OnGrid(0.25), ZeroAlmostEverywhere).OnIntegers(IntegerResult.Kept),
        Map("Trunc", "torch.trunc", default(TruncFormula), x => x.Trunc(), OnGrid(0.25), ZeroAlmostEverywhere).OnIntegers(IntegerResult.Kept),
        Map("Frac", "torch.frac", default(FracFormula), x => x.Frac(), OnGrid(0.25), Piecewise),
        Compare("Eq", "torch.eq", (x, y) => x.Eq(y), x => x.Eq(1)),
        Compare("Ne", "torch.ne", (x, y) => x.Ne(y), x => x.Ne(1)),
        Compare("Lt", "torch.lt", (x, y) => x.Lt(y), x => x.Lt(1)),
        Compare("Le", "torch.le", (x, y) => x.Le(y), x => x.Le(1)),
        Compare("Gt", "torch.gt", (x, y) => x.Gt(y), x => x.Gt(1)),
        Compare("Ge", "torch.ge", (x, y) => x.Ge(y), x => x.Ge(1)),
        Compare("LogicalAnd", "torch.logical_and", (x, y) => x.LogicalAnd(y)),
        Compare("LogicalOr", "torch.logical_or", (x, y) => x.LogicalOr(y)),
        Compare("LogicalXor", "torch.logical_xor", (x, y) => x.LogicalXor(y)),
        Test("LogicalNot", "torch.logical_not", x => x.LogicalNot()),
        Test("IsNaN", "torch.isnan", x => x.IsNaN()),
        Test("IsInf", "torch.isinf", x => x.IsInf()),
        Test("IsFinite", "torch.isfinite", x => x.IsFinite()),
    ];

    /// <summary>Whole numbers, so that there are ties and zeros.</summary>
    private static Tensor Ties(Dice d, int[] shape) => d.OnGrid(0, shape).Round();

    private static OpRow Compare(string name, string torch, Func<Tensor, Tensor, Tensor> f, Func<Tensor, Tensor>? withNumber = null)
    {
        var row = new OpRow(name, torch, NotDifferentiable).Elementwise().On(d => Pair(d, Ties, Ties), f);
        return withNumber is null ? row : row.On(d => Ties(d, d.Shape()), withNumber);
    }

    private static OpRow Test(string name, string torch, Func<Tensor, Tensor> f) =>
        new OpRow(name, torch, NotDifferentiable).Elementwise().On(d => Ties(d, d.Shape()), f);
}
