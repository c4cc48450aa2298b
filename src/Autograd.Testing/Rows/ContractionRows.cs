using static Autograd.Testing.IntegerResult;

namespace Autograd.Testing;

/// <summary>Sums of products over dimensions, and what is added to them.</summary>
internal static class ContractionRows
{
    public static IEnumerable<OpRow> All() =>
    [
        new OpRow("AddMM", "torch.addmm").OnIntegers(Kept).On(d => [d.Real(3), d.Real(2, 4), d.Real(4, 3)], xs => xs[0].AddMM(xs[1], xs[2], 2, -3)),
        new OpRow("AddMV", "torch.addmv").OnIntegers(Kept).On(d => [d.Real(2), d.Real(2, 4), d.Real(4)], xs => xs[0].AddMV(xs[1], xs[2])),
        new OpRow("AddR", "torch.addr").OnIntegers(Kept).On(d => [d.Real(2, 3), d.Real(2), d.Real(3)], xs => xs[0].AddR(xs[1], xs[2], alpha: 2)),
        new OpRow("BAddBMM", "torch.baddbmm").OnIntegers(Kept).On(d => [d.Real(2, 1, 3), d.Real(2, 2, 4), d.Real(2, 4, 3)], xs => xs[0].BAddBMM(xs[1], xs[2])),
        new OpRow("AddBMM", "torch.addbmm").OnIntegers(Kept).On(d => [d.Real(2, 3), d.Real(2, 2, 4), d.Real(2, 4, 3)], xs => xs[0].AddBMM(xs[1], xs[2])),
        new OpRow("Inner", "torch.inner").OnIntegers(Kept).On(d => [d.Real(2, 3), d.Real(4, 3)], xs => xs[0].Inner(xs[1])),
        new OpRow("TensorDot", "torch.tensordot").OnIntegers(Kept)
            .On(d => [d.Real(2, 3, 4), d.Real(3, 4, 2)], xs => xs[0].TensorDot(xs[1]))
            .On(d => [d.Real(2, 3, 4), d.Real(4, 5, 2)], xs => xs[0].TensorDot(xs[1], [0, -1], [2, 0])),
        // Integers add up in int64.
        new OpRow("Trace", "torch.trace").Linear().OnIntegers(Widened).On(d => d.Real(3, 4), x => x.Trace()),
        new OpRow("VecDot", "torch.linalg.vecdot").OnIntegers(Untested).On(d => [d.Real(2, 3), d.Real(3)], xs => xs[0].VecDot(xs[1])),
    ];
}
